"""What the policy says about a situation under one reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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


def ruled(answer: str | frozenset[str], *rules: str) -> Ruling:
    """Return the ruling that permits this answer, or these, by these rules."""
    return Ruling(frozenset({answer}) if isinstance(answer, str) else frozenset(answer), rules)


SILENT: Final = Ruling(None)
INAPPLICABLE: Final = Ruling(None, inapplicable=True)


class ReadPolicy:
    """An edition of the policy under one choice of readings, made as it is consulted."""

    __slots__ = ("_pins", "_script", "asked", "edition")

    def __init__(
        self, edition: Edition, pins: dict[str, str], script: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.edition = edition
        self.asked: dict[str, str] = {}
        self._pins = pins
        self._script = script

    def reading(self, point: str) -> str:
        """Return the reading of an open point; the same one whenever it is asked again.

        Raises:
            KeyError: the edition has no such open point.
        """
        chosen = self.asked.get(point)
        if chosen is None:
            position = len(self.asked)
            if position < len(self._script):
                chosen = self._script[position][1]
            else:
                chosen = self._pins.get(point) or self.edition.points[point].readings[0].id
            self.asked[point] = chosen
        return chosen
