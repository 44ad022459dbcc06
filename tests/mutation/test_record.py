"""What the last run over all mutants left: every survivor is argued for, and the score is told."""

from __future__ import annotations

from mutation import records
from mutation.records import Argument, Count, Place, Record

RECORD = records.read_record()
ARGUMENTS = records.read_arguments()
PLACE = Place("oracle/facts.py", "f", "a = 1", "a = 2")


def test_every_survivor_of_the_last_run_is_argued_for() -> None:
    assert [str(one) for one in records.unargued(RECORD.survivors, ARGUMENTS)] == []


def test_every_argument_is_for_a_survivor_of_the_last_run() -> None:
    assert [str(one) for one in records.stale(RECORD, ARGUMENTS)] == []


def test_every_line_that_is_argued_about_still_stands_in_its_module() -> None:
    assert [str(one) for one in records.missing(ARGUMENTS)] == []


def test_every_module_was_part_of_a_run() -> None:
    assert list(records.untried(RECORD)) == []


def test_a_module_that_no_run_has_recorded_is_found() -> None:
    oracle = dict(RECORD.counts["oracle"])
    del oracle["oracle/facts.py"]
    assert list(records.untried(Record({**RECORD.counts, "oracle": oracle}, ()))) == [PLACE.module]


def test_every_module_is_recorded_as_it_was_when_it_was_tried() -> None:
    counted = {module for found in RECORD.counts.values() for module in found}
    assert RECORD.sources.keys() == counted


def test_a_module_that_has_changed_since_it_was_tried_is_told() -> None:
    here = records.digest(PLACE.module)
    assert list(records.changed(Record({}, (), {PLACE.module: here}))) == []
    assert list(records.changed(Record({}, (), {PLACE.module: here[::-1]}))) == [PLACE.module]


def test_a_module_without_mutants_is_recorded_but_has_no_row() -> None:
    counts = {"oracle": {"oracle/facts.py": Count(2, 1, 1), "oracle/aspects.py": Count(0, 0, 0)}}
    record = Record(counts, ())
    assert "aspects" not in records.score(record)
    assert not {"oracle/facts.py", "oracle/aspects.py"} & set(records.untried(record))


def test_packages_in_which_nothing_is_decided_need_not_be_tried() -> None:
    every = [one for package in records.PACKAGES for one in records.modules(package)]
    assert "oracle/verdicts.py" in every
    assert not [one for one in every if "__init__" in one]


def test_every_argument_gives_a_reason() -> None:
    assert all(len(argument.reason.split()) > 3 for argument in ARGUMENTS)


def test_the_score_is_that_of_the_record() -> None:
    assert records.score(RECORD) in records.DOCUMENT.read_text("utf-8")
    for package in RECORD.counts:
        folder = f"{records.PACKAGES[package]}/"
        survivors = [one for one in RECORD.survivors if one.module.startswith(folder)]
        count = RECORD.total(package)
        assert count.survived == len(survivors)
        assert count.mutants == count.killed + count.survived


def test_a_survivor_without_argument_and_an_argument_without_survivor_are_found() -> None:
    other = PLACE._replace(after="a = 3")
    one, kind = Argument("why", PLACE), Argument("why", None, r"oracle/\w+\.py", r"a = \d  ->")
    assert list(records.unargued([PLACE, other], [one])) == [other]
    assert list(records.unargued([PLACE, other], [kind])) == []
    assert list(records.unargued([PLACE], [Argument("why", None, "oracle/f", "a")])) == [PLACE]
    counts = {"oracle": {"oracle/facts.py": Count(2, 1, 1)}}
    assert list(records.stale(Record(counts, (other,)), [one, kind])) == [one]
    assert list(records.stale(Record(counts, ()), [kind])) == [kind]
    assert list(records.stale(Record({}, ()), [one])) == []


def test_an_argument_about_a_line_that_is_gone_is_found() -> None:
    gone = Argument("why", PLACE)
    assert list(records.missing([gone])) == [gone]
    elsewhere = Argument("why", PLACE._replace(module="oracle/nowhere.py"))
    assert list(records.missing([elsewhere])) == [elsewhere]
    here = PLACE._replace(before="class Plan(StrEnum):")
    assert list(records.missing([Argument("why", here)])) == []
