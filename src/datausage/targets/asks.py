"""What asks a target, wherever it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from datausage.targets.asking import Arguments
    from datausage.targets.outcome import Outcome


class Asks(Protocol):
    """Asks one target."""

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
