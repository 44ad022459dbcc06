"""Targets behind HTTP, judged as a team would judge them; and hostile ones of either kind."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from tests.serving import example

from datausage.evidence.opening import contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Host

SECRET = "s3cret.t0ken"  # noqa: S105 - it opens nothing


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with example() as address:
        yield address


def test_the_example_conforms_in_all_that_it_offers(guest: Host, address: str) -> None:
    result = guest.run(f"--target={address}", "--effort=quick")
    text = result.stdout.str()
    assert result.ret == 0, text
    assert "Questions in agreement with the reference: 2 of 2" in text


def test_workers_ask_the_same_server(guest: Host, address: str) -> None:
    result = guest.run(f"--target={address}", "--effort=quick", "--part=data-flow", "-n2")
    assert result.ret == 0, result.stdout.str()


def test_a_token_lets_in_and_is_shown_nowhere(guest: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("--effort=quick", "--part=data-flow", "--evidence=kept", "-l", "-vv", "-rA")
    with example(OUR_TOKEN=SECRET) as address:
        closed = guest.run(f"--target={address}", *options)
        assert closed.ret == 4
        told = " ".join(closed.stderr.str().split())
        assert "did not say what it offers (refused): it answered with status 401; set DATA" in told
        monkeypatch.setenv("DATAUSAGE_TARGET_TOKEN", SECRET)
        open_ = guest.run(f"--target={address}", *options, "--full-trace")
    assert open_.ret == 0, open_.stdout.str()
    assert SECRET not in closed.stdout.str() + closed.stderr.str()
    assert SECRET not in open_.stdout.str() + open_.stderr.str()
    for name, data in contents(guest.pytester.path / "kept").items():
        assert SECRET.encode() not in data, name


def test_a_server_that_is_not_there_is_refused_in_one_clear_line(guest: Host) -> None:
    result = guest.run("--target=http://127.0.0.1:9/", "--effort=quick")
    assert result.ret == 4
    told = " ".join(result.stderr.str().split())
    assert "(unreachable): no connection to http://127.0.0.1:9" in told
    assert "is it running?" in told


def test_a_password_in_the_address_is_not_repeated(guest: Host) -> None:
    result = guest.run("--target=http://me:s3cret@127.0.0.1:9/", "--effort=quick")
    assert result.ret == 4
    assert "s3cret" not in result.stdout.str() + result.stderr.str()


# --- hostile ones

HOSTILE = r"""
    import json, sys
    EVIL = "\x1b[2J\x1b]0;owned\x07\u202e<script>alert(1)</script>|`x`\r\n::error::x"
    CONTRACT = {"contract": 1, "questions": ["protection"], "name": EVIL, "version": EVIL}

    def respond(line):
        request = json.loads(line)
        number, situation = request["id"], request["situation"]
        if request["question"] == "describe":
            return json.dumps({"id": number, "answer": CONTRACT})
        if situation["channel"] == "metrics":
            return json.dumps({"id": number, "error": EVIL})
        if situation["channel"] == "surveys" and situation["state"] == "at-rest":
            return json.dumps({"id": number, "answer": EVIL})
        if situation["channel"] == "bug-reports":
            return json.dumps({"id": number, EVIL: "x"})
        return json.dumps({"id": number, "answer": "tls"})
"""
PIPE = """
    for line in sys.stdin:
        print(EVIL, flush=True)
        print(respond(line), flush=True)
"""
SERVER = """
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            lines = self.rfile.read(int(self.headers["Content-Length"])).splitlines()
            body = "".join(respond(line) + "\\n" for line in lines).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    print(server.server_port, flush=True)
    server.serve_forever()
"""


@pytest.fixture(params=["cmd", "http"])
def hostile(request: pytest.FixtureRequest, guest: Host) -> Iterator[str]:
    """Provide a target that puts control sequences and markup into everything that it says."""
    ending = PIPE if request.param == "cmd" else SERVER
    guest.write("hostile.py", dedent(HOSTILE) + dedent(ending))
    command = [sys.executable, str(guest.pytester.path / "hostile.py")]
    if request.param == "cmd":
        yield f"--target=cmd:{shlex.join(command)}"
        return
    quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=quiet) as process:
        try:
            assert process.stdout is not None
            yield f"--target=http://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.kill()


def test_nothing_that_a_target_says_is_shown_as_it_is(guest: Host, hostile: str) -> None:
    result = guest.run(hostile, "--effort=quick", "--part=data-flow", "--evidence=kept", "-v")
    shown = result.stdout.str() + result.stderr.str()
    for sign in ("\x1b", "\x07", "\u202e", "\r"):
        assert sign not in shown
    assert not any(line.startswith("::") for line in shown.splitlines())
    kept = contents(guest.pytester.path / "kept")
    if not kept:
        assert result.ret == 4, shown
        return
    for name, data in kept.items():
        assert b"\x1b[2J" not in data, name
        if name.endswith(".html"):
            assert b"<script>alert(1)" not in data, name


def test_a_target_that_fails_here_and_there_is_judged_everywhere_else(guest: Host) -> None:
    script = dedent(HOSTILE) + dedent(PIPE)
    guest.write("patchy.py", script.replace('answer": EVIL', 'answer": "tls"'))
    command = shlex.join([sys.executable, "patchy.py"])
    result = guest.run(f"--target=cmd:{command}", "--effort=quick", "--part=data-flow")
    text = " ".join(result.stdout.str().split())
    assert result.ret == 1
    assert "errored in 8 of these situations (raised: [2J]0;owned<script>alert(1)" in text
    assert "Found in 9 of 16 situations judged." in text
    assert "flow-transit-tls" not in text


# --- many processes


def test_one_process_and_two_write_the_same_bytes(
    guest: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763805600")
    for name in ("CI", "GITHUB_SHA", "GITHUB_REF"):
        monkeypatch.delenv(name, raising=False)
    guest.write("patchy.py", dedent(HOSTILE).replace("EVIL, ", '"x", ') + dedent(PIPE))
    command = shlex.join([sys.executable, "patchy.py"])
    plugin = ("-p", "no:datausage", "-p", "datausage.plugin", "-p", "no:cacheprovider")
    options = (f"--target=cmd:{command}", "--effort=quick", "--part=data-flow")
    for processes in ("0", "2"):
        evidence = ("-n", processes, f"--evidence=kept-{processes}")
        guest.pytester.run(sys.executable, "-m", "pytest", *plugin, *options, *evidence)
    alone, spread = (contents(guest.pytester.path / f"kept-{number}") for number in "02")
    assert alone == spread
    assert json.loads(alone["record.json"])["complete"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has started whom")
@pytest.mark.parametrize("workers", [(), ("-n2",)], ids=["alone", "workers"])
def test_a_run_that_is_killed_leaves_nothing_behind(guest: Host, workers: tuple[str, ...]) -> None:
    guest.write(
        "hanging.py",
        """
        import json, os, subprocess, sys, time
        CONTRACT = {"contract": 1, "questions": ["protection"]}
        for line in sys.stdin:
            request = json.loads(line)
            answer = CONTRACT if request["question"] == "describe" else "tls"
            if answer == CONTRACT or sys.argv[1] not in os.environ:
                print(json.dumps({"id": request["id"], "answer": answer}), flush=True)
                continue
            for command in ["sleep", "300"], ["sh", "-c", "sleep 300 & exec sleep 300"]:
                subprocess.Popen(command, start_new_session=True)
            open("asked", "w").close()
            time.sleep(300)
        """,
    )
    # The workers of pytest-xdist hang, and where there are none, who asks.
    where = "PYTEST_XDIST_WORKER" if workers else "PATH"
    target = shlex.join([sys.executable, "hanging.py", where])
    plugin = ("-p", "no:datausage", "-p", "datausage.plugin", "-p", "no:cacheprovider")
    options = (f"--target=cmd:{target}", "--effort=quick", "--call-timeout=60", *workers)
    command = [sys.executable, "-m", "pytest", *plugin, *options]
    place = guest.pytester.path
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=place, stdout=quiet, stderr=quiet) as run:
        assert _comes((place / "asked").exists)
        assert len(_in(place)) >= 5
        run.kill()
    assert _comes(lambda: not _in(place)), _in(place)


def _comes(what: Callable[[], object]) -> bool:
    """Say whether something comes about in time."""
    for _ in range(300):
        if what():
            return True
        time.sleep(0.1)
    return False


def _in(place: Path) -> list[str]:
    """Return the other processes whose current folder is this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(process.name) != os.getpid() and (process / "cwd").readlink() == place:
                found.append((process / "cmdline").read_text("utf-8"))
    return found
