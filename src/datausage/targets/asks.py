"""What asks a target, wherever it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

    from datausage.targets.asking import Arguments
    from datausage.targets.outcome import Outcome

MANY_AT_ONCE: Final = 500
"""So many calls keep a target busy that is reached over a wire, or in a thread of its own."""

_A = TypeVar("_A")
_S = TypeVar("_S")
_T = TypeVar("_T")


class Asks(Protocol):
    """Asks one target."""

    @property
    def at_once(self) -> int:
        """How many calls are best put to the target in one turn."""

    @property
    def calls(self) -> Counter[str]:
        """How many calls the target received, by question."""

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order, whatever goes wrong."""

    def fresh(self) -> Asks:
        """Return what asks another instance of the target, with counts of its own.

        Raises:
            TargetError: there cannot be another one.
        """

    def close(self) -> None:
        """Let the target end; asking again starts another."""


@runtime_checkable
class AsksThen(Asks, Protocol):
    """Asks a target that is near, so that handing over costs more than a call."""

    def ask_then(
        self,
        question: str,
        batch: Sequence[_A],
        build: Callable[[_A], tuple[_S, dict[str, Any]]],
        then: Callable[[_A, _S, Outcome], _T],
    ) -> list[_T]:
        """Return what ``then`` makes of each element of the batch, in order.

        ``build`` makes of an element what the call is about, and its keyword arguments; ``then``
        gets the element, what the call is about, and the outcome.
        """


@runtime_checkable
class AsksOfOneUser(Asks, Protocol):
    """Asks a target that keeps apart what belongs to several users."""

    def ask_as_one_user(
        self, question: str, groups: Sequence[Sequence[Arguments]]
    ) -> list[list[Outcome]]:
        """Return the outcomes of each group: projects of one user, asked one after the other."""
