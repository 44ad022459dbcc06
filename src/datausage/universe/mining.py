"""Searches that do not depend on which modules happen to be loaded, or on where they lie.

Hypothesis mixes constants into what it makes, which it mines from the modules of the host that
are loaded and not installed. A checkout of this suite and an installed one would ask different
things, and so would two hosts. The constants that matter are declared, as edges.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHOD = "_maybe_draw_constant"


@contextmanager
def unmined() -> Iterator[None]:
    """Let searches draw no constants meanwhile; versions that know of none stay as they are."""
    provider: Any = getattr(providers, "HypothesisProvider", None)
    before = getattr(provider, _METHOD, None)
    if before is None:
        yield
        return
    setattr(provider, _METHOD, _none)
    try:
        yield
    finally:
        setattr(provider, _METHOD, before)


def _none(*_: object, **__: object) -> None:
    """Draw no constant."""
