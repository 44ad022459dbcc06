"""The kill matrix: what it says, and that it says the same however it is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from datausage.cli import main
from datausage.strength import tables, working
from datausage.strength.catalogue import FAULTS
from datausage.strength.matrix import Matrix, built
from datausage.strength.measures import Excused, Runs, measured
from datausage.strength.open_points import roomless, sabotages
from datausage.strength.running import FLOORS, SPENDS, STANDARD, Catch, Spend, caught
from datausage.strength.weak_readings import followings

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.strength.planted import Fault
    from datausage.strength.weak_readings import Following

QUICK = ("opt_in", "protection", "local_cache")
SEEDS = 2
EVERY = (*FAULTS, *sabotages())


@pytest.fixture(scope="module")
def few() -> Matrix:
    return built(SEEDS, SPENDS, QUICK, jobs=2)


def test_the_number_of_processes_and_the_run_change_nothing(few: Matrix) -> None:
    assert built(SEEDS, SPENDS, QUICK, jobs=1).to_json() == few.to_json()


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_every_fault_is_caught_at_standard_effort(fault: Fault) -> None:
    for seed in range(1, SEEDS):
        assert caught(fault, seed, STANDARD) is not None


@pytest.mark.parametrize("spend", [spend for spend in SPENDS if spend.calls])
def test_few_calls_catch_as_many_as_promised(spend: Spend) -> None:
    # Without the weak readings: no floor is about them, and they take as long as all the faults.
    faults = tuple(measured(fault, 1, [spend]) for fault in EVERY)
    whole = Matrix(1, (spend.name,), whole=True, faults=faults, excused=(), roomless={})
    assert whole.rate(spend.name) >= FLOORS[spend.name]


def test_without_a_question_everything_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def excused(one: Following) -> Excused:
        return Excused(one.point, one.reading, one.question, ())

    monkeypatch.setattr(working, "excused", excused)
    whole = built(1, [])
    assert whole.whole
    assert [fault.name for fault in whole.faults] == [fault.name for fault in EVERY]
    assert whole.excused == tuple(map(excused, followings()))
    assert whole.roomless == roomless()


def test_the_calls_stay_within_what_was_given() -> None:
    for fault in EVERY[::20]:
        catch = caught(fault, 0, Spend("64", 64))
        assert catch is None or catch.calls <= 64


def test_a_fault_that_is_always_wrong_is_caught_by_the_first_call() -> None:
    (fault,) = [fault for fault in FAULTS if fault.name == "roles are written with a capital"]
    assert caught(fault, 0, STANDARD) == Catch("programme-admin-opt-in", "over-restrictive", 1)


def test_median_and_percentile_are_those_of_the_runs_that_caught_something() -> None:
    calls = [7, None, 3, 5, 90, 1, 4, 2, 6, 8, 9]
    runs = Runs.of([Catch("rule", "exposes", n) if n else None for n in calls])
    assert runs == Runs(caught=10, runs=11, median=5.5, most=90)
    assert Runs.of([None]) == Runs(caught=0, runs=1, median=None, most=None)


def test_the_tables_fit_eighty_columns(few: Matrix) -> None:
    assert max(map(len, tables.shown(few).splitlines())) <= 80


def test_the_page_names_every_fault_and_every_weak_reading(few: Matrix) -> None:
    page = tables.page(few)
    for fault in few.faults:
        assert f"| {fault.name} " in page
    for one in few.excused:
        assert f"| {one.point} " in page


def test_the_program_writes_json_and_ends_with_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "matrix.json"
    arguments = ["--seeds", "1", "--question", "opt_in", "--budget", "standard", "--jobs", "1"]
    assert main(["strength", *arguments, "--json", str(file)]) == 0
    shown = capsys.readouterr()
    assert "bedrock is the" in shown.out
    assert shown.err.endswith("\n")
    written = json.loads(file.read_text("utf-8"))
    assert {fault["question"] for fault in written["faults"]} == {"opt_in"}
    assert str(tmp_path) not in file.read_text("utf-8")


def test_the_program_ends_with_one_where_less_is_caught(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FLOORS, "1", 1.0)
    assert main(["strength", "--seeds", "1", "--question", "opt_in", "--budget", "1"]) == 1
    assert "too few" in capsys.readouterr().err


def test_the_program_writes_between_the_comments_of_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- matrix -->\nold\n<!-- end of matrix -->\nafter\n", "utf-8")
    arguments = ["--seeds", "1", "--question", "protection", "--budget", "standard", "--jobs", "1"]
    assert main(["strength", *arguments, "--markdown", str(page)]) == 0
    written = page.read_text("utf-8")
    assert written.startswith("before\n<!-- matrix -->\n")
    assert written.endswith("<!-- end of matrix -->\nafter\n")
    assert "old" not in written
    assert "errors use a shorter key" in written


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--question", "no_such_question"], "no_such_question"),
        (["--markdown", "no-such-page.md"], "no-such-page.md"),
    ],
)
def test_what_does_not_exist_is_refused(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["strength", *arguments]) == 2
    assert named in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--seeds", "0"], ["--jobs", "x"], ["--budget", "fast"]])
def test_what_is_no_number_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["strength", *arguments])
    assert left.value.code == 2
    assert arguments[1] in capsys.readouterr().err
