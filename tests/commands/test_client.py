"""The command ``datausage client``: a page from evidence, the same each time, and careful."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.evidence import seen
from tests.evidence.building import GATES, HOSTILE, SOME, record, result

from datausage.cli import main
from datausage.commands.client_tables import PLACES, UNSEEN, heeded, observed
from datausage.evidence import formats, runs, written
from datausage.evidence import record as shape
from datausage.evidence.folder import replace_all
from datausage.grading.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STRANGE = "POST evil.example/x (tls, 2 bytes), by node"
WRONG = (*SOME, result("errors-default", Grade.VIOLATES, "on"))
ERRONEOUS = (*SOME, result("bugs-default", Grade.ERRORED, "it broke down"))
OFF = {"DISABLE_TELEMETRY": "1"}
PLAIN = seen.run()


def settings(place: str, **variables: str) -> Any:
    return replace(seen.SCENE, settings={place: {"env": variables}})


def reporting(environment: dict[str, str] | None = None) -> Any:
    keys = ({"do": "bug", "text": "x"}, {"do": "send"})
    return replace(seen.SCENE, environment=environment or {}, keys=keys)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., str]:
    """Return a function that writes evidence into a folder, and returns its name."""

    def write(name: str, *some: runs.Run, **other: Any) -> str:
        place = tmp_path / name
        replace_all(place, seen.folder(*some, **other), formats.OURS)
        return str(place)

    return write


def _page(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["client", *words]) == 0
    return capsys.readouterr().out


# --- the tables


def test_what_was_sent_needs_no_controls_and_silence_needs_all() -> None:
    sent = seen.run(controls={**seen.SOUND, "exited": False})
    silent = seen.run(on=("model",))
    broken = seen.run(on=(), controls={**seen.SOUND, "exited": False})
    troubled = seen.run(on=(), trouble="no room")
    assert observed([sent], "", "metrics").words == "sent (1 run)"
    assert observed([silent], "", "metrics").words == "nothing sent (1 run)"
    assert observed([sent, silent], "", "metrics").words == "sent in 1 of 2 runs"
    assert observed([broken, troubled], "", "metrics").words == "2 runs, showing nothing"
    assert observed([], "", "metrics").words == UNSEEN


def test_silence_about_errors_counts_only_where_one_was_planted() -> None:
    quiet = seen.run(on=("model",), scene=replace(seen.SCENE, fails=False))
    assert observed([quiet], "", "error-reports").words == "1 run, showing nothing"
    assert observed([quiet], "", "metrics").words == "nothing sent (1 run)"


def test_silence_about_reports_counts_only_where_the_command_came_to_its_end() -> None:
    asked = seen.run(on=("model",), scene=reporting())
    ended = seen.run(on=("model",), scene=reporting(), screens=("bug-absent",))
    assert observed([seen.run(on=("model",))], "", "bug-reports").words == UNSEEN
    assert observed([asked], "", "bug-reports").words == "1 run, showing nothing"
    assert observed([ended], "", "bug-reports").words == "nothing sent (1 run)"


def test_a_row_is_about_one_variable_alone() -> None:
    several = seen.run(environment={**OFF, "DISABLE_BUG_COMMAND": "1"}, on=())
    zero = seen.run(environment={"DISABLE_TELEMETRY": "0"}, on=())
    filed = seen.run(scene=settings("user", DISABLE_TELEMETRY="1"), on=())
    wary = seen.run(scene=replace(seen.SCENE, environment=OFF, trusted=False), on=())
    for run in (several, zero, filed, wary):
        assert observed([run], "DISABLE_TELEMETRY", "metrics").words == UNSEEN
    alone = seen.run(environment=OFF, on=())
    assert observed([PLAIN, alone], "DISABLE_TELEMETRY", "metrics").words == "nothing sent (1 run)"


def test_silence_counts_only_where_something_is_sent_with_nothing_set() -> None:
    alone = seen.run(environment=OFF, on=())
    never = seen.run(on=("model",))
    for runs_made in ([alone], [never, alone]):
        told = observed(runs_made, "DISABLE_TELEMETRY", "metrics")
        assert told.words == "1 run, showing nothing"
        assert heeded(runs_made, "DISABLE_TELEMETRY", "environment") == "1 run, showing nothing"
    assert heeded([PLAIN, alone], "DISABLE_TELEMETRY", "environment") == "counts (1 run)"


@pytest.mark.parametrize("place", [place for place in PLACES if place != "environment"])
def test_a_variable_counts_in_a_place_where_what_it_switches_off_is_not_sent(place: str) -> None:
    scene = settings(place, DISABLE_TELEMETRY="1")
    heard = seen.run(scene=scene, on=("error-reports", "model"))
    overlooked = seen.run(scene=scene, on=("metrics", "model"))
    assert heeded([PLAIN, heard], "DISABLE_TELEMETRY", place) == "counts (1 run)"
    assert heeded([overlooked], "DISABLE_TELEMETRY", place) == "does not count (1 run)"
    assert heeded([PLAIN, heard, overlooked], "DISABLE_TELEMETRY", place) == "counts in 1 of 2 runs"
    assert heeded([heard], "DISABLE_TELEMETRY", "environment") == UNSEEN


def test_a_switch_for_several_services_counts_only_where_all_are_silent() -> None:
    scene = settings("user", CLAUDE_CODE_USE_BEDROCK="1")
    half = seen.run(scene=scene, on=("metrics", "model"))
    assert heeded([half], "CLAUDE_CODE_USE_BEDROCK", "user") == "does not count (1 run)"
    failing = seen.run(scene=scene, on=(), controls={**seen.SOUND, "exited": False})
    assert heeded([failing], "CLAUDE_CODE_USE_BEDROCK", "user") == "1 run, showing nothing"


# --- the page


def test_the_page_says_what_was_run_and_what_was_not_looked_at(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _page(capsys, kept("one", seen.run(tries=2), seen.run("b" * 64, since="2025-11-20")))
    assert "# Claude Code 2.0.30, as observed" in told
    assert "c" * 64 in told
    assert "2025-11-22" in told
    assert "begun again 1 time, 1 kept from earlier, the oldest of 2025-11-20" in told
    assert "Every destination seen was an address of this machine" in told
    assert "Nothing was seen that the page does not permit" in told
    assert "None: every destination is one that the table of services knows." in told
    assert "not affiliated with the vendor" in " ".join(told.split())
    assert "Rules of which nothing was seen" in told


def test_a_finding_says_what_was_seen_where_and_what_the_page_says_and_leaves_open(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    (name,) = [one.scenario for one in WRONG if one.rule == "errors-default"]
    folder = kept("one", seen.run(behind=(name,)), seen.run("b" * 64), results=WRONG, exit_code=1)
    told = _page(capsys, folder)
    finding = told[told.index("### errors-default") :]
    for begins in ("Judged", "Where the page", "Asked", "Seen", "The page permits", "Ask again"):
        assert f"\n- {begins}" in finding
    assert "in the run <code>aaaaaaaaaaaa</code>" in finding
    assert "bbbbbbbb" not in finding
    assert "when" in finding[finding.index("What it leaves open") :].splitlines()[0]
    assert "more went out than the page permits" in finding


def test_what_could_not_be_concluded_is_no_finding(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _page(capsys, kept("one", seen.run(), results=ERRONEOUS, exit_code=1))
    assert "that is no finding about the client" in told
    assert "Nothing was seen that the page does not permit" in told


def test_unclassified_traffic_is_told(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _page(capsys, kept("one", seen.run(strangers=(STRANGE,))))
    assert "evil" in told[told.index("## Unclassified traffic") :]


def test_what_differs_beyond_the_page_is_told_apart(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = "traffic of metrics: on, elsewhere off; with the settings in managed-settings.json"
    told = _page(capsys, kept("one", PLAIN, beyond=(words, "<script>x")))
    beyond = told[told.index("## Beyond the page") : told.index("## Unclassified traffic")]
    assert "no rule is judged by them" in beyond
    assert "- <code>traffic of metrics" in beyond
    assert beyond.count("\n- ") == 2
    assert "<script" not in beyond
    none = _page(capsys, kept("other", PLAIN))
    assert "\n\nNothing.\n" in none[none.index("## Beyond the page") :]


def test_what_a_later_version_tells_of_errors_is_not_judged(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    both = ("error-reports", "metrics", "model")
    out = {"DISABLE_ERROR_REPORTING": "1"}
    some = (seen.run(on=both), seen.run("b" * 64, environment=out, on=both))
    later = _page(capsys, kept("later", *some, version="2.1.330"))
    earlier = _page(capsys, kept("earlier", *some))

    def row(page: str, heading: str) -> list[str]:
        lines = page[page.index(heading) :].splitlines()
        line = next(one for one in lines if "ERROR" in one and one.startswith("|"))
        return [cell.strip() for cell in line.strip("|").split("|")]

    assert row(later, "## What was sent")[2] == "sent (1 run), among other events"
    assert row(earlier, "## What was sent")[2] == "sent (1 run)"
    assert set(row(later, "## Where a variable counts")[1:]) == {"not judged"}
    assert "does not count (1 run)" in row(earlier, "## Where a variable counts")
    assert "the page names Statsig" in later
    assert "the page names Statsig" not in earlier


@pytest.mark.parametrize("placed", ["/home/jo/client", "'/home/jo b/client'"])
def test_a_command_does_not_tell_where_the_client_lay(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], placed: str
) -> None:
    target = f"--target=claude-code --client={placed}"
    told = _page(capsys, kept("one", PLAIN, results=WRONG, exit_code=1, target=target))
    (command,) = [line for line in told.splitlines() if line.startswith("- Ask again")]
    assert "--client=PATH --replay=" in command
    assert "jo" not in command


def test_several_versions_stand_side_by_side(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    one = kept("one", PLAIN, seen.run("b" * 64, environment=OFF, on=()))
    other = kept("other", seen.run(environment=OFF), results=WRONG, exit_code=1)
    told = _page(capsys, one, other)
    rows = [line for line in told.splitlines() if "DISABLE" in line and "TELEMETRY" in line]
    assert any("nothing sent (1 run) | sent (1 run)" in row for row in rows)
    assert "## Rules that came out differently" in told
    differing = told[told.index("## Rules that came out differently") :]
    assert "violates" in differing
    assert differing.count("\n## Findings") == 2


def test_evidence_of_one_version_can_be_told_apart(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = _page(capsys, kept("one", PLAIN), kept("other", PLAIN))
    assert "| 2&#46;0&#46;30 (1) | 2&#46;0&#46;30 (2) |" in told.replace(".", "&#46;")
    assert told.count("Rules of which nothing was seen") == 1


def test_the_page_says_how_much_was_asked_for(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = record(SOME)
    left_out = shape.Deselected(rule="umbrella-off", reason="-m", scenarios=3)
    chosen = tuple(name for name in made.selection.selected if name != "umbrella-off")
    part = shape.Selection(selected=chosen, deselected=(left_out,))
    monkeypatch.setattr(
        seen, "record", lambda *_, **__: replace(made, selection=part, asked=asked_for(made, 8))
    )
    told = _page(capsys, kept("one", PLAIN))
    assert "| asked | with --calls=8; left out: 1 rule by -m |" in told.replace("&#45;", "-")
    nothing_seen = told[told.index("Rules of which nothing was seen") :]
    assert "umbrella" not in nothing_seen


def asked_for(made: shape.Record, calls: int) -> shape.Asked:
    return replace(made.asked, calls=calls)


def test_the_same_evidence_gives_the_same_page_in_a_file_or_not(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = kept("one", seen.run(strangers=(STRANGE,)), results=WRONG)
    file = tmp_path / "page.md"
    assert main(["client", folder, "--markdown", str(file)]) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text("utf-8") == _page(capsys, folder)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_was_seen_acts_on_who_shows_the_page(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], text: str
) -> None:
    wrong = (*SOME, result("errors-default", Grade.VIOLATES, text))
    run = seen.run(
        where=text,
        strangers=(text,),
        behind=(GATES, wrong[-1].scenario),
        controls={text: False},
    )
    told = _page(capsys, kept("one", run, results=wrong))
    assert "<script" not in told
    assert "<img" not in told
    assert "https://evil" not in told
    assert "\x1b" not in told
    assert "\u202e" not in told


# --- refusals


def _refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["client", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return " ".join(captured.err.split())


def test_evidence_that_was_changed_is_refused(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = kept("one", seen.run())
    file = tmp_path / "one" / runs.FILE
    file.write_bytes(file.read_bytes().replace(b"metrics", b"nothing"))
    assert "changed or inconsistent: runs.jsonl was changed" in _refused(capsys, folder)


def test_evidence_of_another_target_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    replace_all(tmp_path / "one", formats.files(record()), formats.OURS)
    told = _refused(capsys, str(tmp_path / "one"))
    assert "it has no runs.jsonl: it is not of runs of the client" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"shard": "1/2"}, "it is shard 1/2 of a run, and a page is about a whole one"),
        ({}, "it was joined from shards, with each of which that stays"),
    ],
)
def test_a_part_of_a_run_gets_no_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, str], told: str
) -> None:
    made, beside = seen.evidence(PLAIN)
    made = replace(made, asked=replace(made.asked, **change))
    if not change:
        assert made.watched
        made, beside = replace(made, watched=replace(made.watched, files={})), {}
    replace_all(tmp_path / "one", formats.files(made, beside), formats.OURS)
    assert told in _refused(capsys, str(tmp_path / "one"))


def test_a_run_that_was_broken_off_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    begun = {written.FILE: written.written(record(complete=False))}
    replace_all(tmp_path / "one", begun, formats.OURS)
    assert "the run is not complete" in _refused(capsys, str(tmp_path / "one"))


def test_a_folder_that_is_named_twice_is_refused(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = kept("one", PLAIN)
    assert "it is named twice" in _refused(capsys, folder, f"{folder}/../one")


def test_where_there_is_nothing_it_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "there is no evidence" in _refused(capsys, str(tmp_path / "none"))


def test_a_file_that_cannot_be_written_is_named(
    kept: Callable[..., str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = _refused(capsys, kept("one", seen.run()), "--markdown", str(tmp_path / "no" / "page.md"))
    assert "--markdown=" in told
    assert "No such file" in told
