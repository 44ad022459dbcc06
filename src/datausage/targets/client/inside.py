"""The first process in the sealed network: it checks the seal, and runs the client behind it.

It runs in an interpreter of its own, as the first process of new namespaces, and knows nothing but
the folder of the run. It ends with its input, however the suite ends; with it ends everything that
it has started.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from datausage.targets.client import cell, confined, folders, kernel, places
from datausage.targets.client.lifeline import REFUSED, GoneError, TroubleError, pause
from datausage.targets.client.terminal import Terminal
from datausage.targets.client.watcher import Watcher
from datausage.targets.client.world import World

NOT_SEALED: Final = 97
"""The exit code where there is a way out of the network, and therefore nothing was started."""

MOST_OUTPUT: Final = 1_000_000
_GLANCE: Final = 0.01


class _NotSealedError(TroubleError):
    """There is a way out of the network."""


class _Run:
    """One start of the client, under the eyes of an observer or of nobody."""

    def __init__(self, plan: dict[str, Any], world: World, asked: Path) -> None:
        """Prepare it.

        Args:
            plan: what is started, and for how long.
            world: what it sees.
            asked: the file that the observer makes once the model is asked.
        """
        self._plan = plan
        self._world = world
        self._asked = asked
        self._said: dict[str, Any] = {}
        self.kept = {"output": bytearray(), "errors": bytearray()}

    def go(self, watcher: Watcher | None, terminal: str | None) -> dict[str, Any]:
        """Start the client and wait for its end; return how that came."""
        plan = self._plan
        begun = time.monotonic()
        started = cell.start(
            self._world, plan["words"], plan["environment"], plan["folder"], terminal
        )
        pipes = {started.output: "output", started.errors: "errors", started.words: ""}
        try:
            while pipes and not self._late(begun):
                for pipe in pause(_GLANCE, pipes):
                    if not self._take(pipe, pipes[pipe], started.heard):
                        del pipes[pipe]
                if "code" in self._said:
                    self._said.setdefault("seconds", round(time.monotonic() - begun, 3))
                self._tell_asked()
                if watcher is not None:
                    watcher.check()
        finally:
            started.end(self._said.get("first"))
        self._check()
        return self._said

    def _late(self, begun: float) -> bool:
        """Say whether its time is over; once it has ended, its first process sees to the rest."""
        if "code" in self._said or time.monotonic() - begun < self._plan["seconds"]:
            return False
        self._said |= {"timed_out": True, "seconds": round(time.monotonic() - begun, 3)}
        return True

    def _take(self, pipe: int, name: str, heard: bytearray) -> bool:
        """Take in what has come; say whether there may come more."""
        data = os.read(pipe, 65_536)
        if name:
            kept = self.kept[name]
            kept += data[: MOST_OUTPUT - len(kept)]
            return bool(data)
        heard += data
        while b"\n" in heard:
            line, _, heard[:] = heard.partition(b"\n")
            self._said |= json.loads(line)
        return bool(data)

    def _tell_asked(self) -> None:
        """Tell the planted error, which does not see what the observer does."""
        if not self._world.there(places.ASKED) and self._asked.exists():
            self._world.write(places.ASKED, "")

    def _check(self) -> None:
        if "trouble" in self._said:
            raise TroubleError(self._said["trouble"])
        if "left" not in self._said and "timed_out" not in self._said:
            raise TroubleError("the first process beside the client was lost")


def _watched(folder: Path, plan: dict[str, Any], world: World) -> dict[str, Any]:
    """Run the client while an observer watches, which leaves what it sees in the folder."""
    watcher = Watcher(folder, plan) if plan["observer"] else None
    if watcher is not None:
        for path in (places.AUTHORITY, places.SYSTEM_AUTHORITIES):
            world.write(path, watcher.authority())
    run = _Run(plan, world, folder / "model_called")
    if plan["driver"]:
        terminal = Terminal(folder, plan, world)
        said = run.go(watcher, terminal.path)
        terminal.end()
    else:
        said = run.go(watcher, None)
        for name, data in run.kept.items():
            (folder / name).write_bytes(data)
    if watcher is not None:
        watcher.end()
    return said


def _seal(outside: int) -> None:
    """Make every address this machine, once it is certain that there is no way out.

    Args:
        outside: the number of the network that the suite itself is in.
    """
    if Path("/proc/self/ns/net").stat().st_ino == outside:
        raise _NotSealedError(f"{REFUSED}the network is that of the host, and nothing was started")
    others = [name for _, name in socket.if_nameindex() if name != "lo"]
    if others:
        raise _NotSealedError(
            f"{REFUSED}the network has an interface beside lo ({', '.join(others)}), and nothing "
            "was started"
        )
    socket.sethostname("localhost")
    commands = ["link set lo up", "route add local default dev lo"]
    if _speaks_ipv6():
        commands.append("-6 route add local ::/0 dev lo")
    ip = shutil.which("ip", path=os.environ.get("PATH")) or "ip"
    for command in commands:
        words = [ip, *command.split()]
        done = subprocess.run(  # noqa: S603 - fixed words
            words, check=False, capture_output=True, stdin=subprocess.DEVNULL
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise TroubleError(f"ip {command}: {said}")


def _speaks_ipv6() -> bool:
    """Say whether there is IPv6 here; where it is only switched off, switch it on."""
    switch = Path("/proc/sys/net/ipv6/conf/all/disable_ipv6")
    if not switch.exists():
        return False
    with suppress(OSError):
        switch.write_text("0")
    return switch.read_text().strip() == "0"


def _carry_out(folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    _seal(plan["outside"])
    world = World(folder / folders.ROOT, confined.owner())
    world.furnish(plan["binds"])
    for file in plan["files"]:
        world.write(file["path"], file["text"], file.get("changed"))
    # Where the observer looks, which waits for the error with the answer of the model.
    (folder / "marks").symlink_to(world.outside(places.MARKS))
    first = plan["first"]
    before = None
    if first:
        before = _watched(folder / folders.BEFORE, {**plan, **first}, world)
        world.remove(places.ASKED)
    said = _watched(folder, plan, world)
    said["before"] = before
    said["interfaces"] = [name for _, name in socket.if_nameindex()]
    said["planted"] = world.there(places.PLANTED)
    said["kept"] = [name for name, path in plan["watched"].items() if world.there(path)]
    return said


def main(folder: Path) -> int:
    """Carry out the plan that lies in a folder, and write there how it went."""
    os.umask(0o022)
    code = 0
    try:
        said = _carry_out(folder, json.loads((folder / "plan.json").read_text("utf-8")))
    except GoneError:
        _leave_nothing(folder)
        return 1
    except _NotSealedError as error:
        said, code = {"trouble": str(error)}, NOT_SEALED
    except (OSError, TroubleError) as error:
        said, code = {"trouble": str(error)}, 1
    draft = folder / "ended.draft"
    draft.write_text(json.dumps(said), "utf-8")
    draft.rename(folder / "ended.json")
    return code


def _leave_nothing(folder: Path) -> None:
    """End all others here, and remove the folder, since nobody else is there to do so."""
    if os.getpid() != 1:
        return
    os.kill(-1, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    with suppress(OSError):
        kernel.unmount(str(folder / folders.ROOT))
    folders.remove(folder)
