"""A sealed network with the observer in it, and programs that run there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from datausage.targets.client.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

NODE = shutil.which("node") or "node"
_APART = ("unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--fork")
_INSIDE = """
set -e
ip link set lo up
ip route add local default dev lo
ip -6 route add local ::/0 dev lo
mount --bind "$RUN/resolv.conf" /etc/resolv.conf
"$PYTHON" -m datausage.targets.client.observer "$RUN" 2> "$RUN/observer.errors" &
observer=$!
for _ in $(seq 500); do [ -e "$RUN/ready" ] && break; sleep 0.02; done
[ -e "$RUN/ready" ] || { cat "$RUN/observer.errors" >&2; exit 98; }
set +e
"$@"
echo $? > "$RUN/code"
kill -TERM $observer
wait $observer
echo $? > "$RUN/observer.code"
"""


@dataclass(frozen=True)
class Seen:
    """What a program in the network said, and what the observer wrote down."""

    folder: Path
    code: int
    output: str
    errors: str
    lines: list[dict[str, Any]]
    observer_code: int
    observer_errors: str

    def kind(self, kind: str) -> list[dict[str, Any]]:
        """Return the lines of a kind."""
        return [line for line in self.lines if line["kind"] == kind]

    @property
    def http(self) -> list[dict[str, Any]]:
        """All requests."""
        return self.kind("http")

    @property
    def asked(self) -> list[str]:
        """All requests, in short."""
        return [
            f"{one['method']} {one['host']}{one['path'].partition('?')[0]}" for one in self.http
        ]

    @property
    def whole(self) -> bool:
        """Whether the observer lived, and lost nothing."""
        return self.observer_code == 0 and self.lines[-1]["kind"] == "end"


@cache
def _lack() -> str:
    if sys.platform != "linux":
        return "a sealed network needs Linux"
    for program in ("unshare", "ip", "mount"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    tried = subprocess.run(
        [*_APART, "--mount-proc", "ip", "link", "set", "lo", "up"],
        check=False,
        capture_output=True,
        text=True,
    )
    return f"no network of one's own: {tried.stderr.strip()[:100]}" if tried.returncode else ""


def need_network() -> None:
    """Skip the test where no network can be sealed; fail where one has to be possible."""
    if lack := _lack():
        if os.environ.get("DATAUSAGE_SEAL") == "required":
            pytest.fail(lack)
        pytest.skip(lack)


def need_node() -> None:
    """Skip the test where there is no Node; fail where there has to be one."""
    if shutil.which("node") is None:
        if os.environ.get("DATAUSAGE_SEAL") == "required":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")


def observed(
    folder: Path,
    *words: str,
    scene: Scene | None = None,
    environment: Mapping[str, str] | None = None,
    at: Path | None = None,
    before: Callable[[Path], None] = lambda _: None,
    typed: str = "",
    timeout: float = 60,
) -> Seen:
    """Run a program in a network with the observer, and return all that was seen."""
    need_network()
    run = folder / "run"
    run.mkdir()
    (run / "scene.json").write_text((scene or Scene(fails=False)).written())
    (run / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    before(run)
    ours = {
        "PATH": os.environ["PATH"],
        "RUN": str(run),
        "PYTHON": sys.executable,
        "LANG": "C.UTF-8",
    }
    theirs = {
        "HOME": str(folder),
        "NODE_EXTRA_CA_CERTS": str(run / "ca.pem"),
        **(environment or {}),
    }
    done = subprocess.run(
        [*_APART, "--kill-child", "--mount-proc", "sh", "-c", _INSIDE, "sh", "env"]
        + [f"{name}={value}" for name, value in theirs.items()]
        + [*words],
        env=ours,
        cwd=at or folder,
        input=typed,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
    )
    assert (run / "observer.code").exists(), done.stderr
    log = (run / "net.jsonl").read_text("ascii") if (run / "net.jsonl").exists() else ""
    return Seen(
        run,
        int((run / "code").read_text()),
        done.stdout,
        done.stderr,
        [json.loads(line) for line in log.splitlines()],
        int((run / "observer.code").read_text()),
        (run / "observer.errors").read_text(),
    )


def python(script: str) -> Sequence[str]:
    """Return the words that run a script; ``RUN`` is the folder of the run there."""
    first = (
        "import os, socket, ssl, sys, time, http.client, gzip, zlib, struct\n"
        "RUN = os.environ['RUN']\n"
        "def tls():\n"
        "    return ssl.create_default_context(cafile=RUN + '/ca.pem')\n"
        "def say(host, data, port=80, wait=5.0):\n"
        "    with socket.create_connection((host, port), wait) as one:\n"
        "        one.sendall(data)\n"
        "        got = b''\n"
        "        try:\n"
        "            while (more := one.recv(65536)):\n"
        "                got += more\n"
        "        except TimeoutError:\n"
        "            pass\n"
        "        return got\n"
        "def until_told(text):\n"
        "    for _ in range(500):\n"
        "        if text in open(RUN + '/net.jsonl').read():\n"
        "            return\n"
        "        time.sleep(0.02)\n"
    )
    return [sys.executable, "-c", first + script]
