"""The client as it is installed here: found, known by version and digest, and never started."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client import places
from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME: Final = "@anthropic-ai/claude-code"
PROGRAM: Final = "claude"

_MACHINES: Final[Mapping[str, str]] = {"x86_64": "x64", "aarch64": "arm64"}
_MOST_PACKAGE: Final = 1_000_000
_OF_SYSTEM: Final = ("/usr/bin", "/usr/lib", "/usr/libexec", "/usr/share", "/bin", "/lib")
_MAGIC: Final = b"\x7fELF"
_PATIENCE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Client:
    """A client that can be run.

    Attributes:
        place: where it is installed, as a full path.
        version: as its package says; empty where there is none.
        digest: the SHA-256 of what is run.
        words: how it is started, by the paths that it sees itself.
        binds: what of the host it has to see, and where.
        path: folders for its ``PATH``, before those of the system.
    """

    place: Path
    version: str
    digest: str
    words: tuple[str, ...]
    binds: tuple[tuple[str, str], ...]
    path: tuple[str, ...] = ()


def find(given: str | None = None, roots: Sequence[Path] = ()) -> Client:
    """Return the client that a path names, or the one that is installed.

    Args:
        given: what stands after ``--client``: the folder of a package, a folder into which it was
            installed, or a program.
        roots: folders from which a path may count, beside the current one.

    Raises:
        TargetError: there is none, or it cannot be run here; the message says what to do.
    """
    if given is not None:
        named = Path(given).expanduser()
        place = next((root / named for root in roots if (root / named).exists()), named.absolute())
        if not place.exists():
            raise TargetError(
                f"--client={given}: there is nothing; the path counts from {Path.cwd()}"
            )
        return _at(place, f"--client={given}")
    found = which(PROGRAM)
    if found is not None:
        return _at(Path(found).absolute(), found)
    folder = _global_folder()
    if folder is not None and (folder / NAME).is_dir():
        return _at(folder / NAME, str(folder / NAME))
    raise TargetError(
        f"there is no program {PROGRAM!r} on PATH, and no {NAME} among the global packages of npm; "
        f"install it (npm install -g {NAME}), or name it with pytest --client=PATH"
    )


def _at(place: Path, named: str) -> Client:
    real = place.resolve()
    if real.is_file():
        package = next((above for above in real.parents if _package(above)), None)
        if package is not None and not _is_binary(real):
            return _from_package(package, named)
        if _is_binary(real):
            version = str(_package(package)["version"]) if package else _of_name(real)
            return _native(real, version)
        raise TargetError(f"{named}: this is not the client: no binary, and not in {NAME}")
    for folder in (real, real / "node_modules" / NAME, real / "lib/node_modules" / NAME):
        if _package(folder):
            return _from_package(folder, named)
    raise TargetError(f"{named}: this is not the client: no package.json there names {NAME}")


def _from_package(folder: Path, named: str) -> Client:
    package = _package(folder)
    version = str(package["version"])
    script = folder / "cli.js"
    if script.is_file():
        return _script(folder, script, version, named)
    machine = _MACHINES.get(platform.machine(), platform.machine())
    for near in (folder.parents[1], folder / "node_modules"):
        for kind in ("", "-musl"):
            binary = near / f"{NAME}-linux-{machine}{kind}" / PROGRAM
            if binary.is_file():
                return _native(binary.resolve(), version)
    raise TargetError(
        f"{named}: {NAME} {version} has neither cli.js nor a binary for Linux on {machine}; "
        "install it again, without --omit=optional"
    )


def _script(folder: Path, script: Path, version: str, named: str) -> Client:
    node = _node(named)
    binds = [(str(folder), places.PACKAGE)]
    path: tuple[str, ...] = ()
    program = str(node)
    if not program.startswith(tuple(f"{one}/" for one in _OF_SYSTEM)):
        binds.append((program, places.NODE))
        program = places.NODE
        path = (str(Path(places.NODE).parent),)
    words = (program, f"{places.PACKAGE}/{script.name}")
    return Client(folder, version, _digest(script, node), words, tuple(binds), path)


def _native(binary: Path, version: str) -> Client:
    binds = ((str(binary), places.BINARY),)
    path = (str(Path(places.BINARY).parent),)
    return Client(binary, version, _digest(binary), (places.BINARY,), binds, path)


def _package(folder: Path) -> Mapping[str, Any]:
    """Return what the package in a folder says of itself; nothing where it is another one."""
    file = folder / "package.json"
    try:
        if file.stat().st_size > _MOST_PACKAGE:
            return {}
        package: object = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(package, dict) or not isinstance(package.get("version"), str):
        return {}
    name = package.get("name")
    ours = isinstance(name, str) and (name == NAME or name.startswith(f"{NAME}-linux-"))
    return package if ours else {}


def _of_name(binary: Path) -> str:
    """Return the version that the name of a binary is, as its own installer has it."""
    return binary.name if binary.name[:1].isdigit() else ""


def _is_binary(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(4) == _MAGIC
    except OSError:
        return False


def _digest(*files: Path) -> str:
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()


def _node(named: str) -> Path:
    """Return Node itself, and not what stands in for it on PATH."""
    found = which("node")
    if found is None:
        raise TargetError(f"{named}: this client is a script for Node, and node is not on PATH")
    real = _said([found, "-p", "process.execPath"])
    if not real or not Path(real).is_file():
        raise TargetError(f"{named}: this client is a script for Node, and {found} does not run")
    return Path(real).resolve()


def _global_folder() -> Path | None:
    npm = which("npm")
    said = _said([npm, "root", "--global"]) if npm else ""
    return Path(said) if said and os.path.isabs(said) else None  # noqa: PTH117 - a text, so far


def _said(words: list[str]) -> str:
    """Return the last line of what a program says; nothing where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - found on PATH, as people would run it
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
            env={**os.environ, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = done.stdout.decode("utf-8", "replace").split("\n")
    return next((line for line in reversed(lines) if line), "")
