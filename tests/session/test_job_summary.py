"""The page of a job gets the summary, and keeps what others have put there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.evidence.building import record

from datausage.evidence.summary import summary
from datausage.session import job_summary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "between"),
    [("", ""), ("<b>half", "\n\n"), ("a\n", "\n"), ("a\n\n", ""), ("a", "\n\n"), ("\n", "\n")],
)
def test_the_summary_is_not_glued_to_the_last_line_of_a_page(
    tmp_path: Path, before: str, between: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(before)
    assert job_summary.append(record(), page) == ""
    assert page.read_text() == f"{before}{between}{summary(record()).decode()}"


def test_a_page_that_is_full_stays_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"x" * job_summary.ROOM)
    assert job_summary.append(record(), page) == ""
    assert page.stat().st_size == job_summary.ROOM


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_page_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "page")
    assert "no plain file" in job_summary.append(record(), tmp_path / "page")
