"""The real client, judged as a team would judge it; a stand-in takes its place."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datausage.evidence.checking import check
from datausage.evidence.opening import contents
from datausage.targets.client import seal

if TYPE_CHECKING:
    from conftest import Host

STAND_IN = Path(__file__).resolve().parents[1] / "targets" / "client" / "stand_in"
TARGET = "--target=claude-code"
PROVIDER = "provider-claude-api"


@pytest.fixture
def sealing() -> None:
    """Skip, or fail where it is required, if this machine seals off nothing."""
    lacking = seal.here().lacking or ("" if shutil.which("node") else "there is no node here")
    if lacking and os.environ.get("DATAUSAGE_SEAL") == "required":
        pytest.fail(f"{lacking}: the client as a target is NOT tested")
    if lacking:
        pytest.skip(f"{lacking}: the client as a target is NOT tested")


def client(guest: Host, name: str = "client", **leaks: object) -> str:
    """Return the option that names a stand-in that is wrong in this way."""
    package = guest.pytester.path / name
    shutil.copytree(STAND_IN, package)
    (package / "leaks.json").write_text(json.dumps(leaks), "utf-8")
    return f"--client={name}"


@pytest.mark.usefixtures("sealing")
def test_a_client_that_does_what_the_page_says_conforms(guest: Host) -> None:
    rules = "metrics-opt-out or metrics-default"
    result = guest.run(TARGET, client(guest), "--calls=8", "-m", rules)
    text = " ".join(result.stdout.str().split())
    assert result.ret == 0, text
    assert "target claude-code edition 2025-10-27, effort standard, 8 calls" in text
    assert "SHA-256" in text
    assert "The target was run 8 times." in text
    assert "claude-code: 8 of 8 runs" in text
    version = json.loads((STAND_IN / "package.json").read_text("utf-8"))["version"]
    assert f"datausage: client {version}, {str(guest.pytester.path)[:20]}" in text


@pytest.mark.usefixtures("sealing")
def test_a_leak_is_found_with_the_place_and_can_be_replayed(guest: Host) -> None:
    leaky = client(guest, overlooked="project")
    found = guest.run(TARGET, leaky, "--calls=1", "-m", "settings-count", "-k", "TELEMETRY")
    text = " ".join(found.stdout.str().split())
    assert found.ret == 1
    assert "settings-count is violated, and data is exposed" in text
    assert (
        "with the settings in .claude/settings.json, resumed: POST statsig.anthropic.com/v1/"
        in text
    )
    again = next(line for line in found.outlines if "--replay=settings-count" in line)
    assert leaky in again
    result = guest.run(*again.split()[1:])
    assert result.ret == 1
    assert "with the settings in .claude/settings.json" in " ".join(result.stdout.str().split())


@pytest.mark.usefixtures("sealing")
def test_unclassified_traffic_fails_the_run_though_no_rule_is_broken(guest: Host) -> None:
    leaky = client(guest, unknownHost="https://collector.example/v1")
    result = guest.run(TARGET, leaky, "--calls=1", "-m", "provider-claude-api")
    text = " ".join(result.stdout.str().split())
    assert result.ret == 1
    assert "1 passed" in text
    assert "Unclassified traffic" in text
    assert "collector.example" in text


@pytest.mark.usefixtures("sealing")
def test_a_client_that_ends_before_it_has_sent_what_it_has_does_not_pass(guest: Host) -> None:
    broken = client(guest, exit="killed")
    result = guest.run(TARGET, broken, "--calls=1", "-m", "metrics-opt-out")
    text = " ".join(result.stdout.str().split())
    assert result.ret == 1
    assert "metrics-opt-out could not be checked" in text
    assert "the client did not end well" in text


@pytest.mark.usefixtures("sealing")
def test_two_versions_are_judged_side_by_side(guest: Host) -> None:
    """Each is called by the last part of its path, wherever it is spoken of."""
    one, other = client(guest, "a/one"), client(guest, "b/other", optOutIgnored=["metrics"])
    result = guest.run(TARGET, one, other, "--calls=1", "-m", "metrics-opt-out")
    text = " ".join(result.stdout.str().split())
    assert result.ret == 1
    assert "policy@one/08-telemetry.feature::metrics-opt-out" not in text.partition("FAILED")[2]
    assert "policy@other/08-telemetry.feature::metrics-opt-out" in text
    assert "traffic: they differ where DISABLE_TELEMETRY = 1" in text
    assert "_ other: metrics-opt-out / metrics are off once opted out of _" in text
    assert text.count("claude-code, called other below") == 2


def test_a_machine_that_cannot_seal_offers_nothing_and_nothing_passes(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = f"this machine allows no namespaces here ({'x' * 200}); start it with --privileged"
    monkeypatch.setattr(seal, "here", lambda: seal.Seal(lacking=why))
    plugin = ("-p", "no:datausage", "-p", "datausage.plugin", TARGET)
    words = (f"--client={STAND_IN}", "--evidence=evidence", "-m", "metrics-opt-out")
    result = guest.pytester.runpytest_inprocess(*plugin, *words)
    text = " ".join(result.stdout.str().replace("x\n  x", "xx").split())
    assert check(contents(guest.pytester.path / "evidence")).wrong == ()
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert f"the client is not run, and nothing is offered: {why}" in text
    assert "passed" not in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((TARGET, "--client=nowhere"), "--client=nowhere: there is nothing"),
        ((TARGET, "--client="), "--client=: name the package folder of a client, or its program"),
        ((TARGET, "--client=empty"), "--client=empty: this is not the client"),
        (("--target=launcher", "--client=x"), "--client=x: only the target claude-code runs"),
        ((TARGET, f"--client={STAND_IN}", "-n2"), "-n: the target claude-code has several runs"),
    ],
)
def test_what_cannot_be_run_is_refused_in_the_words_of_the_user(
    words: tuple[str, ...], told: str, guest: Host
) -> None:
    (guest.pytester.path / "empty").mkdir()
    result = guest.run(*words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in " ".join(result.stderr.str().split())


@pytest.mark.usefixtures("sealing")
def test_a_cache_that_is_no_folder_is_refused_by_its_own_option(guest: Host) -> None:
    (guest.pytester.path / "file").write_text("", "utf-8")
    result = guest.run(TARGET, f"--client={STAND_IN}", "--client-cache=file")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "/file: no runs can be kept there: " in " ".join(result.stderr.str().split())


@pytest.mark.usefixtures("sealing")
@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_cache_into_which_others_can_write_is_refused(guest: Host, mode: int) -> None:
    folder = guest.pytester.path / "runs"
    folder.mkdir()
    folder.chmod(mode)
    result = guest.run(TARGET, f"--client={STAND_IN}", "--client-cache=runs")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "runs: others can write there, and so could" in " ".join(result.stderr.str().split())
    folder.chmod(0o755)
    result = guest.run(TARGET, client(guest), "--client-cache=runs", "--calls=1", "-m", PROVIDER)
    assert result.ret == 0
    assert list(folder.iterdir())
