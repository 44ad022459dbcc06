"""What was seen beside the record belongs to the evidence, and a change of it is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.evidence import formats, har, manifest, runs, statement, watched, written
from datausage.evidence.checking import check
from datausage.evidence.conclusion import conclusion
from datausage.evidence.schema import violation

from .building import FAILING, HOSTILE, record
from .seen import evidence, folder, request, retold, run, several

if TYPE_CHECKING:
    from collections.abc import Callable

STRANGE = "POST evil.example/x (tls, 2 bytes), by node"


def _sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    rest = {name: data for name, data in files.items() if name != manifest.FILE}
    return {**rest, manifest.FILE: manifest.manifest(rest)}


def test_such_evidence_is_whole() -> None:
    verdict = check(_sealed(folder(run(), run("b" * 64))))
    assert verdict.wrong == ()
    assert verdict.not_made_again == watched.FILES
    assert verdict.record is not None
    assert verdict.record.watched is not None
    assert verdict.record.watched.runs == 2


def test_its_record_follows_the_schema() -> None:
    made, _ = evidence(run(strangers=(STRANGE,)), run())
    assert violation(written.written(made)) == ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_was_seen_the_evidence_is_whole(text: str) -> None:
    one = run(strangers=(text,), requests=(request(text, body=text),), where=text)
    verdict = check(_sealed(folder(one)))
    assert verdict.wrong == ()


def _with(name: str, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    files = folder(run(), run("b" * 64))
    return {**files, name: change(files[name])}


def _more(data: bytes) -> bytes:
    return data.replace(b"statsig", b"nothing")


def _stated(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files with a statement that fits them."""
    made = written.read(files[written.FILE])
    rest = {n: d for n, d in files.items() if n not in (statement.FILE, manifest.FILE)}
    return {**files, statement.FILE: statement.statement(made, rest)}


def test_a_change_is_found_by_manifest_and_statement() -> None:
    files = _with(runs.FILE, _more)
    whole = _sealed(folder(run(), run("b" * 64)))
    wrong = check({**files, manifest.FILE: whole[manifest.FILE]}).wrong
    assert f"{runs.FILE} was changed" in wrong
    assert f"{statement.FILE} has another digest of {runs.FILE}" in wrong


@pytest.mark.parametrize("name", watched.FILES)
def test_a_change_is_found_though_manifest_and_statement_are_made_anew(name: str) -> None:
    files = _with(name, lambda data: data + b" ")
    wrong = check(_sealed(_stated(files))).wrong
    assert f"{name} is not the one that the record names" in wrong


@pytest.mark.parametrize("name", watched.FILES)
def test_such_a_file_that_is_gone_is_missed(name: str) -> None:
    files = folder(run())
    del files[name]
    assert f"{name} is missing" in check(_sealed(files)).wrong


@pytest.mark.parametrize("name", watched.FILES)
def test_such_a_file_beside_a_record_that_knows_of_none_is_refused(name: str) -> None:
    files = {**formats.files(record()), name: folder(run())[name]}
    assert f"{name} is no file of this evidence" in check(_sealed(_stated(files))).wrong


def test_runs_that_are_not_those_of_the_record_are_found() -> None:
    made, beside = evidence(run(), run("b" * 64))
    fewer = {**beside, runs.FILE: runs.written(several(run()))}
    wrong = check(_sealed(formats.files(watched.naming(made, fewer), fewer))).wrong
    assert wrong == (f"{runs.FILE} has other runs than the record tells of",)


def test_runs_that_cannot_be_read_are_found() -> None:
    made, beside = evidence(run())
    garbled = {**beside, runs.FILE: b"{}\n"}
    (wrong,) = check(_sealed(formats.files(watched.naming(made, garbled), garbled))).wrong
    assert wrong.startswith(f"{runs.FILE}: line 1: ")


def test_unclassified_traffic_is_no_conformance() -> None:
    made, _ = evidence(run(strangers=(STRANGE,)))
    assert made.run.exit == 1
    assert not made.run.passed
    assert "No violation was found" not in conclusion(made)
    assert conclusion(made) == "Unclassified traffic fails the run; see above. No answer is wrong."
    stated = json.loads(formats.files(made)[statement.FILE])["predicate"]
    assert stated["result"] == "FAILED"
    assert watched.UNCLASSIFIED in stated["failedTests"]


def test_unclassified_traffic_is_told_beside_what_is_violated() -> None:
    made, _ = evidence(run(strangers=(STRANGE,)), results=FAILING)
    assert "Violated: 1 of" in conclusion(made)
    assert "Unclassified traffic fails the run" in conclusion(made)


def test_a_run_with_unclassified_traffic_that_ended_with_0_contradicts_itself() -> None:
    made, beside = evidence(run(strangers=(STRANGE,)), exit_code=0)
    wrong = check(_sealed(formats.files(retold(made), beside))).wrong
    assert "the run ended with 0 in spite of unclassified traffic" in wrong


def test_the_summary_tells_what_is_unclassified() -> None:
    made, beside = evidence(run(strangers=(STRANGE,)))
    told = formats.files(made, beside)["summary.md"].decode()
    assert "### Unclassified traffic" in told
    assert "evil" in told


def test_strangers_without_end_are_bounded_and_counted() -> None:
    told = watched.watched(1, 0, 0, {str(number): 1 for number in range(1_000)})
    assert len(told.strangers) == watched.MOST_STRANGERS
    assert told.unclassified == 1_000


def test_shards_tell_together_what_each_has_seen_and_keep_their_files() -> None:
    here, _ = evidence(run(strangers=(STRANGE,)), run())
    there, _ = evidence(run(strangers=(STRANGE, "another"), tries=3))
    told = watched.joined([here.watched, there.watched, None])
    assert told is not None
    assert (told.runs, told.again, told.files) == (3, 2, {})
    assert told.strangers == {STRANGE: 2, "another": 1}
    assert watched.joined([None, None]) is None


def test_a_record_that_names_a_file_of_another_kind_is_refused() -> None:
    made, beside = evidence(run())
    assert made.watched is not None
    named = replace(made.watched, files={**made.watched.files, "x.sh": "a" * 64})
    wrong = check(_sealed(formats.files(replace(made, watched=named), beside))).wrong
    assert "a file is named that tells of no runs" in wrong


def test_the_archive_has_the_runs_behind_findings_alone() -> None:
    _, beside = evidence(run(strangers=(STRANGE,)), run("b" * 64))
    pages = json.loads(beside[har.FILE])["log"]["pages"]
    assert [page["id"] for page in pages] == ["a" * 64]
