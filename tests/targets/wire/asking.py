"""Asking a program that misbehaves, and what comes back."""

from __future__ import annotations

from contextlib import closing

from datausage.targets.outcome import Fault, Outcome
from datausage.targets.wire.calling import CommandCaller

from .children import batch

GOOD = Outcome("tls")
SHORT = 0.5


def asked(command: str, *channels: str, timeout: float = SHORT) -> list[Outcome]:
    """Return what comes back for a batch; and look that another question goes on as before."""
    with closing(CommandCaller(command, timeout=timeout)) as caller:
        outcomes = caller.ask("protection", batch(*channels))
        assert len(outcomes) == len(channels)
        assert caller.calls["protection"] == len(channels)
        (other,) = caller.ask("provider", [lambda: {"environment": {}, "settings": {}}])
        assert other.fault is Fault.MALFORMED
        assert other.detail.startswith("the answer is 'tls', not one of 'claude-api'")
    return outcomes
