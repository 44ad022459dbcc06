"""What deciding an open point changes, as the register says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.policy.edition import load
from datausage.spec.consequences import Consequence, consequences

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(scope="module")
def found() -> Mapping[str, Consequence]:
    return consequences(load().id)


def test_each_reading_has_its_consequence_and_not_all_are_alike(
    found: Mapping[str, Consequence],
) -> None:
    for name, told in found.items():
        readings = [reading for reading, _ in told.by_reading]
        assert readings == [reading.id for reading in load().points[name].readings]
        assert len({permitted for _, permitted in told.by_reading}) > 1


def test_most_points_have_one(found: Mapping[str, Consequence]) -> None:
    asked = [point for point in load().points.values() if not point.register_only]
    assert len(found) > 0.8 * len(asked)
    assert not [name for name in found if load().points[name].register_only]


def test_a_shared_transcript_under_zero_retention(found: Mapping[str, Consequence]) -> None:
    told = found["bug-under-zdr"]
    assert told.question == "retention"
    assert dict(told.facts) == {
        "plan": "enterprise",
        "access": "zero-retention-key",
        "kind": "bug-transcript",
    }
    assert dict(told.by_reading) == {"five-years": "five-years", "not-retained": "not-retained"}
