"""Failures found on one machine are asked first on another one, through a real Redis server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from datausage.grading import tokens
from datausage.grading.remembering import Remembered
from datausage.session.database import forgiving, hidden
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Host

PASSWORD = "s3cret-of-the-team"  # noqa: S105 - of a server that lives for these tests
# Wrong in one situation that neither a quick nor a standard run asks about by itself.
RARE = """
    from datausage.examples.faithful import traffic as right

    class Target:
        def traffic(self, environment, settings, service):
            found = right(environment, settings, service)
            rare = environment.get("DISABLE_TELEMETRY") == "rare-value"
            bedrock = environment.get("CLAUDE_CODE_USE_BEDROCK") == "1"
            return "on" if rare and bedrock and service == "metrics" else found
"""
OFTEN = RARE.replace('"rare-value"', '"1"').replace("and bedrock ", "")
RIGHT = RARE.replace('"rare-value"', '"never" + str(id(self))')
RUN = ("--effort=quick", "-m", "metrics-opt-out")


@dataclass(frozen=True)
class Server:
    """A server of its own, on a port that was free."""

    port: int

    @property
    def url(self) -> str:
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = shutil.which("redis-server")
    if program is None:
        message = "no redis-server here: sharing failures between machines is NOT tested"
        if os.environ.get("DATAUSAGE_REDIS") == "required":
            pytest.fail(message)
        pytest.skip(message)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--requirepass", PASSWORD]
    with subprocess.Popen(
        [*words, "--dir", str(folder), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(port)
            yield Server(port)
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the Redis server did not start")


def client(server: Server):  # type: ignore[no-untyped-def]
    redis = pytest.importorskip("redis")
    return redis.Redis.from_url(server.url)


def first_failure(host: Host) -> int:
    record = json.loads((host.pytester.path / "evidence" / "record.json").read_text("utf-8"))
    (scenario,) = (s for c in record["checks"] for s in c["scenarios"] if s["failures"])
    return int(scenario["population"]["first_failure"])


def keep_rare(server: Server) -> None:
    """Keep a failure as another machine does that has met it."""
    from hypothesis.extra.redis import RedisExampleDatabase  # noqa: PLC0415

    from datausage.evidence.specification import specification  # noqa: PLC0415

    changed = {"DISABLE_TELEMETRY": "rare-value", "CLAUDE_CODE_USE_BEDROCK": "1"}
    space = SPACES["traffic"]
    plainest = zip(space.names, Universe(space).plainest, strict=True)
    point = tuple(changed.get(name, found) for name, found in plainest)
    (name,) = (
        one.name for one in specification("2025-10-27").scenarios if one.check == "agrees-traffic"
    )
    database = RedisExampleDatabase(client(server))
    kept = Remembered(database, f"impl:Target/agrees-traffic/{name}")
    kept.keep(tokens.write("agrees-traffic", space, point))


def test_what_failed_on_one_machine_is_asked_first_on_another(
    guest: Host, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    client(server).flushall()
    guest.write("impl.py", RARE)
    monkeypatch.setenv("SHARED", server.url)
    run = ("--effort=quick", "-m", "agrees-traffic", "--evidence=evidence")
    assert guest.check(*run, "--database=env:SHARED").ret == 0
    keep_rare(server)
    assert guest.check(*run, "--database=env:SHARED").ret == 1
    assert first_failure(guest) == 1
    # Without the database nobody here knows of it.
    assert guest.check(*run).ret == 0


def test_a_failure_is_kept_for_others_and_let_go_once_it_is_mended(
    guest: Host, server: Server
) -> None:
    client(server).flushall()
    guest.write("impl.py", OFTEN)
    url = f"--database={server.url}"
    assert guest.check(*RUN, url, "--evidence=evidence").ret == 1
    assert client(server).dbsize() > 0
    shutil.rmtree(guest.pytester.path / ".hypothesis", ignore_errors=True)
    assert guest.check(*RUN, url, "--evidence=evidence", "-n2").ret == 1
    assert first_failure(guest) == 1
    guest.write("impl.py", RIGHT)
    assert guest.check(*RUN, url).ret == 0
    assert client(server).dbsize() == 0


def test_what_else_stands_there_is_no_situation(guest: Host, server: Server) -> None:
    guest.write("impl.py", RIGHT)
    first = guest.check(*RUN, f"--database={server.url}", "--evidence=one")
    assert first.ret == 0
    guest.write("impl.py", OFTEN)
    guest.check(*RUN, f"--database={server.url}")
    kept = client(server)
    for key in list(kept.scan_iter()):
        kept.sadd(key, b"\xff\x00", b"rule:", b"metrics-opt-out:WyJ0cmFmZmljIix7fV0", b"x" * 30_000)
    guest.write("impl.py", RIGHT)
    assert guest.check(*RUN, f"--database={server.url}").ret == 0


def test_no_name_and_no_password_is_ever_shown(guest: Host, server: Server) -> None:
    for url in (server.url, server.url.replace(PASSWORD, f"{PASSWORD}-wrong")):
        result = guest.check(*RUN, f"--database={url}", "--evidence=evidence", "-v")
        everything = result.stdout.str() + result.stderr.str()
        everything += "".join(
            path.read_text("utf-8") for path in (guest.pytester.path / "evidence").glob("*")
        )
        assert PASSWORD not in everything
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"--database=redis://127.0.0.1:{server.port}: it cannot be reached" in everything


def test_a_server_that_is_not_there_is_told_before_anything_is_asked(guest: Host) -> None:
    pytest.importorskip("redis")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"redis://jo:pass@127.0.0.1:{taken.getsockname()[1]}/0"
        message = guest.refused(f"--database={url}")
    assert "it cannot be reached: ConnectionError" in message
    assert "jo" not in message
    assert "pass@" not in message


@pytest.mark.parametrize("url", ["", "http://x", "localhost", "redis", "://", "redis//["])
def test_what_is_no_such_url_is_refused_without_repeating_it(guest: Host, url: str) -> None:
    assert guest.refused(f"--database={url}").startswith("--database: write redis://HOST:PORT/0")


def test_a_variable_that_is_not_set_is_refused_by_name(guest: Host) -> None:
    assert guest.refused("--database=env:NOSUCH").endswith("env:NOSUCH: this variable is not set")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://jo:pass@host.example:6380/0", "redis://host.example:6380"),
        ("redis://:pa:ss@host/0?password=x", "redis://host"),
        ("redis://jo:pa/ss@host", "..."),
        ("redis://jo:p\x1b[2J@ho\x1bst", "..."),
        ("unix:///run/redis.sock?password=x", "unix://..."),
    ],
)
def test_a_url_is_shown_without_its_secrets(url: str, told: str) -> None:
    assert hidden(url) == told


def test_a_database_that_breaks_down_loses_no_result() -> None:
    from hypothesis.database import ExampleDatabase  # noqa: PLC0415

    class Broken(ExampleDatabase):
        def __init__(self) -> None:
            super().__init__()
            self.asked = 0

        def fetch(self, key: bytes) -> list[bytes]:
            self.asked += 1
            raise ConnectionError("redis://jo:pass@host")

        save = delete = fetch  # type: ignore[assignment]

    broken = Broken()
    kept = forgiving(broken)
    assert list(kept.fetch(b"key")) == []
    kept.save(b"key", b"value")
    assert broken.asked == 1, "it is not waited for again"
    assert kept.trouble == "the shared database failed: ConnectionError"  # type: ignore[attr-defined]
