"""The file system that the client sees: little of the host, and read-only what there is of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.targets.client import kernel, places

if TYPE_CHECKING:
    from collections.abc import Sequence

_OF_USR: Final = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec", "share")
_BESIDE_USR: Final = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_OF_ETC: Final = ("alternatives", "ld.so.cache")
_DEVICES: Final = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS: Final = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}

_ROOM: Final = {
    places.HOME: "256m",
    places.SCRATCH: "256m",
    places.MARKS: "64k",
    "/dev/shm": "64m",  # noqa: S108 - a file system of its own
}
"""Where the client may write, and how much."""
_MOST_FILES: Final = 50_000
_UNTOUCHED: Final = kernel.READ_ONLY | kernel.NO_SETUID | kernel.NO_DEVICES


class World:
    """The tree that becomes the client's root, as it stands for those outside."""

    def __init__(self, root: Path, owner: int) -> None:
        """Begin it as an empty file system on a folder that is there.

        Args:
            root: the folder.
            owner: the user to whom belongs what the client may write to.
        """
        self._root = root
        self._owner = owner
        kernel.mount("tmpfs", str(root), "tmpfs", options="size=32m,mode=755")

    def outside(self, path: str) -> str:
        """Return the path outside of one inside."""
        return f"{self._root}{path}"

    def furnish(self, binds: Sequence[Sequence[str]]) -> None:
        """Set up what every client needs, and show it files and folders of the host.

        Args:
            binds: pairs of what is shown, and where; programs and libraries of the system apart.
        """
        for name in _OF_USR:
            self._show(f"/usr/{name}", f"/usr/{name}")
        for name in _BESIDE_USR:
            self._show(f"/{name}", f"/{name}")
        for name in _OF_ETC:
            self._show(f"/etc/{name}", f"/etc/{name}")
        for source, target in binds:
            self._show(source, target)
        self._devices()
        for path, size in _ROOM.items():
            self._folder(path)
            options = f"size={size},nr_inodes={_MOST_FILES},mode=700"
            kernel.mount("tmpfs", self.outside(path), "tmpfs", options=options)
            kernel.restrict(self.outside(path), kernel.NO_SETUID | kernel.NO_DEVICES)
            self._give(self.outside(path))
        for path in ("/proc", "/run", "/var"):
            self._folder(path)

    def write(self, path: str, text: str, changed: float | None = None) -> None:
        """Write a file, which belongs to the client where it may write.

        Args:
            path: where, as the client sees it.
            text: what stands in it.
            changed: when it was changed last, in seconds since 1970; now if None.
        """
        self._folder(str(Path(path).parent))
        outside = Path(self.outside(path))
        outside.write_text(text, "utf-8", newline="")
        outside.chmod(0o644)
        self._give(str(outside), path)
        if changed is not None:
            os.utime(outside, (changed, changed))

    def give(self, path: str) -> None:
        """Let a file be the client's own, wherever it lies."""
        self._give(self.outside(path))

    def remove(self, path: str) -> None:
        """Remove a file of our own, if it is there."""
        Path(self.outside(path)).unlink(missing_ok=True)

    def there(self, path: str) -> bool:
        """Say whether a plain file lies there now, without following any link of the client's."""
        *folders, name = Path(path).parts[1:]
        place = os.open(self._root, os.O_PATH | os.O_DIRECTORY)
        try:
            for folder in folders:
                flags = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW
                inner = os.open(folder, flags, dir_fd=place)
                os.close(place)
                place = inner
            os.close(os.open(name, os.O_PATH | os.O_NOFOLLOW, dir_fd=place))
        except OSError:
            return False
        finally:
            os.close(place)
        return True

    def enter(self) -> None:
        """Make it the root of this process, which has its own mounts and its own processes."""
        # Nobody sees the processes of others, not even their names.
        kernel.mount("proc", self.outside("/proc"), "proc", options="hidepid=2")
        kernel.restrict(
            self.outside("/proc"), kernel.NO_SETUID | kernel.NO_DEVICES | kernel.NO_PROGRAMS
        )
        kernel.restrict(str(self._root), _UNTOUCHED)
        kernel.restrict(self.outside("/dev"), kernel.READ_ONLY | kernel.NO_SETUID)
        kernel.enter_root(str(self._root))

    def _show(self, source: str, target: str) -> None:
        """Show what the host has somewhere; a link as the same link, nothing as nothing."""
        outside = Path(self.outside(target))
        here = Path(source)
        if here.is_symlink() and source == target:
            self._folder(str(Path(target).parent))
            outside.symlink_to(here.readlink())
            return
        if not here.exists():
            return
        if here.is_dir():
            self._folder(target)
        else:
            self._folder(str(Path(target).parent))
            outside.touch()
        kernel.mount(source, str(outside), flags=kernel.BIND | kernel.RECURSIVELY)
        kernel.restrict(str(outside), _UNTOUCHED, whole_tree=True)

    def _devices(self) -> None:
        self._folder("/dev")
        kernel.mount("tmpfs", self.outside("/dev"), "tmpfs", options="size=64k,mode=755")
        for name in _DEVICES:
            path = self.outside(f"/dev/{name}")
            Path(path).touch()
            kernel.mount(f"/dev/{name}", path, flags=kernel.BIND)
            kernel.restrict(path, kernel.NO_SETUID | kernel.NO_PROGRAMS)
        self._folder("/dev/pts")
        options = "newinstance,ptmxmode=0666,mode=620"
        kernel.mount("devpts", self.outside("/dev/pts"), "devpts", options=options)
        for name, goal in {**_LINKS, "ptmx": "pts/ptmx"}.items():
            Path(self.outside(f"/dev/{name}")).symlink_to(goal)

    def _folder(self, path: str) -> None:
        """Make a folder with all above it; those where the client may write are its own."""
        so_far = ""
        for name in Path(path).parts[1:]:
            so_far += f"/{name}"
            with suppress(FileExistsError):
                Path(self.outside(so_far)).mkdir(mode=0o755)
                self._give(self.outside(so_far), so_far)

    def _give(self, outside: str, path: str | None = None) -> None:
        if path is None or any(path.startswith(f"{room}/") for room in _ROOM):
            os.chown(outside, self._owner, self._owner, follow_symlinks=False)
