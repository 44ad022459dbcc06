"""What the policy says about a situation under one reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.policy.edition import Edition

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """The answers permitted under one reading, and the rules that decide it.

    ``answers`` is None where the policy does not speak: ``silent`` where no sentence is about the
    situation, ``inapplicable`` where the sentences are about somebody else. There is one object
    for each ruling, so that rulings are compared by identity: see ``ruled``.
    """

    answers: frozenset[str] | None
    rules: tuple[str, ...] = ()
    inapplicable: bool = False

    def is_only(self, answer: str) -> bool:
        """Say whether exactly this answer is permitted."""
        return self.answers is not None and self.answers == frozenset({answer})


@cache
def ruled(answer: str | frozenset[str], *rules: str) -> Ruling:
    """Return the ruling that permits this answer, or these, by these rules; always the same one."""
    return Ruling(frozenset({answer}) if isinstance(answer, str) else frozenset(answer), rules)


SILENT: Final = Ruling(None)
INAPPLICABLE: Final = Ruling(None, inapplicable=True)


class ReadPolicy:
    """An edition of the policy under admissible readings, chosen as they are asked about.

    The readings of an open point are told apart only as far as the oracle asks: two readings
    that never make a difference stay together in one choice. ``trail`` lists what was chosen, as
    points and the readings left of them in turn; ``decisions`` on which side each choice fell.
    """

    __slots__ = ("_done", "_left", "_points", "_script", "decisions", "edition", "trail")

    def __init__(
        self,
        edition: Edition,
        pins: Mapping[str, frozenset[str]],
        script: Sequence[bool] = (),
        done: dict[Any, Any] | None = None,
    ) -> None:
        """Begin to read.

        Args:
            edition: the edition of the policy.
            pins: the readings left of some points, before anything is asked.
            script: on which side the first choices are to fall; the others fall on the first.
            done: what ``once`` has worked out about the same situation under other readings.
        """
        self.edition = edition
        self.decisions: list[bool] = []
        self.trail: list[str | frozenset[str]] = []
        self._points = edition.points
        self._left = dict(pins)
        self._script = script
        self._done = {} if done is None else done

    def holds(self, point: str, *readings: str) -> bool:
        """Say whether the reading of an open point is among these.

        Where that is not settled by what was asked before, both ways are explored.

        Raises:
            KeyError: the edition has no such open point.
        """
        left = self._left.get(point) or self._points[point].names
        inside, outside = _parted(left, readings)
        if not outside:
            return True
        if not inside:
            return False
        decisions = self.decisions
        position = len(decisions)
        decision = position >= len(self._script) or self._script[position]
        decisions.append(decision)
        self._left[point] = chosen = inside if decision else outside
        self.trail += (point, chosen)
        return decision

    def reading(self, point: str) -> str:
        """Return the reading of an open point, where each reading is an answer of its own."""
        return next(r.id for r in self._points[point].readings if self.holds(point, r.id))

    def once(self, work: Callable[..., _T], *arguments: Any) -> _T:
        """Return what some work makes of its arguments, which no reading changes.

        It is done once for all readings of a situation; arguments are told apart by identity.
        """
        key = (work, *map(id, arguments))
        found = self._done.get(key)
        if found is None:
            # The arguments are kept: as long as they are alive, nothing else has their identity.
            found = self._done[key] = (work(*arguments), arguments)
        result: _T = found[0]
        return result


@cache
def _parted(
    left: frozenset[str], readings: tuple[str, ...]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return those of the readings left that are among some, and the others."""
    inside = left.intersection(readings)
    return inside, left - inside
