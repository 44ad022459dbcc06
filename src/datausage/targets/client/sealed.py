"""Running the client in a sealed network, from outside."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import datausage
from datausage.targets.client import folders, planned, reading, seal
from datausage.targets.client.carrying_out import (
    PATH,
    alone,
    carried_out,
    of_disk,
    unwatched,
)
from datausage.targets.client.lifeline import REFUSED
from datausage.targets.client.observation import NOTHING, Controls, Observation
from datausage.targets.error import TargetError
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.targets.client.installed import Client
    from datausage.targets.client.scene import Scene
    from datausage.targets.client.seal import Seal

OBSERVER: Final = (sys.executable, "-m", "datausage.targets.client.observer")
"""What watches the network; it gets the folder of the run as its last word."""

DRIVER: Final = (sys.executable, "-m", "datausage.targets.client.driver")
"""What does the keys of a scene; it gets the version of the client before its other words."""

_TO_LISTEN: Final = 20.0
_TO_END: Final = 10.0
"""Seconds that the observer has until it listens, and to close its books."""
_VERSION: Final = re.compile(r"\b(\d{1,9}\.\d{1,9}\.\d{1,9})\b[^\n]* \(Claude Code\)")
_TRIES: Final = 3


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
    here = seal.here() if behind is None else behind
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
        return Observation(NOTHING, trouble=of_disk(error))
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
        said = carried_out(here.words, folder, plan)
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
        return Observation(NOTHING, trouble=of_disk(error))
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


def _observer_environment() -> dict[str, str]:
    places = [str(Path(datausage.__file__).parents[1]), *sys.path]
    return {
        "PATH": PATH,
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(one for one in places if one and Path(one).is_absolute()),
        "PYTHONSAFEPATH": "1",
    }


def versioned(client: Client) -> Client:
    """Return a client with its version, which it is asked for where no package says it.

    Raises:
        TargetError: it does not answer as the client does, and so is another program.
    """
    if client.version:
        return client
    try:
        _, output = unwatched(seal.here().words, alone((*client.words, "--version"), client.binds))
    except OSError as error:
        raise TargetError(f"{client.place}: its version is not known: {of_disk(error)}") from error
    if found := _VERSION.search(output):
        return replace(client, version=found[1])
    said = f"it said {one_line(output, 80)!r}" if output.strip() else "it said nothing"
    raise TargetError(f"{client.place}: this is not the client: asked for its --version, {said}")


def _keep(folder: Path, keep: Path) -> None:
    with suppress(OSError):
        shutil.copytree(folder, keep, symlinks=True, ignore=shutil.ignore_patterns(folders.ROOT))
