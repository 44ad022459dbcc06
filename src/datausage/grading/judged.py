"""What one answer is worth, once it is graded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from datausage.grading.grades import PASSING, Exposure, Grade

if TYPE_CHECKING:
    from datausage.grading.grades import Comparison
    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Point


@dataclass(frozen=True, slots=True)
class Notable:
    """What was answered to one aspect, where it is not simply right or not judged."""

    aspect: Aspect
    said: str
    verdict: Verdict
    comparison: Comparison


class Judged(NamedTuple):
    """One point asked: what was answered to the aspect that came out worst, and its grade.

    ``notable`` has all aspects that are wrong, or right under some readings only.
    ``clashing`` names the aspects that no reading explains together, where each could be right.
    There is one for every situation, hence a tuple: nothing is made faster.
    """

    point: Point
    aspect: Aspect
    said: str
    comparison: Comparison
    verdict: Verdict | None
    permitted: frozenset[str] = frozenset()
    detail: str = ""
    printed: str = ""
    returned: str = ""
    notable: tuple[Notable, ...] = ()
    clashing: tuple[Aspect, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is wrong with the answer."""
        return self.comparison.grade not in PASSING


_ORDER: Final = {grade: number for number, grade in enumerate(Grade)}


def badness(comparison: Comparison) -> tuple[int, bool]:
    """Return how bad an answer is: by grade, and then those that expose data."""
    return _ORDER[comparison.grade], comparison.exposure is Exposure.EXPOSES


def worse(one: Comparison, other: Comparison) -> bool:
    """Say whether one answer is worse than another."""
    return one is not other and badness(one) > badness(other)
