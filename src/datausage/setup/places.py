"""The documented places of the client's settings files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = ".claude"
MANAGED: Final = "managed-settings.json"
MANAGED_FOLDERS: Final = {
    "Darwin": Path("/Library/Application Support/ClaudeCode"),
    "Windows": Path("C:/ProgramData/ClaudeCode"),
}
LINUX_MANAGED: Final = Path("/etc/claude-code")
MOST_OF_A_LABEL: Final = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a settings file may be.

    ``scope`` says whom it is for: project, local, user or managed. No link is followed out of
    ``folder``, the part of the path below ``root``. ``label`` is how the file is named to people:
    below the home folder with a tilde, so that no name of a user is told.
    """

    scope: str
    root: Path
    folder: str
    name: str
    label: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.root / self.path_in_folder

    @property
    def path_in_folder(self) -> Path:
        """Where the file is below ``root``."""
        return Path(self.folder) / self.name

    @property
    def in_repository(self) -> bool:
        """Whether the file belongs to a repository, so that a review can point into it."""
        return self.scope in ("project", "local")


def places(folder: Path, home: Path | None, managed: Path | None) -> tuple[Place, ...]:
    """Return the places for a session that is started in a folder.

    Args:
        folder: where the session is started.
        home: the user's home folder; None where there is none, or it is not to be looked at.
        managed: the folder of the managed file; None likewise.
    """
    return tuple(_places(folder, home, managed))


def managed_folder(system: str) -> Path:
    """Return where the managed file is on a system, named as ``platform.system`` names it."""
    return MANAGED_FOLDERS.get(system, LINUX_MANAGED)


def _places(folder: Path, home: Path | None, managed: Path | None) -> Iterator[Place]:
    if home is None or not _same(folder, home):
        yield Place("project", folder, FOLDER, "settings.json", _label(folder, "settings.json"))
    name = "settings.local.json"
    yield Place("local", folder, FOLDER, name, _label(folder, name))
    if home is not None:
        yield Place("user", home, FOLDER, "settings.json", f"~/{FOLDER}/settings.json")
    if managed is not None:
        label = shown((managed / MANAGED).as_posix(), MOST_OF_A_LABEL)
        yield Place("managed", managed, "", MANAGED, label)


def _label(folder: Path, name: str) -> str:
    return shown((folder / FOLDER / name).as_posix(), MOST_OF_A_LABEL)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
