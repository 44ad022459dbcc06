"""Asking a server that misbehaves, and what comes back."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from datausage.targets.http.calling import HttpCaller
from datausage.targets.outcome import Fault, Outcome

from .servers import Request, Served, batch, serving

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = Outcome("tls")
SHORT = 1.0
LONG = 12.0
"""Seconds for which nobody waits who waits for a short time, a few times over."""
BAD = "metrics"
"""The channel at which servers misbehave; they answer the others."""


def caller(
    served: Served, *, timeout: float = 10, patience: float = 10, **environment: str
) -> HttpCaller:
    return HttpCaller(served.address, environment, timeout=timeout, load_timeout=patience)


def asked(
    misbehave: Callable[[Request], object], *channels: str, timeout: float = 10
) -> list[Outcome]:
    """Return what comes back for a batch; and look that another question goes on as before."""

    def handle(request: Request) -> None:
        (misbehave if request.asks(BAD) else Request.answer)(request)

    with serving(handle) as served, closing(caller(served, timeout=timeout)) as asking:
        # So that what is asked next comes in one request.
        assert asking.ask("protection", batch(*["surveys"] * 40)) == [GOOD] * 40
        outcomes = asking.ask("protection", batch(*channels))
        assert len(outcomes) == len(channels)
        (other,) = asking.ask("provider", [lambda: {"environment": {}, "settings": {}}])
        assert other.fault is Fault.MALFORMED
    return outcomes
