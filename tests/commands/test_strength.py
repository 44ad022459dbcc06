"""The command ``datausage strength``: its progress, its words for numbers, and its legend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from datausage.cli import main
from datausage.commands.strength import told
from datausage.strength import tables
from datausage.strength.matrix import Matrix
from datausage.strength.measures import Measured, Runs

MISSED = Runs(caught=0, runs=1, median=None, most=None)
FAULT = Measured(
    name="an empty variable selects bedrock",
    kind="wrong default",
    question="provider",
    mistake="it is read as set",
    rules=("provider-bedrock",),
    first="",
    direction="",
    checks=(),
    runs={"64": MISSED},
)
ONE = Matrix(seeds=1, spends=("64",), whole=False, faults=(FAULT,), excused=(), roomless={})


def test_a_terminal_has_one_line_of_progress() -> None:
    text = "".join(told(done, 3, terminal=True) for done in (1, 2, 3))
    assert text == "\r1 of 3\r2 of 3\r3 of 3\n"


def test_a_log_has_few_whole_lines_of_progress() -> None:
    text = "".join(told(done, 340, terminal=False) for done in range(1, 341))
    assert text.splitlines(keepends=True) == [f"{done} of 340\n" for done in range(34, 341, 34)]


@pytest.mark.parametrize("every", [1, 2, 7, 13, 99])
def test_the_last_line_of_progress_says_that_all_is_done(every: int) -> None:
    text = "".join(told(done, every, terminal=False) for done in range(1, every + 1))
    assert text.count("\n") == min(every, 10)
    assert text.endswith(f"{every} of {every}\n")


def test_what_is_no_terminal_gets_lines_of_eighty_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["--seeds", "1", "--question", "protection", "--budget", "64", "--jobs", "1"]
    main(["strength", *arguments])
    out, err = capsys.readouterr()
    assert "\r" not in err
    assert max(map(len, [*out.splitlines(), *err.splitlines()])) <= 80


def test_one_of_something_is_no_plural() -> None:
    assert tables.page(ONE).startswith("1 fault, 1 run of each with each budget.\n")
    more = replace(ONE, seeds=2, faults=(FAULT, FAULT))
    assert tables.page(more).startswith("2 faults, 2 runs of each with each budget.\n")


def test_dashes_are_explained_below_the_table() -> None:
    text = tables.shown(ONE)
    assert "-/-" in text
    table, legend = text.index("-/-"), text.index('"-" stands where ')
    assert table < legend < text.index("budget  ")
    assert max(map(len, text.splitlines())) <= 80


def test_dashes_are_explained_on_the_page() -> None:
    page = tables.page(ONE)
    assert page.index("### Every fault") < page.index('"-" stands where ')
