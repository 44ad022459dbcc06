"""Targets that are watched while they run: a run takes seconds, and answers many questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from datausage.targets.asks import Asks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@runtime_checkable
class Watches(Asks, Protocol):
    """Asks a target by watching what it does."""

    @property
    def runs(self) -> int:
        """How many runs are over."""

    @property
    def unseen(self) -> Mapping[str, frozenset[str]]:
        """By question, the aspects of which nothing can be seen."""

    @property
    def again(self) -> int:
        """How often a run was begun again, since what went wrong was none of the target's."""

    @property
    def kept(self) -> int:
        """How many runs were not made now, but kept from earlier."""

    def end(self) -> None:
        """Begin no more runs, and count none that is not over by now."""

    def behind(self, question: str, given: Mapping[str, Any]) -> frozenset[str]:
        """Return the runs that show what an answer says, of those that are over."""

    def recorded(self) -> Mapping[str, Any]:
        """Return, as plain data, the target and all its runs, with what was seen of each."""

    def beyond(self) -> Iterable[str]:
        """Return what was answered otherwise where the page may not speak of it, a line each."""

    def strangers(self) -> Iterable[tuple[str, str]]:
        """Return what went where nobody knows: in which kind of run, and words about it."""

    def needs(self, question: str, given: Mapping[str, Any]) -> frozenset[str] | None:
        """Return the runs that an answer takes, by a name each; None if nothing can be seen."""

    def prepare(self, runs: Iterable[str], told: Callable[[int, int], None]) -> None:
        """Make runs, several at a time, whose names were returned; tell how many of how many."""
