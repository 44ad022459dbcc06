"""The readings that answers relied on, in the summary of a run."""

from __future__ import annotations

import pytest

from datausage.policy.edition import load
from datausage.session.summary import relied_on


@pytest.mark.parametrize(
    ("point", "found", "told"),
    [
        ("deadline-day", ("included",), "deadline-day=included"),
        ("deadline-day", ("excluded",), "deadline-day=excluded (weak)"),
        # Here one answer relied on the weak reading, and another one did not.
        ("deadline-day", ("excluded", "included"), "deadline-day=excluded|included"),
        ("no-such-point", ("x",), "no-such-point=x"),
    ],
)
def test_a_reading_that_few_would_argue_is_marked(
    point: str, found: tuple[str, ...], told: str
) -> None:
    assert relied_on(point, found, load()) == told
