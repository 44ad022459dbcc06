"""What the policy says about a situation under one reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.policy.edition import Edition


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answers permitted under one reading, and the rules that decide it.

    ``answers`` is None where the policy does not speak: ``silent`` where no sentence is about the
    situation, ``inapplicable`` where the sentences are about somebody else.
    """

    answers: frozenset[str] | None
    rules: tuple[str, ...] = ()
    inapplicable: bool = False

    def is_only(self, answer: str) -> bool:
        """Say whether exactly this answer is permitted."""
        return self.answers is not None and self.answers == frozenset({answer})


def ruled(answer: str | frozenset[str], *rules: str) -> Ruling:
    """Return the ruling that permits this answer, or these, by these rules."""
    return Ruling(frozenset({answer}) if isinstance(answer, str) else frozenset(answer), rules)


SILENT: Final = Ruling(None)
INAPPLICABLE: Final = Ruling(None, inapplicable=True)


class ReadPolicy:
    """An edition of the policy under admissible readings, chosen as they are asked about.

    The readings of an open point are told apart only as far as the oracle asks: two readings
    that never make a difference stay together in one choice.
    """

    __slots__ = ("_script", "chosen", "decisions", "edition", "left")

    def __init__(
        self, edition: Edition, pins: Mapping[str, frozenset[str]], script: Sequence[bool] = ()
    ) -> None:
        self.edition = edition
        self.left: dict[str, frozenset[str]] = dict(pins)
        self.chosen: dict[str, frozenset[str]] = {}
        self.decisions: list[bool] = []
        self._script = script

    def holds(self, point: str, *readings: str) -> bool:
        """Say whether the reading of an open point is among these.

        Where that is not settled by what was asked before, both ways are explored.

        Raises:
            KeyError: the edition has no such open point.
        """
        left = self.left.get(point) or self.edition.points[point].names
        inside = left.intersection(readings)
        if not inside:
            return False
        if len(inside) == len(left):
            return True
        position = len(self.decisions)
        decision = self._script[position] if position < len(self._script) else True
        self.decisions.append(decision)
        self.left[point] = self.chosen[point] = inside if decision else left - inside
        return decision

    def reading(self, point: str) -> str:
        """Return the reading of an open point, where each reading is an answer of its own."""
        return next(r.id for r in self.edition.points[point].readings if self.holds(point, r.id))
