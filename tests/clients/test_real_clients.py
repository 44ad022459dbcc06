"""The published client, as it is installed where DATAUSAGE_CLIENTS says, behind the seal.

What was seen here once is expected again: of a version that is published nothing changes any more.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.client.meeting import Met, meet

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDERS = [Path(one) for one in os.environ.get("DATAUSAGE_CLIENTS", "").split(":") if one]
BEDROCK, VERTEX = {"CLAUDE_CODE_USE_BEDROCK": "1"}, {"CLAUDE_CODE_USE_VERTEX": "1"}
SITUATIONS: Mapping[str, Mapping[str, str]] = {
    "nothing set": {},
    "metrics off": {"DISABLE_TELEMETRY": "1"},
    "error reports off": {"DISABLE_ERROR_REPORTING": "1"},
    "bug command off": {"DISABLE_BUG_COMMAND": "1"},
    "all off": {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"},
    "Bedrock": BEDROCK,
    "Bedrock, metrics off": {**BEDROCK, "DISABLE_TELEMETRY": "1"},
    "Vertex": VERTEX,
    "Vertex, metrics off": {**VERTEX, "DISABLE_TELEMETRY": "1"},
}
TABLE = {
    "nothing set": ("on", "on", "on"),
    "metrics off": ("off", "on", "on"),
    "error reports off": ("on", "off", "on"),
    "bug command off": ("on", "on", "off"),
    "all off": ("off", "off", "off"),
    "Bedrock": ("off", "off", "off"),
    "Bedrock, metrics off": ("off", "off", "off"),
    "Vertex": ("off", "off", "off"),
    "Vertex, metrics off": ("off", "off", "off"),
}
"""What 2.0.30 does: metrics, error reports, bug reports."""
SERVICES = ("metrics", "error-reports", "bug-reports")
REPEATS = 20

pytestmark = pytest.mark.skipif(
    not FOLDERS, reason="DATAUSAGE_CLIENTS names no folder: the real client is NOT tested"
)


def of(version: str) -> Met:
    """Return a version of the client; fail where it is not there."""
    (folder,) = [folder for folder in FOLDERS if folder.name == version]
    met = meet(str(folder))
    assert met.description.version == version
    return met


def asked(met: Met, question: str, *given: Mapping[str, Any]) -> list[object]:
    """Return the answers to a question; fail where one of them was none."""
    outcomes = met.caller.ask(question, [partial(dict, one) for one in given])
    assert [one.detail for one in outcomes if one.fault] == []
    return [one.answer for one in outcomes]


def test_the_version_of_the_time_of_the_page_does_what_was_seen_before() -> None:
    met = of("2.0.30")
    seen: dict[str, tuple[object, ...]] = {}
    for name, environment in SITUATIONS.items():
        given = [{"environment": environment, "settings": {}, "service": one} for one in SERVICES]
        seen[name] = tuple(asked(met, "traffic", *given))
    assert seen == TABLE
    assert met.caller.strangers() == []


@pytest.mark.parametrize("version", ["2.0.30", "2.1.330"])
def test_who_serves_is_seen(version: str) -> None:
    met = of(version)
    given = [{"environment": one, "settings": {}} for one in ({}, BEDROCK, VERTEX)]
    assert asked(met, "provider", *given) == ["claude-api", "bedrock", "vertex"]


def test_one_situation_is_answered_alike_twenty_times() -> None:
    given = {"environment": {"DISABLE_TELEMETRY": "1"}, "settings": {}}
    answers = set()
    for _ in range(math.ceil(REPEATS / 3)):
        # Three runs each: a new session, one that is resumed, and one at a terminal.
        met = of("2.0.30")
        one, other = ({**given, "service": service} for service in SERVICES[:2])
        answers.add((*asked(met, "traffic", one, other), *asked(met, "provider", given)))
    assert answers == {("off", "on", "claude-api")}


VIOLATED: Mapping[str, set[str]] = {
    "2.0.30": set(),
    "2.1.330": set(),
}
"""What each version was seen to do otherwise than the page says; see docs/clients."""


@pytest.mark.parametrize("version", VIOLATED)
def test_a_whole_run_comes_to_an_end_and_finds_what_was_found_before(
    version: str, tmp_path: Path
) -> None:
    (folder,) = [folder for folder in FOLDERS if folder.name == version]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0"]
    done = subprocess.run(
        [*command, "--target=claude-code", f"--client={folder}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    told = " ".join(done.stdout.split())
    assert done.returncode == (1 if VIOLATED[version] else 0), told
    assert "could not be checked" not in told
    assert "Unclassified traffic" not in told
    if version == "2.0.30":
        # The managed settings are read after the first requests.
        assert "Beyond the page" in told
        assert "with the settings in /etc/claude-code/managed-settings.json" in told
    words = told.split()
    found = {words[n - 2] for n, word in enumerate(words) if word == "violated," and n > 1}
    assert {rule for rule in found if not rule.startswith(("agrees-", "consistent-"))} == (
        VIOLATED[version]
    )
