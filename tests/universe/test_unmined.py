"""Searches without constants mined from the host: while they last, whatever the version knows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import providers

from datausage.universe.mining import unmined

PROVIDER: Any = getattr(providers, "HypothesisProvider", SimpleNamespace())
KNOWS = hasattr(PROVIDER, "_maybe_draw_constant")
MINED = 7_654_321
"""A number that Hypothesis finds in this module, and hardly anywhere else."""


def drawn() -> set[int]:
    """Return many whole numbers that Hypothesis makes."""
    found: set[int] = set()

    def note(number: int) -> None:
        found.add(number)

    calm = settings(
        max_examples=3_000,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    calm(given(st.integers(0, 100_000_000))(note))()
    return found


@pytest.mark.skipif(not KNOWS, reason="this version of Hypothesis mines no constants")
def test_no_constant_is_drawn_while_it_lasts_and_the_method_is_given_back() -> None:
    before = PROVIDER._maybe_draw_constant
    with unmined():
        assert PROVIDER._maybe_draw_constant is not before
        assert PROVIDER._maybe_draw_constant(None, "integer", {}) is None
        assert MINED not in drawn()
    assert PROVIDER._maybe_draw_constant is before
    with pytest.raises(LookupError), unmined():
        raise LookupError
    assert PROVIDER._maybe_draw_constant is before


@pytest.mark.parametrize("missing", ["provider", "method"])
def test_a_version_that_knows_of_no_constants_stays_as_it_is(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "provider":
        monkeypatch.delattr(providers, "HypothesisProvider", raising=False)
    else:
        monkeypatch.delattr(PROVIDER, "_maybe_draw_constant", raising=False)
    with unmined():
        assert not hasattr(PROVIDER, "_maybe_draw_constant") or missing == "provider"
    assert not hasattr(PROVIDER, "_maybe_draw_constant") or missing == "provider"
