"""Each planted leak of the stand-in, through the seal and the observer to the answer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sealing import needed

from datausage.oracle.questions import QUESTIONS
from datausage.targets.client.meeting import meet
from datausage.targets.outcome import Fault
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.targets.client.calling import ClientCaller
    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene
    from datausage.targets.outcome import Outcome

STAND_IN = Path(__file__).with_name("stand_in")
CLOCK = datetime(2026, 3, 1, tzinfo=UTC)
NO_METRICS = {"DISABLE_TELEMETRY": "1"}
UMBRELLA = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}
BEDROCK = {"CLAUDE_CODE_USE_BEDROCK": "1"}
PROXY = {"HTTPS_PROXY": "http://127.0.0.1:3128"}
FORGETFUL = {"terminalForgets": True}
IGNORED = {"optOutIgnored": ["metrics"]}


@pytest.fixture(autouse=True)
def sealing() -> None:
    needed()
    if shutil.which("node") is None:
        pytest.skip("there is no node here: leaks are NOT tested")


def traffic(environment: Mapping[str, str], settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"environment": environment, "settings": settings, "service": "metrics"}


def protected() -> dict[str, Any]:
    return {"channel": "metrics", "state": "in-transit", "venue": "local"}


def cached() -> dict[str, Any]:
    old = CLOCK - timedelta(days=40)
    times = {"created": old, "last_activity": old, "clock": CLOCK}
    return {"account": None, "configured_days": None, **times}


def client(folder: Path, leaks: Mapping[str, Any]) -> ClientCaller:
    package = folder / "client"
    shutil.copytree(STAND_IN, package)
    (package / "leaks.json").write_text(json.dumps(leaks), "utf-8")
    return meet(str(package)).caller


def asked(caller: ClientCaller, question: str, given: Mapping[str, Any]) -> Outcome:
    (outcome,) = caller.ask(question, [partial(dict, given)])
    return outcome


FILED = {"env": {"DISABLE_TELEMETRY": "1"}}
SERVED = {"environment": BEDROCK, "settings": {}}
OFF = (
    traffic(NO_METRICS, {}),
    traffic(UMBRELLA, {}),
    traffic(BEDROCK, {}),
    traffic({}, FILED),
    traffic({**NO_METRICS, **PROXY}, {}),
)


def test_as_it_stands_everything_is_as_it_should_be(tmp_path: Path) -> None:
    caller = client(tmp_path, {})
    assert [asked(caller, "traffic", given).answer for given in OFF] == ["off"] * len(OFF)
    assert asked(caller, "traffic", traffic({}, {})).answer == "on"
    assert asked(caller, "protection", protected()).answer == "tls"
    assert asked(caller, "local_cache", cached()).answer == "gone"
    assert caller.strangers() == []
    assert caller.beyond() == []


LEAKS: Mapping[str, tuple[Mapping[str, Any], str, Mapping[str, Any], str]] = {
    "an opt-out overlooked in the project": ({"overlooked": "project"}, "traffic", OFF[3], "on"),
    "an opt-out overlooked in the environment": (
        {"overlooked": "process"},
        "traffic",
        OFF[0],
        "on",
    ),
    "a request before settings are read": ({"early": True}, "traffic", OFF[1], "on"),
    "an opt-out that a user at a terminal has not": (FORGETFUL, "traffic", OFF[0], "on"),
    "a provider that a user at a terminal has not": (FORGETFUL, "provider", SERVED, "claude-api"),
    "a flush after opt-out": ({"late": True}, "traffic", OFF[1], "on"),
    "the provider ignored": ({"providerIgnored": ["metrics"]}, "traffic", OFF[2], "on"),
    "past the proxy": ({**IGNORED, "metricsBy": "unproxied"}, "traffic", OFF[4], "on"),
    "IPv6 only": ({**IGNORED, "metricsBy": "ipv6"}, "traffic", OFF[0], "on"),
    "by a child": ({**IGNORED, "metricsBy": "child"}, "traffic", OFF[0], "on"),
    "in the clear": ({"metricsBy": "plain"}, "protection", protected(), "none"),
    "anybody is trusted": ({"trustsAnyone": True}, "protection", protected(), "other-encryption"),
    "transcripts are kept": ({"keepsTranscripts": True}, "local_cache", cached(), "held"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_shows_in_the_answer(name: str, tmp_path: Path) -> None:
    leaks, question, given, answer = LEAKS[name]
    outcome = asked(client(tmp_path, leaks), question, given)
    assert (outcome.answer, outcome.fault) == (answer, None), outcome.detail


def test_what_is_handed_on_at_a_terminal_counts_where_it_differs(tmp_path: Path) -> None:
    given = {"environment": NO_METRICS, "settings": {}}
    kept = asked(client(tmp_path / "clean", {}), "environment", given)
    assert kept.answer["environment"] == NO_METRICS, kept.detail
    lost = asked(client(tmp_path / "leaky", FORGETFUL), "environment", given)
    assert (lost.answer["environment"], lost.answer["seen"]) == ({}, "at a terminal"), lost.detail


@pytest.mark.parametrize(
    ("leaks", "told"),
    [
        ({"unknownHost": "https://collect.example/v1"}, "POST collect.example/v1 (tls, "),
        ({"metricsBy": "literal", "trustsAnyone": True}, "203.0.113.7"),
    ],
)
def test_a_destination_that_nobody_knows_is_told(
    leaks: Mapping[str, Any], told: str, tmp_path: Path
) -> None:
    caller = client(tmp_path, leaks)
    asked(caller, "traffic", traffic({}, {}))
    assert any(told in words for _, words in caller.strangers()), caller.strangers()


def test_a_client_that_loses_what_it_is_to_send_is_not_said_to_send_nothing(
    tmp_path: Path,
) -> None:
    given = {**traffic({"DISABLE_ERROR_REPORTING": "1"}, {}), "service": "error-reports"}
    outcome = asked(client(tmp_path, {"exit": "early"}), "traffic", given)
    assert outcome.fault is Fault.UNSEEN
    assert outcome.detail == "nothing of error-reports is seen with nothing set, either"


@pytest.mark.parametrize(
    ("added", "aspect"),
    [
        ({"what": "path", "as": "raw"}, "paths"),
        ({"what": "code", "as": "base64-1"}, "code"),
        ({"what": "prompt", "as": "url"}, "conversation"),
    ],
)
def test_what_is_added_to_metrics_is_found(
    added: Mapping[str, str], aspect: str, tmp_path: Path
) -> None:
    question, space = QUESTIONS["metrics_event"], SPACES["metrics_event"]
    situation = space.situation(Universe(space).plainest)
    given = {name: getattr(situation, name) for name in question.arguments}
    clean = asked(client(tmp_path / "clean", {}), "metrics_event", given)
    assert clean.fault is None, clean.detail
    assert set(question.observe(situation, clean.answer).values()) == {"absent"}
    leaky = asked(client(tmp_path / "leaky", {"inMetrics": [added]}), "metrics_event", given)
    assert leaky.fault is None, leaky.detail
    assert question.observe(situation, leaky.answer)[aspect] == "present"


def hurried(caller: ClientCaller, seconds: float) -> list[float]:
    """Let no run take longer; return how long each one took, in the order of their ends."""
    taken: list[float] = []
    observe = caller._observe

    def watched(scene: Scene) -> Observation:
        seen = observe(replace(scene, seconds=min(scene.seconds, seconds)))
        taken.append(seen.seconds)
        return seen

    caller._observe = watched
    return taken


@pytest.mark.parametrize("delay", [20, 250, 2_000])
@pytest.mark.parametrize(("late", "answer"), [(False, "off"), (True, "on")])
def test_on_a_slow_disk_an_answer_is_right_or_there_is_none(
    delay: int, late: bool, answer: str, tmp_path: Path
) -> None:
    caller = client(tmp_path, {"slowDisk": delay, "late": late})
    taken = hurried(caller, 8)
    found = asked(caller, "traffic", OFF[1])
    if found.fault is None:
        assert found.answer == answer
    else:
        assert found.fault is Fault.UNSEEN
        assert "the run shows nothing" in found.detail
    assert max(taken) > 3 * delay / 1000
    assert (found.fault is None) is (delay < 1_000), found.detail


WRITING = """
import os, sys
file = f"{sys.argv[1]}/{os.getpid()}"
while True:
    with open(file, "wb") as opened:
        for _ in range(64):
            opened.write(bytes(2**16))
            opened.flush()
            os.fsync(opened.fileno())
"""


@pytest.fixture
def busy_disk() -> Iterator[None]:
    """Have programs write all the time to the disk on which runs are made, ours and the client."""
    with tempfile.TemporaryDirectory() as folder:
        writing = [subprocess.Popen([sys.executable, "-c", WRITING, folder]) for _ in range(4)]
        yield
        assert [one.poll() for one in writing] == [None] * len(writing)
        for one in writing:
            one.kill()
            one.wait()


@pytest.mark.usefixtures("busy_disk")
@pytest.mark.parametrize(("late", "answer"), [(False, "off"), (True, "on")])
def test_while_others_keep_the_disk_busy_an_answer_is_right_or_there_is_none(
    late: bool, answer: str, tmp_path: Path
) -> None:
    found = asked(client(tmp_path, {"late": late}), "traffic", OFF[1])
    assert found.fault is Fault.UNSEEN or (found.fault, found.answer) == (None, answer)
