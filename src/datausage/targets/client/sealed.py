"""Running the client in a sealed network, from outside."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import datausage
from datausage.targets.client import filtered, folders, places, planned, reading
from datausage.targets.client.lifeline import REFUSED
from datausage.targets.client.observation import NOTHING, Controls, Observation
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.targets.client.installed import Client
    from datausage.targets.client.scene import Scene

OBSERVER: Final = (sys.executable, "-m", "datausage.targets.client.observer")
"""What watches the network; it gets the folder of the run as its last word."""

DRIVER: Final = (sys.executable, "-m", "datausage.targets.client.driver")
"""What does the keys of a scene; it gets the version of the client before its other words."""

_NAMESPACES: Final = ("--net", "--mount", "--pid", "--ipc", "--uts")
_WITH_CARE: Final = ("--fork", "--kill-child", "--mount-proc")
_AS_ROOT_OF_ITS_OWN: Final = ("--user", "--map-root-user")
_PATH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
_SCRIPT: Final = """\
import sys
from pathlib import Path
sys.path.append(sys.argv[1])
from datausage.targets.client.inside import main
sys.exit(main(Path(sys.argv[2])))
"""
_MARGIN: Final = 60.0
"""Seconds beyond the time of the client for all else: to set up, to listen, to end."""
_TO_LISTEN: Final = 20.0
_TO_END: Final = 10.0
"""Seconds that the observer has until it listens, and to close its books."""
_VERSION: Final = re.compile(r"\b\d{1,9}\.\d{1,9}\.\d{1,9}\b")
_TO_CLEAN_UP: Final = 5.0
_LEAST_ROOM: Final = 100_000
_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Seal:
    """How a sealed network is made on this machine, or why it cannot be.

    Attributes:
        words: what starts a program as the first process of one.
        lacking: what is missing, in one line; empty where nothing is.
    """

    words: tuple[str, ...] = ()
    lacking: str = ""


def seal() -> Seal:
    """Return how this machine seals a network; tried once, with a program that does nothing."""
    try:
        return _found()
    except OSError as error:
        # Of the disk, and so perhaps another time it works.
        return Seal(lacking=_of_disk(error))


@cache
def _found() -> Seal:
    if sys.platform != "linux":
        return Seal(lacking=f"the client is sealed off by Linux, and this is {sys.platform}")
    if not filtered.known():
        machine = os.uname().machine
        return Seal(lacking=f"the client is sealed off on x86-64 and 64-bit ARM, not on {machine}")
    missing = [name for name in ("unshare", "ip") if shutil.which(name, path=_PATH) is None]
    if missing:
        packages = "install util-linux and iproute2"
        return Seal(lacking=f"there is no program {' and no '.join(missing)} here; {packages}")
    unshare = str(shutil.which("unshare", path=_PATH))
    words: tuple[str, ...] = (unshare, *_NAMESPACES, *_WITH_CARE)
    if os.geteuid():
        words = (*words, *_AS_ROOT_OF_ITS_OWN)
    trouble = _tried(words)
    return Seal(lacking=_explained(trouble)) if trouble else Seal(words)


def run(  # noqa: PLR0913 - all but two are for tests, for evidence, or for a terminal
    client: Client,
    scene: Scene,
    *,
    observer: Sequence[str] = OBSERVER,
    driver: Sequence[str] | None = None,
    keep: Path | None = None,
    behind: Seal | None = None,
) -> Observation:
    """Run the client once, and return what was seen; what was no run is tried again.

    Args:
        client: what is run.
        scene: what it is given.
        observer: what watches the network.
        driver: what does the keys of a scene, as ``terminal`` says; our own if None.
        keep: a folder that is not there yet, for what the run leaves; none is kept if None.
        behind: how the network is sealed; as this machine does it if None.

    Raises:
        ValueError: the scene cannot be set up.
    """
    words = (*DRIVER, client.version) if driver is None else driver
    beside = {"observer": [*observer], "driver": [] if scene.keys is None else [*words]}
    here = seal() if behind is None else behind
    if here.lacking:
        return Observation(NOTHING, trouble=here.lacking)
    if closed := _closed(client):
        return Observation(NOTHING, trouble=closed)
    seen = Observation(NOTHING)
    for number in range(1, _TRIES + 1):
        seen = replace(_once(here, client, scene, beside, keep), tries=number)
        if not seen.trouble or seen.trouble.startswith(REFUSED):
            break
    return seen


def _closed(client: Client) -> str:
    """Return what of a client nobody but root can read, which is not as whom it runs."""
    if os.geteuid():
        return ""
    for source, _ in client.binds:
        path = Path(source)
        needed = 0o5 if path.is_dir() else 0o4
        if path.exists() and path.stat().st_mode & needed != needed:
            return f"only root can read {path}, and the client runs as nobody: chmod -R o+rX {path}"
    return ""


def _once(
    here: Seal, client: Client, scene: Scene, beside: dict[str, list[str]], keep: Path | None
) -> Observation:
    try:
        folder = folders.make()
    except OSError as error:
        return Observation(NOTHING, trouble=_of_disk(error))
    try:
        plan = {
            **planned.plan(client, scene, time.time()),
            **beside,
            "observer_environment": _observer_environment(),
            "patience": {"to_listen": _TO_LISTEN, "to_end": _TO_END},
        }
        earlier = replace(scene, resumed=False, fails=False, transcripts=())
        (folder / "scene.json").write_text(scene.written(), "utf-8")
        (folder / folders.BEFORE / "scene.json").write_text(earlier.written(), "utf-8")
        said = _carried_out(here.words, folder, plan)
        if "trouble" in said:
            return Observation(NOTHING, trouble=one_line(str(said["trouble"])))
        seen = reading.observation(folder, scene, said)
        if not scene.resumed:
            return seen
        before = reading.observation(folder / folders.BEFORE, earlier, said["before"])
        return _after(before, seen)
    except reading.UnreadableError as error:
        return Observation(NOTHING, trouble=str(error))
    except OSError as error:
        return Observation(NOTHING, trouble=_of_disk(error))
    finally:
        if keep is not None:
            _keep(folder, keep)
        folders.remove(folder)


def _after(before: Observation, seen: Observation) -> Observation:
    """Return an observation that counts only where the run before it does as well."""
    if before.trouble:
        return replace(seen, trouble=f"in the session before: {before.trouble}")
    both = {
        name: getattr(seen.controls, name) and getattr(before.controls, name)
        for name in Controls.__slots__
    }
    return replace(seen, controls=Controls(**both))


def _carried_out(words: Sequence[str], folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Have a plan carried out behind the seal, and return how that ended."""
    outside = Path("/proc/self/ns/net").stat().st_ino
    (folder / "plan.json").write_text(json.dumps({**plan, "outside": outside}), "utf-8")
    bound = (2 if plan["first"] else 1) * (plan["seconds"] + _MARGIN)
    home = str(Path(datausage.__file__).parents[1])
    python = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _SCRIPT, home, str(folder)]
    with (folder / "seal.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - found above, and our own script
            [*words, "--", *python],
            # It ends with this pipe, however the suite ends.
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env={"PATH": _PATH},
            cwd="/",
            start_new_session=True,
        )
        try:
            process.wait(bound)
        except subprocess.TimeoutExpired:
            return {"trouble": f"it still ran after {bound:g} seconds, and was ended"}
        finally:
            _end(process)
    with suppress(reading.UnreadableError):
        return reading.ended(folder)
    if shutil.disk_usage(folder).free < _LEAST_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    lines = (folder / "seal.log").read_text("utf-8", "replace").splitlines()
    last = one_line(lines[-1]) if lines else "it said nothing"
    return {"trouble": f"it ended with {process.returncode} before it began: {last}"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a run, if it still goes on: it cleans up by itself once the pipe is closed."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(_TO_CLEAN_UP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _observer_environment() -> dict[str, str]:
    places = [str(Path(datausage.__file__).parents[1]), *sys.path]
    return {
        "PATH": _PATH,
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(one for one in places if one and Path(one).is_absolute()),
        "PYTHONSAFEPATH": "1",
    }


def versioned(client: Client) -> Client:
    """Return a client with its version, which it is asked for where no package says it.

    It stays without one where it does not tell.
    """
    here = seal()
    if client.version or here.lacking:
        return client
    plan = _alone((*client.words, "--version"), client.binds)
    try:
        _, output = _unwatched(here.words, plan)
    except OSError:
        return client
    found = _VERSION.search(output)
    return replace(client, version=found[0]) if found else client


def _tried(words: Sequence[str]) -> str:
    """Return why nothing can be run like this; nothing where it can."""
    said, _ = _unwatched(words, _alone(("/usr/bin/env", "true"), ()))
    code = said.get("code")
    return str(said.get("trouble") or ("" if code == 0 else f"it ended with {code}"))


def _alone(words: Sequence[str], binds: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return a plan for a program without an observer, and so without a network to speak of."""
    return {
        "words": [*words],
        "environment": {"PATH": "/usr/bin:/bin", "HOME": places.HOME},
        "folder": places.HOME,
        "binds": [[*pair] for pair in binds],
        "files": [],
        "watched": {},
        "first": None,
        "seconds": 20.0,
        "observer": [],
        "driver": [],
        "observer_environment": {},
    }


def _unwatched(words: Sequence[str], plan: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Have a plan carried out, and return how that ended, and what was said."""
    folder = folders.make()
    try:
        said = _carried_out(words, folder, plan)
        output = folder / "output"
        return said, output.read_text("utf-8", "replace") if output.exists() else ""
    finally:
        folders.remove(folder)


def _explained(trouble: str) -> str:
    said = one_line(trouble)
    if said.startswith(REFUSED):
        return f"{said} (sysctl net.core.fb_tunnels_only_for_init_net=2 keeps out those of tunnels)"
    if os.strerror(errno.ENOSYS) in said:
        return f"the client is sealed off by Linux 5.12 or newer, not {os.uname().release} ({said})"
    if os.geteuid() == 0:
        hint = "in a container, start it with --privileged"
    else:
        hint = (
            "run it as root, or allow namespaces to users (sysctl user.max_user_namespaces, "
            "kernel.apparmor_restrict_unprivileged_userns)"
        )
    return f"this machine allows no namespaces here ({said}); {hint}"


def _of_disk(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the folder for temporary files is full: {one_line(str(error))}"
    return one_line(str(error))


def _keep(folder: Path, keep: Path) -> None:
    with suppress(OSError):
        shutil.copytree(folder, keep, symlinks=True, ignore=shutil.ignore_patterns(folders.ROOT))
