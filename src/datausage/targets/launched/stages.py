"""Stages: each a keeper with a folder of its own, on which one launch after the other is set."""

from __future__ import annotations

import tempfile
import threading
from collections import deque
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from datausage.targets.launched.scene import Scene
from datausage.targets.launched.watched import Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.targets.launched.program import Program

_LONGEST: Final = 90
"""A socket has about a hundred bytes for its path."""


class Stage:
    """A keeper, and the folder that goes with it."""

    def __init__(self) -> None:
        self._scratch = _scratch()
        self._numbers = count()
        self.keeper = Keeper(self._scratch)

    @contextmanager
    def scene(self, program: Program) -> Iterator[Scene]:
        """Set up a scene, and remove it afterwards."""
        scene = Scene(self._scratch / str(next(self._numbers)))
        try:
            scene.set_up(program)
            yield scene
        finally:
            scene.strike()


class ClosedError(Exception):
    """The stages were closed before one could be taken."""


class Stages:
    """Stages that are free, made as they are needed; any thread may take one."""

    def __init__(self) -> None:
        self._free: deque[Stage] = deque()
        self._all: list[Stage] = []
        self._lock = threading.Lock()
        self.closed = 0
        """How often they were closed; who takes one says how often they were when it began."""

    def take(self, closed: int) -> Stage:
        """Return a stage that nobody uses.

        Raises:
            ClosedError: they were closed meanwhile, and nobody would end a new one.
        """
        if closed != self.closed:
            raise ClosedError
        while self._free:
            try:
                stage = self._free.pop()
            except IndexError:
                break
            if not stage.keeper.gone:
                return stage
        stage = Stage()
        with self._lock:
            if closed == self.closed:
                self._all.append(stage)
                return stage
        stage.keeper.end()
        raise ClosedError

    def give_back(self, stage: Stage) -> None:
        """Let others use it."""
        self._free.append(stage)

    def close(self) -> None:
        """End all of them, with whatever still runs there."""
        with self._lock:
            self.closed += 1
            stages, self._all = self._all, []
        self._free.clear()
        for stage in stages:
            stage.keeper.end()


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="datausage-"))
    if len(str(folder)) > _LONGEST and Path("/tmp").is_dir():  # noqa: S108 - see the limit
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="datausage-", dir="/tmp"))
    return folder.resolve()
