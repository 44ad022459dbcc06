"""What the policy says about a situation under one reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    that never make a difference stay together in one choice. ``trail`` lists the choices made: a
    point and the readings left of it, in turn. ``turn`` goes on to the next way through them.
    """

    __slots__ = ("_answers", "_asked", "_choices", "_done", "_left", "_pins", "edition", "trail")

    def __init__(self, edition: Edition, pins: Mapping[str, frozenset[str]]) -> None:
        """Begin with an edition, and the readings that are left of some points from the start."""
        self.edition = edition
        self.trail: list[Any] = []
        self._pins = pins
        self._left = dict(pins)
        self._asked = 0
        # What was answered, in order. Up to where a new way parts from the one before, the oracle
        # asks the same, and gets the same answers.
        self._answers: list[bool] = []
        # Where there was a choice: the number of the answer, and what the other side leaves.
        self._choices: list[tuple[int, frozenset[str] | None]] = []
        self._done: dict[Any, Any] = {}

    def holds(self, point: str, *readings: str) -> bool:
        """Say whether the reading of an open point is among these.

        Where that is not settled by what was asked before, both ways are explored.

        Raises:
            KeyError: the edition has no such open point.
        """
        number, answers = self._asked, self._answers
        self._asked = number + 1
        if number < len(answers):
            return answers[number]
        left = self._left.get(point) or self.edition.points[point].names
        inside, outside = _parted(left, readings)
        if inside and outside:
            self._choices.append((number, outside))
            self._left[point] = inside
            self.trail += (point, inside)
        answers.append(bool(inside))
        return bool(inside)

    def turn(self) -> bool:
        """Go on to the next way: the last choice that can be made otherwise is; say if one can."""
        choices, trail = self._choices, self.trail
        while choices and choices[-1][1] is None:
            choices.pop()
        if not choices:
            return False
        number, outside = choices[-1]
        choices[-1] = number, None
        self._answers[number:] = (False,)
        del trail[2 * len(choices) :]
        trail[-1] = outside
        self._left = {**self._pins, **dict(zip(trail[::2], trail[1::2], strict=True))}
        self._asked = 0
        return True

    def reading(self, point: str) -> str:
        """Return the reading of an open point, where each reading is an answer of its own."""
        return next(r.id for r in self.edition.points[point].readings if self.holds(point, r.id))

    def once(self, work: Callable[..., _T], argument: Any, *others: Any) -> _T:
        """Return what some work makes of its arguments, which no reading changes.

        It is done once for all readings of a situation; arguments are told apart by identity.
        """
        # There seldom are others, and telling them apart takes as long as most work.
        key = (work, id(argument), *map(id, others)) if others else (work, id(argument))
        found = self._done.get(key)
        if found is None:
            # The arguments are kept: as long as they are alive, nothing else has their identity.
            found = self._done[key] = (work(argument, *others), argument, others)
        result: _T = found[0]
        return result


@cache
def _parted(
    left: frozenset[str], readings: tuple[str, ...]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return those of the readings left that are among some, and the others."""
    inside = left.intersection(readings)
    return inside, left - inside
