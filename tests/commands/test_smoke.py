"""``datausage smoke``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.serving import example
from tests.targets.client.seeing import MadeUp

from datausage.cli import main
from datausage.targets.client import meeting, seal
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.services import services
from datausage.targets.client.staging import OFFERED
from datausage.targets.description import Description

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize(
    "target", [f"cmd:{sys.executable} '{EXAMPLES / 'target.py'}'", str(EXAMPLES / "target.py")]
)
def test_what_is_offered_and_what_is_missing_is_told(
    target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if target.startswith("cmd:"):
        assert main(["smoke", target]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "The suite is in place" in said
        assert "Target: our launcher 4.2" in said
        assert "Offered: protection, provider, traffic Not offered: selection, training," in said
        assert "Every question offered was answered in its form." in said
    else:
        # The same file as a module: its describe is that of the wire.
        assert main(["smoke", target]) == 2


def test_a_module_is_tried_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "datausage.examples.gateway:Gateway"]) == 0
    assert "Offered: provider, traffic" in capsys.readouterr().out


def test_what_is_wrong_is_told_before_anything_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (EXAMPLES / "target.sh").read_text("utf-8").replace('"tls"', '"\\\\u001b[2Jrot"')
    (tmp_path / "wrong.sh").write_text(script, "utf-8")
    assert main(["smoke", f"cmd:sh '{tmp_path}/wrong.sh'"]) == 1
    said = capsys.readouterr().out
    assert "protection: the answer is" in said
    assert "Something is wrong." in said
    assert "\x1b" not in said


def test_a_target_that_cannot_be_reached_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "cmd:no-such-program"]) == 2
    assert "there is no program" in " ".join(capsys.readouterr().err.split())


def test_a_server_is_tried_too(capsys: pytest.CaptureFixture[str]) -> None:
    with example() as address:
        assert main(["smoke", address]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Target: our gateway (no version)" in said
    assert "Offered: protection, provider Not offered: selection, training," in said
    assert "Every question offered was answered in its form." in said


def test_a_server_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "http://127.0.0.1:9/"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "no connection to http://127.0.0.1:9" in said
    assert said.endswith("is it running?")


def test_a_package_that_is_missing_is_named() -> None:
    code = """
import sys
sys.modules["urllib3"] = None
from datausage.cli import main
sys.exit(main(["smoke", "http://127.0.0.1:9/"]))
"""
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    told = " ".join(result.stderr.split())
    assert "needs the package urllib3" in told
    assert told.endswith("install the extra http, as in pip install '/path/to/datausage[http]'")


@pytest.mark.parametrize(
    ("text", "options", "code", "said"),
    [
        ("exec claude", (), 0, "Offered: environment Not offered: selection,"),
        ("exec our-client", ("--child=our-client",), 0, "Every question offered was answered"),
        (
            "exec our-client",
            (),
            1,
            "name: --child); it ended with exit code 127; on standard error: ",
        ),
        ("sleep 100", ("--call-timeout=0.5",), 1, "environment: timed-out: it still ran after 0.5"),
    ],
)
def test_a_launcher_is_tried_and_what_is_missing_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    text: str,
    options: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    launcher = tmp_path / "launcher"
    launcher.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    launcher.chmod(0o755)
    assert main(["smoke", f"exec:{launcher}", *options]) == code
    out = " ".join(capsys.readouterr().out.split())
    assert "Target: launcher (no version)" in out
    assert said in out


def test_a_launcher_that_cannot_be_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "launcher").write_text("#!/bin/sh\n", "utf-8")
    assert main(["smoke", f"exec:{tmp_path}/launcher"]) == 2
    assert "is not executable; run chmod +x" in " ".join(capsys.readouterr().err.split())
    assert main(["smoke", "exec:sh", "--child=a/b"]) == 2
    assert "--child=a/b: write the name under which" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("cmd:./mine.sh", "./mine.sh is not executable; run chmod +x on it"),
        ("cmd:mine.sh", 'write cmd:./mine.sh, or name what runs it, as in "cmd:sh mine.sh"'),
        ("mine.sh", "write cmd:./mine.sh for a program that answers questions, or exec:./mine.sh"),
        (
            "./mine.sh",
            "write cmd:./mine.sh for a program that answers questions, or exec:./mine.sh",
        ),
        ("localhost:8147", "write http://localhost:8147"),
        ("127.0.0.1:8147/ask", "write http://127.0.0.1:8147/ask"),
        ("cmd:true", 'quote the whole target, as in "cmd:true FILE"'),
    ],
)
def test_what_was_probably_meant_is_told(
    target: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.sh").write_text("#!/bin/sh\n", "utf-8")
    assert main(["smoke", target]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_forgotten_quotes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smoke", "cmd:python", "target.py"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert 'quote the whole of it, as in "cmd:python target.py"' in said


@pytest.mark.parametrize("scheme", ["exec", "cmd"])
@pytest.mark.parametrize(
    ("first", "said"),
    [
        (b"#!/bin/sh\r\n", "ends with a carriage return (CRLF)"),
        (b"#!/no/such/shell\n", "names /no/such/shell, which is not there"),
        (b"#!/usr/bin/env no-such-shell\n", "names no-such-shell, which is not on PATH"),
    ],
    ids=["crlf", "missing", "env"],
)
def test_a_first_line_that_starts_nothing_is_told(
    scheme: str, first: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_bytes(first + b"exit 0\n")
    (tmp_path / "mine").chmod(0o755)
    assert main(["smoke", f"{scheme}:{tmp_path}/mine"]) == 2
    assert f"mine cannot be started: its first line {said}" in _unwrapped(capsys)


def _unwrapped(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())


def test_the_client_is_asked_what_can_be_seen_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the plainest situation of most questions nothing can be seen from outside."""
    caller = ClientCaller(MadeUp(), services("2.0.30"))
    met = meeting.Met(caller, OFFERED, Description(meeting.NAME, "2.0.30"), ("a note",))
    monkeypatch.setattr(meeting, "meet", lambda *_: met)
    assert main(["smoke", "claude-code"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Target: claude-code 2.0.30 a note Offered: survey_record, local_cache" in said
    assert "Every question offered was answered in its form." in said
    assert "unseen" not in said
    assert caller.runs <= 2 * len(OFFERED)


def test_why_the_client_offers_nothing_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "here", lambda: seal.Seal(lacking="there is no network here"))
    assert main(["smoke", "claude-code"]) == 2
    captured = capsys.readouterr()
    why = "the client is not run, and nothing is offered: there is no network here"
    assert why in " ".join(captured.out.split())
    assert "nothing is offered, and so nothing can be asked" in " ".join(captured.err.split())
