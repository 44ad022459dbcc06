"""The table of the words by which screens are known."""

from __future__ import annotations

import pytest

from datausage.targets.client.driver.words import words


@pytest.mark.parametrize("version", ["2.0.0", "2.0.30", "2.1.0", "2.1.330", "2.1.330-beta", ""])
def test_versions_that_somebody_has_looked_at_have_words(version: str) -> None:
    assert words(version) is not None


@pytest.mark.parametrize("version", ["1.0.128", "2.2.0", "3.0.0"])
def test_other_versions_have_none(version: str) -> None:
    assert words(version) is None


@pytest.mark.parametrize(
    ("version", "mark"),
    [("2.0.30", ">"), ("2.1.330", "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}")],
)
def test_a_client_waits_where_the_last_box_is_the_one_to_type_in(version: str, mark: str) -> None:
    known = words(version)
    assert known is not None
    rule = "─" * 100
    box = f"{rule}\n{mark} \n{rule}\n  ? for shortcuts"
    assert known.ready.search(f"● hi there\n\n{box}")
    assert not known.ready.search(f"{box}\n╭──────\n│ Describe the issue below:\n╰──────")
    assert not known.ready.search(f"{rule}\n  Submit feedback / bug report")
