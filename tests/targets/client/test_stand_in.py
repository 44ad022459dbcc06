"""The stand-in is clean as it stands, and each planted leak can be seen from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from tests.targets.client.network import Scene, Seen
from tests.targets.client.stand_ins import watched

if TYPE_CHECKING:
    from pathlib import Path

API, METRICS, ERRORS = "api.anthropic.com", "statsig.anthropic.com", "sentry.io"
BEDROCK = {
    "CLAUDE_CODE_USE_BEDROCK": "1",
    "AWS_REGION": "eu-west-1",
    "AWS_ACCESS_KEY_ID": "AKIAFAKE",
}
VERTEX = {"CLAUDE_CODE_USE_VERTEX": "1", "CLOUD_ML_REGION": "us-east5"}
NO_METRICS = {"DISABLE_TELEMETRY": "1"}
NO_ERRORS = {"DISABLE_ERROR_REPORTING": "1"}
UMBRELLA = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}


def hosts(found: Seen) -> set[str]:
    """Return who was told something, after a run that counts."""
    assert found.code == 0, found.errors
    assert found.whole
    assert "hi there" in found.output
    assert (found.folder / "marks" / "planted").exists()
    return {one["host"] for one in found.http}


def bodies(found: Seen, host: str) -> str:
    return "".join(one["body"] for one in found.http if one["host"] == host)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, {API, METRICS, ERRORS}),
        (NO_METRICS, {API, ERRORS}),
        (NO_ERRORS, {API, METRICS}),
        ({"DISABLE_BUG_COMMAND": "1"}, {API, METRICS, ERRORS}),
        (UMBRELLA, {API}),
        (BEDROCK, {"bedrock-runtime.eu-west-1.amazonaws.com"}),
        (VERTEX, {"us-east5-aiplatform.googleapis.com"}),
    ],
)
def test_as_it_stands_it_does_what_it_should(
    tmp_path: Path, environment: dict[str, str], told: set[str]
) -> None:
    found = watched(tmp_path, {}, environment)
    assert hosts(found) == told
    assert not [one for one in found.http if one["above"] or one["way"] != "tls"]
    if METRICS in told:
        assert "canary" not in bodies(found, METRICS) + bodies(found, ERRORS)
    asked = "".join(one["body"] for one in found.http if one["host"] not in {METRICS, ERRORS})
    for canary in ("canary_file", "canary_code", "canary_output", "say hi", "is_error"):
        assert canary in asked


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("user", ".claude/settings.json"),
        ("project", "project/.claude/settings.json"),
        ("local", "project/.claude/settings.local.json"),
        ("flag", "flag.json"),
        ("process", ""),
    ],
)
def test_an_opt_out_that_is_overlooked_in_one_place(tmp_path: Path, place: str, path: str) -> None:
    words = (
        ("-p", "say hi", "--settings", str(tmp_path / "it" / "flag.json"))
        if place == "flag"
        else ()
    )
    environment, settings = ({}, {path: {"env": NO_METRICS}}) if path else (NO_METRICS, {})
    for leaks, told in (({}, {API, ERRORS}), ({"overlooked": place}, {API, ERRORS, METRICS})):
        folder = tmp_path / "it"
        found = watched(folder, leaks, environment, *words, settings=settings)
        assert hosts(found) == told
        folder.rename(tmp_path / "done")
        tmp_path = tmp_path / "done"


@pytest.mark.parametrize(
    ("leaks", "environment", "told"),
    [
        ({"optOutIgnored": ["metrics"]}, NO_METRICS, METRICS),
        ({"optOutIgnored": ["errors"]}, NO_ERRORS, ERRORS),
        ({"umbrellaIgnored": ["metrics"]}, UMBRELLA, METRICS),
        ({"umbrellaIgnored": ["errors"]}, UMBRELLA, ERRORS),
        ({"providerIgnored": ["metrics"]}, BEDROCK, METRICS),
        ({"providerIgnored": ["errors"]}, VERTEX, ERRORS),
        ({"early": True}, UMBRELLA, METRICS),
        ({"late": True}, UMBRELLA, METRICS),
        ({"unknownHost": "https://collect.example/v1"}, UMBRELLA, "collect.example"),
        ({"metricsBy": "literal"}, {}, "203.0.113.7"),
        ({"metricsBy": "literal6"}, {}, "2001:db8::7"),
    ],
)
def test_somebody_is_told_who_should_not_be(
    tmp_path: Path, leaks: dict[str, Any], environment: dict[str, str], told: str
) -> None:
    trusting = {"trustsAnyone": True} if told[0] == "2" else {}
    found = watched(tmp_path, {**leaks, **trusting}, environment)
    assert told in hosts(found)


def test_a_request_before_the_settings_are_read_comes_first(tmp_path: Path) -> None:
    found = watched(tmp_path, {"early": True})
    hosts(found)
    assert found.asked[0] == f"POST {METRICS}/v1/rgstr"


def test_what_an_earlier_session_has_left_is_sent_though_it_was_switched_off(
    tmp_path: Path,
) -> None:
    left = {".claude/statsig/unsent.json": {"events": ["left over"]}}
    found = watched(tmp_path, {"leftOver": True}, NO_METRICS, settings=left)
    assert METRICS in hosts(found)
    assert "left over" in bodies(found, METRICS)


def forms(text: str) -> dict[str, str]:
    data = text.encode()
    return {
        "raw": json.dumps(text)[1:-1],
        "url": quote(text, safe="!'()*"),
        "hex": data.hex(),
        "base64": base64.b64encode(data).decode(),
        "base64-1": base64.b64encode(b"x" + data).decode(),
        "base64-2": base64.b64encode(b"xx" + data).decode(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def test_what_is_said_too_much_stands_in_the_body_in_every_form(tmp_path: Path) -> None:
    wanted = {
        "path": "canary_file.py",
        "prompt": "say hi",
        "output": "canary_output\n",
        "code": "2",
    }
    more = [{"what": what, "as": form} for what in wanted for form in forms("")]
    found = watched(tmp_path, {"inMetrics": more, "inErrors": more})
    hosts(found)
    for host in (METRICS, ERRORS):
        body = bodies(found, host)
        for text in wanted.values():
            for form, written in forms(text).items():
                assert written in body, (host, form, text)


def test_a_proxy_that_is_passed_by(tmp_path: Path) -> None:
    proxy = {"HTTPS_PROXY": "http://proxy.example:8888"}
    found = watched(tmp_path, {"errorsBy": "unproxied"}, proxy)
    hosts(found)
    assert {(one["host"], one["way"]) for one in found.http} == {
        (API, "proxy"),
        (METRICS, "proxy"),
        (ERRORS, "tls"),
    }


def test_something_is_sent_in_the_clear(tmp_path: Path) -> None:
    found = watched(tmp_path, {"metricsBy": "plain"})
    hosts(found)
    assert {one["way"] for one in found.http if one["host"] == METRICS} == {"plain"}


def test_something_is_sent_over_ipv6_only(tmp_path: Path) -> None:
    found = watched(tmp_path, {"metricsBy": "ipv6"})
    assert METRICS in hosts(found)
    assert all(":" in one["address"] for one in found.http if one["host"] == METRICS)


def test_a_child_sends(tmp_path: Path) -> None:
    found = watched(tmp_path, {"metricsBy": "child"})
    hosts(found)
    theirs = [one for one in found.http if one["host"] == METRICS]
    assert theirs
    assert all(one["above"][-1].startswith("node") and len(one["above"]) == 2 for one in theirs)
    assert not any(one["above"] for one in found.http if one["host"] == API)


def test_something_is_sent_to_a_port_of_its_own(tmp_path: Path) -> None:
    found = watched(tmp_path, {"metricsBy": "port"})
    hosts(found)
    (first, *_) = [one for one in found.kind("tcp") if one["port"] == 47123]
    assert first["name"] == METRICS


def test_something_is_sent_as_datagrams(tmp_path: Path) -> None:
    found = watched(tmp_path, {"metricsBy": "udp"})
    hosts(found)
    assert {(one["address"], one["port"]) for one in found.kind("udp")} == {("203.0.113.7", 8125)}
    # Whoever has closed the socket at once may be gone before anybody can look.
    assert {one["process"] for one in found.kind("udp")} <= {"node", ""}


@pytest.mark.parametrize(("trusts", "told"), [(False, set()), (True, {API, METRICS, ERRORS})])
def test_whoever_trusts_anyone_speaks_to_anyone(
    tmp_path: Path, *, trusts: bool, told: set[str]
) -> None:
    found = watched(tmp_path, {"trustsAnyone": trusts}, scene=Scene(trusted=False))
    assert found.whole
    assert {one["host"] for one in found.http} == told
    assert found.code == (0 if trusts else 1)
    assert {one["name"] for one in found.kind("refused")} == (
        {API, METRICS} if not trusts else set()
    )


@pytest.mark.parametrize(("how", "code"), [("killed", 137), ("early", 0)])
def test_who_ends_too_early_tells_nobody(tmp_path: Path, how: str, code: int) -> None:
    found = watched(tmp_path, {"exit": how})
    assert found.code == code
    assert f"POST {METRICS}/v1/initialize" in found.asked
    assert f"POST {METRICS}/v1/rgstr" not in found.asked
    assert ERRORS not in {one["host"] for one in found.http}


@pytest.mark.parametrize(
    ("leaks", "days", "stay"),
    [
        ({}, None, {"new"}),
        ({}, 60, {"new", "old"}),
        ({"keepsTranscripts": True}, None, {"new", "old", "older"}),
        ({"forgetsTranscripts": True}, None, set()),
    ],
)
def test_old_transcripts_go_in_time(
    tmp_path: Path, leaks: dict[str, Any], days: int | None, stay: set[str]
) -> None:
    folder = tmp_path / "home"
    transcripts = folder / ".claude" / "projects" / "some-project"
    transcripts.mkdir(parents=True)
    for name, age in (("new", 1), ("old", 31), ("older", 90)):
        (transcripts / f"{name}.jsonl").write_text("{}\n")
        then = time.time() - age * 24 * 60 * 60
        os.utime(transcripts / f"{name}.jsonl", (then, then))
    settings = {} if days is None else {".claude/settings.json": {"cleanupPeriodDays": days}}
    hosts(watched(folder, leaks, settings=settings))
    assert {path.stem for path in transcripts.iterdir()} == stay


def test_a_session_is_taken_up_again(tmp_path: Path) -> None:
    first = watched(tmp_path / "home", scene=Scene(answers=({"text": "hi there"},)))
    hosts(first)
    shutil.rmtree(first.folder)
    shutil.rmtree(tmp_path / "home" / "package")
    (tmp_path / "home" / "project" / "canary_file.py").unlink()
    (tmp_path / "home" / "project").rmdir()
    words = ("--continue", "-p", "go on")
    scene = Scene(answers=({"text": "not this"}, {"text": "hi there"}))
    again = watched(tmp_path / "home", {}, {}, *words, scene=scene)
    hosts(again)
    assert "say hi" in bodies(again, API)


@pytest.mark.parametrize(
    ("leaks", "environment", "sent"),
    [
        ({}, {}, True),
        ({}, {"DISABLE_BUG_COMMAND": "1"}, False),
        ({}, BEDROCK, False),
        ({"bugAlways": True}, {"DISABLE_BUG_COMMAND": "1"}, True),
        ({"bugUnconfirmed": True}, {}, True),
    ],
)
def test_a_bug_is_reported_from_the_terminal(
    tmp_path: Path, leaks: dict[str, Any], environment: dict[str, str], *, sent: bool
) -> None:
    keys = (
        "say hi",
        "/bug",
        "it is broken",
        *([""] if "bugUnconfirmed" not in leaks else []),
        "/exit",
    )
    found = watched(tmp_path, leaks, environment, "--interactive", keys=keys)
    hosts(found)
    reports = [one for one in found.http if one["path"] == "/api/claude_cli_feedback"]
    assert len(reports) == sent
    assert ("Thank you" in found.output) == sent
    assert ("Unknown slash command: bug" in found.output) != sent
    assert all("it is broken" in one["body"] and "hi there" in one["body"] for one in reports)
