"""A hostile client behind the seal: it reaches nobody, sees nothing, and has no right."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import datausage
from datausage.targets.client import confined, sealed

from .sealing import HERE, OBSERVER, PROGRAM, by_somebody, needed, python_file, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = socket.AF_INET6 if socket.has_dualstack_ipv6() else socket.AF_INET
CANARY = f"canary-{secrets.token_hex(8)}"


class Host:
    """What there is on the host to be reached, and whether somebody came."""

    def __init__(self, stack: ExitStack) -> None:
        self.doors: dict[str, socket.socket] = {}
        for name, family, kind, where in (
            ("tcp", FAMILY, socket.SOCK_STREAM, ("", 0)),
            ("udp", FAMILY, socket.SOCK_DGRAM, ("", 0)),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{CANARY}"),
            ("socket", socket.AF_UNIX, socket.SOCK_STREAM, f"{tempfile.gettempdir()}/{CANARY}"),
        ):
            door = stack.enter_context(socket.socket(family, kind))
            if family == socket.AF_INET6:
                door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            door.bind(where)
            if kind == socket.SOCK_STREAM:
                door.listen()
            door.settimeout(0)
            self.doors[name] = door
        self.memory = 0x0DA7A000 + os.getpid()
        library = ctypes.CDLL(None)
        made = library.shmget(ctypes.c_int(self.memory), ctypes.c_size_t(1), 0o1666)
        assert made >= 0
        stack.callback(library.shmctl, made, 0, None)
        stack.callback(Path(f"{tempfile.gettempdir()}/{CANARY}").unlink)

    def visited(self) -> list[str]:
        """Return the doors at which somebody came."""
        came = []
        for name, door in self.doors.items():
            try:
                door.recv(1) if name == "udp" else door.accept()[0].close()
            except BlockingIOError:
                continue
            came.append(name)
        return came


def facts(host: Host, folder: Path) -> dict[str, Any]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            # Nothing is sent; this only asks which address would be used.
            asked.connect(("192.0.2.1", 9))
            own = [asked.getsockname()[0]]
        except OSError:
            own = []
    routes = Path("/proc/net/route").read_text().splitlines()[1:]
    ways = [line.split()[2] for line in routes if line.split()[1] == "00000000"]
    gateways = [socket.inet_ntoa(bytes.fromhex(way)[::-1]) for way in ways]
    secret = folder / f"{CANARY}.txt"
    secret.write_text("private")
    return {
        "tcp": host.doors["tcp"].getsockname()[1],
        "udp": host.doors["udp"].getsockname()[1],
        "addresses": [
            "127.0.0.1",
            *(["::1"] if FAMILY == socket.AF_INET6 else []),
            *own,
            *gateways,
        ],
        "abstract": CANARY,
        "socket": f"{tempfile.gettempdir()}/{CANARY}",
        "memory": host.memory,
        "suite": os.getpid(),
        "canary": CANARY,
        "paths": [
            str(secret),
            str(Path.home() / ".profile"),
            str(Path.home() / ".claude"),
            str(Path(datausage.__file__).parents[2]),
            str(HERE),
            "/etc/shadow",
            "/etc/machine-id",
            "/etc/ssh",
            "/root/.ssh",
            "/var/lib",
            "/var/run/docker.sock",
            "/sys/kernel",
            "/boot",
        ],
        "program": PROGRAM,
        "shown": [sys.base_prefix],
    }


@pytest.fixture(scope="module", params=["by-us", "by-somebody"])
def seen(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """Return what the hostile client says, and at which doors of the host somebody came."""
    needed()
    os.environ["DATAUSAGE_TEST_CANARY"] = CANARY
    with ExitStack() as stack, tempfile.TemporaryFile() as inherited:
        os.set_inheritable(inherited.fileno(), True)
        host = Host(stack)
        known = facts(host, tmp_path_factory.mktemp("secret"))
        if request.param == "by-us":
            # It may be changed by anybody, if only it can be reached.
            program = tmp_path_factory.mktemp("client") / "hostile.py"
            shutil.copy(HERE / "hostile.py", program)
            program.chmod(0o666)
            client = python_file(program)
            observation = sealed.run(client, scene(json.dumps(known)), observer=OBSERVER)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            Path(folder).chmod(0o755)
            observation = by_somebody(HERE / "hostile.py", json.dumps(known), Path(folder))
        os.environ.pop("DATAUSAGE_TEST_CANARY")
        assert observation.trouble == ""
        assert observation.controls.lacking == (), observation.errors
        found = json.loads(observation.output.splitlines()[0])
        yield {**found, "visited": host.visited(), "facts": known}


def test_no_address_of_the_host_is_reached(seen: Any) -> None:
    assert len(seen["host"]) >= 2
    assert set(seen["host"].values()) == {"ECONNREFUSED"}
    assert set(seen["host by datagram"].values()) == {"ECONNREFUSED"}
    assert seen["visited"] == []


def test_every_other_address_is_this_machine(seen: Any) -> None:
    # Refused at once, and not unreachable: there is somebody at the address, who does not listen.
    link_local = seen["elsewhere"].pop("fe80::1%lo")
    assert set(seen["elsewhere"].values()) == {"ECONNREFUSED"}
    assert link_local != "reached"
    assert seen["interfaces"] == ["lo"]


def test_only_plain_sockets_are_made(seen: Any) -> None:
    assert set(seen["sockets"].values()) <= {"EPERM", "EAFNOSUPPORT"}
    assert seen["sockets"]["AF_VSOCK SOCK_STREAM"] == "EAFNOSUPPORT"
    assert seen["sockets"]["AF_PACKET SOCK_RAW"] == "EAFNOSUPPORT"
    assert seen["sockets"]["AF_INET SOCK_RAW"] == "EPERM"


def test_no_unix_socket_of_the_host_is_reached(seen: Any) -> None:
    assert seen["abstract socket"] == "ECONNREFUSED"
    assert seen["socket of the host"] == "ENOENT"
    assert seen["memory of the host"] == "ENOENT"
    assert seen["run"] == []
    assert seen["scratch"] == []


def test_no_descriptor_is_inherited(seen: Any) -> None:
    assert seen["descriptors"] == [0, 1, 2]
    assert seen["input"] == "/dev/null"
    assert seen["session"] is True


def test_only_its_own_processes_are_seen(seen: Any) -> None:
    assert seen["processes"] == seen["own processes"]
    assert seen["told by others"] == []


def test_nothing_of_the_environment_is_seen(seen: Any) -> None:
    assert seen["canary in the environment"] is False
    ours = {"PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "SHELL", "LANG", "TERM"}
    keys = {name for name in seen["environment"] if name.startswith(("AWS_", "ANTHROPIC_"))}
    rest = {"NODE_EXTRA_CA_CERTS", "CLOUD_ML_REGION", "CLAUDE_CODE_SKIP_VERTEX_AUTH"}
    assert set(seen["environment"]) == ours | keys | rest


def test_the_machine_has_no_name(seen: Any) -> None:
    assert seen["host name"] == "localhost"


def test_no_file_of_the_host_is_seen(seen: Any) -> None:
    assert seen["paths"] == []
    assert seen["canary files"] == []
    # Where the interpreter of the test lies, its folder is shown as well.
    assert {*seen["top"]} - {Path(sys.base_prefix).parts[1]} <= {
        *("bin", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "opt", "proc", "run"),
        *("sbin", "sealed", "tmp", "usr", "var"),
    }


def test_it_has_no_right_at_all(seen: Any) -> None:
    user, group = [confined.USER] * 2, [confined.USER] * 2
    assert seen["identity"][:4] == [*user, *group]
    assert {*seen["identity"][4]} <= {confined.USER, confined.NOBODY}
    assert {*seen["rights"].values()} == {"0000000000000000"}
    assert len(seen["rights"]) == 5
    assert seen["no new privileges"] == "1"
    assert seen["filter"] == "2"


def test_no_call_that_changes_the_machine_is_granted(seen: Any) -> None:
    assert seen["signalled the suite"] in ("ESRCH", "EPERM")
    granted = {name: how for name, how in seen["system calls"].items() if how == "done"}
    assert granted == {}
    assert seen["system calls"]["io_uring"] == "ENOSYS"
    assert seen["new users by clone"] in ("ENOSPC", "EPERM")


def test_nothing_is_written_but_what_is_its_own(seen: Any) -> None:
    assert seen["written"] == []
    assert seen["changed"] == []


def test_it_is_bounded(seen: Any) -> None:
    assert seen["limits"]["Max processes"] == [str(confined.MOST_PROCESSES)] * 2
    assert seen["limits"]["Max core file size"] == ["0", "0"]
    assert seen["badness"] == "1000"
