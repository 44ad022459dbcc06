"""The program: it drives a client through a scene, and leaves what it saw in the folder."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

from datausage.targets.client.driver import FAILED
from datausage.targets.client.driver.line import GoneError, Line
from datausage.targets.client.driver.sitting import Sitting, interrupt
from datausage.targets.client.driver.words import words
from datausage.targets.client.terminal import COLUMNS, LINES


def main(version: str, folder: Path, end: int) -> int:
    """Drive a client of some version, at this end of its terminal, until it is gone."""
    line = Line(end, LINES, COLUMNS)
    known = words(version)
    if known is None:
        screens = {f"{FAILED}-0": f"nobody has looked at the screens of version {version}"}
        with suppress(GoneError):
            interrupt(line)
    else:
        sitting = Sitting(line, known, json.loads((folder / "scene.json").read_text("utf-8")))
        sitting.go()
        screens = sitting.screens
    with suppress(GoneError):
        while True:
            line.rest(1.0)
    (folder / "screens.json").write_text(json.dumps(screens), "utf-8")
    (folder / "output").write_text(line.text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
