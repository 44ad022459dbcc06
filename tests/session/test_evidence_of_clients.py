"""The evidence of a client that is run: every run, the archive of those behind findings."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.evidence import formats, har, runs, watched
from datausage.evidence.checking import check
from datausage.evidence.opening import contents
from datausage.targets.client import seal
from datausage.targets.client.planned import KEYS

if TYPE_CHECKING:
    from conftest import Host

ROOT = Path(__file__).parents[2]
SOME = ("--target=claude-code", "-m", "metrics-opt-out", "-p", "no:cacheprovider", "--calls=6")


def _kept(
    guest: Host, monkeypatch: pytest.MonkeyPatch, kind: str, *words: str
) -> tuple[pytest.RunResult, dict[str, bytes]]:
    monkeypatch.setenv("MADE_UP", kind)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT / "src", ROOT))))
    plugin = ("-p", "tests.targets.client.made_up_plugin")
    result = guest.run(*plugin, *SOME, "--evidence=out", *words)
    return result, contents(guest.pytester.path / "out")


def _record(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["record.json"])
    return found


def test_every_run_is_kept_and_belongs_to_the_evidence(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, files = _kept(guest, monkeypatch, "")
    assert result.ret == 0
    assert set(files) == set(formats.OURS)
    verdict = check(files)
    assert verdict.wrong == ()
    record = _record(files)
    head, found = runs.read(files[runs.FILE])
    assert record["watched"]["runs"] == head.runs == len(found.runs) > 3
    assert set(record["watched"]["files"]) == set(watched.FILES)
    assert record["subject"]["digest"] == {"sha256": "d" * 64}
    assert head.client.version == record["subject"]["version"] == "2.0.30"
    assert head.network.says == runs.SEALED
    assert all(run.sound for run in found.runs)
    assert json.loads(files[har.FILE])["log"]["entries"] == []
    stated = json.loads(files["statement.intoto.json"])["subject"]
    assert {*watched.FILES} <= {one["name"] for one in stated}


def test_the_archive_has_the_runs_behind_findings(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, files = _kept(guest, monkeypatch, "leaky")
    assert result.ret == 1
    _, found = runs.read(files[runs.FILE])
    pages = {page["id"] for page in json.loads(files[har.FILE])["log"]["pages"]}
    behind = [run for run in found.runs if run.name in pages]
    assert 0 < len(behind) < len(found.runs)
    opted_out = [run for run in behind if "DISABLE_TELEMETRY" in run.scene.environment]
    assert opted_out
    # Silence would be held against what is sent with nothing set.
    assert all(not run.scene.environment for run in behind if run not in opted_out)
    assert check(files).wrong == ()


def test_unclassified_traffic_fails_the_run_and_its_record(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, files = _kept(guest, monkeypatch, "strange")
    assert result.ret == 1
    said = " ".join(result.stdout.str().split())
    assert "No violation was found" not in said
    conclusion = "Unclassified traffic fails the run; see above."
    assert conclusion in said
    assert said.index("evil.example") < said.index(conclusion)
    record = _record(files)
    assert record["run"]["conclusion"].startswith(conclusion)
    assert record["run"]["passed"] is False
    assert any("evil.example" in words for words in record["watched"]["strangers"])
    assert "evil.example" in files[har.FILE].decode()
    assert check(files).wrong == ()


def test_another_target_leaves_no_such_files_and_takes_those_away(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    _kept(guest, monkeypatch, "")
    other = ("--target=datausage.examples.faithful", "--part=surveys", "--effort=quick")
    result = guest.run(*other, "-p", "no:cacheprovider", "--evidence=out")
    assert result.ret == 0
    files = contents(guest.pytester.path / "out")
    assert set(files) == set(formats.NAMES)
    assert "watched" not in _record(files)


def test_runs_are_kept_for_later_and_the_evidence_says_of_which_day(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763805600")
    _, first = _kept(guest, monkeypatch, "", "--client-cache=runs")
    result, files = _kept(guest, monkeypatch, "", "--client-cache=runs")
    assert result.ret == 0
    told = _record(files)["watched"]
    assert _record(first)["watched"]["kept"] == 0
    assert told["kept"] == told["runs"] > 3
    assert f"run {told['runs']} times, {told['kept']} of them kept" in result.stdout.str()
    assert {run.since for run in runs.read(files[runs.FILE])[1].runs} == {"2025-11-22"}
    assert check(files).wrong == ()


def test_a_cache_that_cannot_be_is_refused_in_the_words_of_the_user(guest: Host) -> None:
    for words, told in (
        (("--target=datausage.examples.faithful", "--client-cache=x"), "--client-cache=x: only a"),
        (("--target=claude-code", "--client-cache="), "--client-cache=: name a folder"),
    ):
        result = guest.run(*words)
        assert result.ret == 4
        assert told in " ".join(result.stderr.str().split())


def test_no_file_holds_a_key_that_the_client_was_given(guest: Host) -> None:
    lacking = seal.here().lacking or ("" if shutil.which("node") else "there is no node here")
    if lacking and os.environ.get("DATAUSAGE_SEAL") == "required":
        pytest.fail(f"{lacking}: keys in the evidence are NOT looked for")
    if lacking:
        pytest.skip(f"{lacking}: keys in the evidence are NOT looked for")
    package = guest.pytester.path / "client"
    shutil.copytree(ROOT / "tests/targets/client/stand_in", package)
    planted = KEYS["ANTHROPIC_API_KEY"]
    address = f"https://collector.example/v1?api_key={planted}"
    (package / "leaks.json").write_text(json.dumps({"unknownHost": address}), "utf-8")
    client = ("--client=client", "--evidence=out")
    result = guest.run("--target=claude-code", *client, "--calls=1", "-m", "provider-claude-api")
    assert result.ret == 1, result.stdout.str()
    files = contents(guest.pytester.path / "out")
    (found, *_) = runs.read(files[runs.FILE])[1].runs
    asked = next(one for one in found.requests if one.path.startswith("/v1/messages"))
    assert "x-api-key" in {name.lower() for name in asked.headers}
    assert any("collector.example" in one.host for one in found.requests)
    said = result.stdout.str().encode() + result.stderr.str().encode()
    for name, data in {**files, "the terminal": said}.items():
        for key in ("ANTHROPIC_API_KEY", "AWS_SECRET_ACCESS_KEY"):
            assert KEYS[key].encode() not in data, name
            assert KEYS[key][-20:].encode() not in data, name
