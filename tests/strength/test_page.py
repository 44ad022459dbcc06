"""The page about strength says what the catalogue holds."""

from __future__ import annotations

import re
from pathlib import Path

from datausage.strength.catalogue import FAULTS
from datausage.strength.open_points import roomless, sabotages
from datausage.strength.weak_readings import followings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "strength.md").read_text("utf-8")


def test_the_page_counts_the_faults() -> None:
    count = re.search(r"^(\d+) faults, ", PAGE, re.MULTILINE)
    assert count is not None
    assert int(count[1]) == len(FAULTS) + len(sabotages())


def test_the_page_lists_every_fault() -> None:
    listed = re.findall(r"^\| ([^|]+?) +\|", PAGE, re.MULTILINE)
    assert [fault.name for fault in (*FAULTS, *sabotages()) if fault.name not in listed] == []


def test_the_page_lists_every_weak_reading_and_every_point_without_room() -> None:
    rows = {tuple(cell.strip() for cell in row.split("|")[1:3]) for row in PAGE.splitlines()}
    assert {(one.point, one.reading) for one in followings()} <= rows
    listed = {row[0] for row in rows if row}
    assert set(roomless()) <= listed
