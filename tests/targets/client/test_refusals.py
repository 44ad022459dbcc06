"""What keeps a run from being one: one clear line, and never a verdict."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import datausage
from datausage.targets.client import carrying_out, filtered, seal, sealed

from .sealing import HERE, OBSERVER, needed, python, scene

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEAKS = "print('hi there')"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    seal._found.cache_clear()


def lacking(monkeypatch: pytest.MonkeyPatch, folder: Path | None = None) -> str:
    """Return what is missing; with a folder, where only the programs in there are found."""
    if folder is not None:
        monkeypatch.setattr(seal, "PATH", str(folder))
    seal._found.cache_clear()
    return seal.here().lacking


def program(folder: Path, name: str, body: str = "") -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


# --- this machine


def test_another_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert lacking(monkeypatch) == "the client is sealed off by Linux, and this is darwin"


def test_another_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtered, "known", lambda: False)
    machine = os.uname().machine
    assert lacking(monkeypatch).endswith(f"on x86-64 and 64-bit ARM, not on {machine}")


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    end = " here; install util-linux and iproute2"
    assert lacking(monkeypatch, tmp_path) == f"there is no program unshare and no ip{end}"
    program(tmp_path, "unshare")
    assert lacking(monkeypatch, tmp_path) == f"there is no program ip{end}"


@pytest.mark.parametrize(
    ("user", "hint"),
    [(0, "in a container, start it with --privileged"), (1000, "run it as root, or allow names")],
)
def test_forbidden_namespaces_are_explained(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, hint: str
) -> None:
    program(tmp_path, "ip")
    program(tmp_path, "unshare", "echo 'unshare: unshare failed: Not permitted' >&2; exit 1")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    said = lacking(monkeypatch, tmp_path)
    assert said.startswith("this machine allows no namespaces here (it ended with 1 before it ")
    assert "unshare: unshare failed: Not permitted" in said
    assert hint in said
    assert "\n" not in said


def test_a_machine_that_seals_off_nothing_is_trouble_and_no_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    seal._found.cache_clear()
    seen = sealed.run(python(tmp_path, SPEAKS), scene(), observer=OBSERVER)
    assert seen.trouble == "the client is sealed off by Linux, and this is win32"
    assert len(seen.controls.lacking) == 5


def test_an_old_kernel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"trouble": "[Errno 38] restrict the mount on /x: Function not implemented"}
    monkeypatch.setattr(carrying_out, "carried_out", lambda *_: said)
    assert "is sealed off by Linux 5.12 or newer, not " in lacking(monkeypatch)


# --- the network


def test_ipv6_is_switched_on_where_it_is_off(tmp_path: Path) -> None:
    needed()
    switch = "/proc/sys/net/ipv6/conf/all/disable_ipv6"
    if not Path(switch).exists():
        pytest.skip("THIS MACHINE HAS NO IPV6: NOT TRIED")
    off = f'echo 1 > {switch}; shift; exec "$@"'
    behind = seal.Seal((*seal.here().words, "sh", "-c", off, "sh"))
    body = """
        import socket
        with socket.socket(socket.AF_INET6) as made:
            print(made.connect_ex(("2001:db8::1", 443)))
        print("hi there")
    """
    seen = sealed.run(python(tmp_path, body), scene(), observer=OBSERVER, behind=behind)
    assert seen.output == f"{errno.ECONNREFUSED}\nhi there\n"


OTHER = "for one in dummy veth bridge ifb; do ip link add outside type $one && break; done"


@pytest.mark.parametrize("way", ["the host's", "another interface"])
def test_nothing_starts_where_there_is_a_way_out(tmp_path: Path, way: str) -> None:
    needed()
    words = seal.here().words
    if way == "the host's":
        behind = seal.Seal(tuple(one for one in words if one != "--net"))
        said = "refused: the network is that of the host, and nothing was started"
    else:
        behind = seal.Seal((*words, "sh", "-c", f'{OTHER}; shift; exec "$@"', "sh"))
        made = subprocess.run([*words, "sh", "-c", OTHER], capture_output=True, check=False)
        if made.returncode:
            pytest.skip("THIS MACHINE MAKES NO OTHER INTERFACE: THE REFUSAL IS NOT TRIED")
        said = "refused: the network has an interface beside lo ("
    marker = tmp_path / "started"
    fake = (sys.executable, "-c", f"open({str(marker)!r}, 'w')")
    seen = sealed.run(python(tmp_path, SPEAKS), scene(), observer=fake, behind=behind)
    assert seen.trouble.startswith(said)
    assert seen.trouble.endswith(" and nothing was started")
    assert (seen.tries, seen.output) == (1, "")
    assert not marker.exists()


def test_an_interface_of_a_tunnel_is_refused_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"trouble": "refused: the network has an interface beside lo (tunl0), and nothing was"}
    monkeypatch.setattr(carrying_out, "carried_out", lambda *_: said)
    hint = "(sysctl net.core.fb_tunnels_only_for_init_net=2 keeps out those of tunnels)"
    assert lacking(monkeypatch) == f"{said['trouble']} {hint}"


# --- the observer


FIRST = "import os, pathlib, signal, sys, time; d = pathlib.Path(sys.argv[1]);"
READY = "(d / 'ca.pem').touch(); (d / 'ready').touch();"
AT_THE_END = "signal.signal(15, lambda *_: {});"
LOG = "(d / 'net.jsonl').write_text({!r});"
TROUBLE = '{"kind": "trouble", "where": "tap", "error": "lost 3 packets"}'
WAIT = "time.sleep(60)"
GOOD_END = AT_THE_END.format("os._exit(0)")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("sys.exit('no such port')", "the observer ended with 1: no such port"),
        (WAIT, "the observer does not get ready"),
        (f"(d / 'ready').touch(); {WAIT}", "the observer left no authority: [Errno 2]"),
        (
            f"{READY} time.sleep(0.3); sys.exit(5)",
            "the observer ended with 5, before the client had ended",
        ),
        (
            f"{READY} os.kill(os.getpid(), 9)",
            "the observer was ended by signal 9, before the client had ended",
        ),
        (AT_THE_END.format("sys.exit(4)") + READY + WAIT, "the observer ended with 4"),
        (AT_THE_END.format("None") + READY + "\nwhile True: " + WAIT, "the observer does not end"),
        (GOOD_END + READY + WAIT, "net.jsonl: [Errno 2] No such file or directory"),
        (GOOD_END + LOG.format('{"kind": ') + READY + WAIT, "net.jsonl:1: Expecting value"),
        (
            GOOD_END + LOG.format(TROUBLE) + READY + WAIT,
            "the observer had trouble: tap: lost 3 packets",
        ),
    ],
)
def test_an_observer_that_fails_makes_the_run_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    needed()
    monkeypatch.setattr(sealed, "_TRIES", 1)
    if said.endswith("does not get ready"):
        monkeypatch.setattr(sealed, "_TO_LISTEN", 1.0)
    if said.endswith("does not end"):
        monkeypatch.setattr(sealed, "_TO_END", 1.0)
    client = python(tmp_path, "import time; print('hi there', flush=True); time.sleep(0.6)")
    seen = sealed.run(client, scene(), observer=(sys.executable, "-c", FIRST + body))
    assert seen.trouble.startswith(said)
    assert seen.controls.lacking


def test_a_run_without_end_is_ended_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed()
    monkeypatch.setattr(sealed, "_TRIES", 1)
    monkeypatch.setattr(carrying_out, "_MARGIN", 0.5)
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    client = python(tmp_path, SPEAKS)
    seen = sealed.run(client, scene(seconds=1.0), observer=(sys.executable, "-c", FIRST + WAIT))
    assert seen.trouble == "it still ran after 1.5 seconds, and was ended"
    assert [*(tmp_path / "scratch").iterdir()] == []


def test_what_is_no_run_is_tried_three_times(tmp_path: Path) -> None:
    needed()
    count = tmp_path / "count"
    body = f"{FIRST} print('x', file=open({str(count)!r}, 'a')); sys.exit(1)"
    seen = sealed.run(python(tmp_path, SPEAKS), scene(), observer=(sys.executable, "-c", body))
    assert seen.trouble == "the observer ended with 1"
    assert seen.tries == 3
    assert len(count.read_text().split()) == 3


def test_a_second_try_counts_where_the_first_was_none(tmp_path: Path) -> None:
    needed()
    once = tmp_path / "once"
    observer = tmp_path / "observer.py"
    first = f"import os, sys\nif not os.path.exists({str(once)!r}):\n"
    first += f"    open({str(once)!r}, 'w').close(); sys.exit('not yet')\n"
    observer.write_text(first + (HERE / "observing_nothing.py").read_text())
    seen = sealed.run(python(tmp_path, SPEAKS), scene(), observer=(sys.executable, str(observer)))
    assert (seen.trouble, seen.tries, seen.controls.lacking) == ("", 2, ())


# --- the client


def test_a_client_that_cannot_be_started_is_said_so(tmp_path: Path) -> None:
    needed()
    client = replace(python(tmp_path, SPEAKS), words=("/opt/nothing",))
    seen = sealed.run(client, scene(), observer=OBSERVER)
    assert seen.trouble == "FileNotFoundError: [Errno 2] No such file or directory: '/opt/nothing'"


def test_a_client_that_only_root_can_read_is_said_so(tmp_path: Path) -> None:
    needed()
    if os.geteuid():
        pytest.skip("ONLY ROOT RUNS THE CLIENT AS SOMEBODY ELSE: NOT TRIED")
    client = python(tmp_path, SPEAKS)
    client.place.chmod(0o600)
    seen = sealed.run(client, scene(), observer=OBSERVER)
    assert seen.trouble == (
        f"only root can read {client.place}, and the client runs as nobody: "
        f"chmod -R o+rX {client.place}"
    )
    assert seen.tries == 1


# --- the disk


def test_a_folder_for_temporary_files_that_is_not_there_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    seen = sealed.run(python(tmp_path, SPEAKS), scene(), observer=OBSERVER)
    assert "No such file or directory" in seen.trouble


@pytest.mark.parametrize("size", ["4k", "24k"])
def test_a_full_folder_for_temporary_files_makes_trouble_and_no_verdict(
    tmp_path: Path, size: str
) -> None:
    needed()
    if os.geteuid():
        pytest.skip("ONLY ROOT MOUNTS A SMALL DISK HERE: NOT TRIED")
    (tmp_path / "small").mkdir()
    program = tmp_path / "suite.py"
    body = "print('hi there'); print('x' * 100_000)"
    program.write_text(
        dedent(f"""
        import sys
        sys.path.insert(0, {str(HERE)!r})
        from pathlib import Path
        import sealing
        from datausage.targets.client import seal, sealed
        client = sealing.python(Path({str(tmp_path)!r}), {body!r})
        print(sealed.run(client, sealing.scene(), observer=sealing.OBSERVER).trouble)
        """)
    )
    mounted = f"mount -t tmpfs -o size={size} tmpfs {tmp_path}/small && exec {sys.executable}"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{mounted} {program}"],
        env={
            **os.environ,
            "TMPDIR": str(tmp_path / "small"),
            "PYTHONPATH": str(Path(datausage.__file__).parents[1]),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.startswith("the folder for temporary files is full: [Errno 28]")
