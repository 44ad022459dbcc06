"""A stand-in for the client at a terminal, on a line of its own, without any seal."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import termios
import threading
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datausage.targets.client.driver.__main__ import main
from datausage.targets.client.scene import Scene
from datausage.targets.client.screens import REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = Path(__file__).with_name("drawing.py")


@dataclass(frozen=True)
class Driven:
    """How driving the stand-in ended, and what it was told."""

    screens: Mapping[str, str]
    output: str
    code: int
    told: str


def drive(folder: Path, manner: str = "", version: str = "2.0.30", **given: Any) -> Driven:
    """Have the stand-in of some manner driven through a scene, on a terminal of its own."""
    scene = Scene(**{"keys": REPORT, "seconds": 25.0, "fails": False, **given})
    (folder / "scene.json").write_text(scene.written())
    ours, theirs = os.openpty()
    ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    client = subprocess.Popen(
        [sys.executable, "-I", str(PROGRAM), str(folder / "told"), manner],
        stdin=theirs,
        stdout=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    ending = threading.Timer(scene.seconds, client.kill)
    ending.start()
    try:
        assert main(version, folder, ours) == 0
        code = client.wait(10)
    finally:
        ending.cancel()
        client.kill()
        client.wait()
        os.close(ours)
    told = folder / "told"
    return Driven(
        json.loads((folder / "screens.json").read_text()),
        (folder / "output").read_text(),
        code,
        told.read_text() if told.exists() else "",
    )
