"""The program that sits at the terminal: version and folder of the run are its words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from datausage.targets.client.terminal.line import Line
from datausage.targets.client.terminal.sitting import FAILED, Sitting
from datausage.targets.client.terminal.words import words
from datausage.targets.client.typist import COLUMNS, LEFT, LINES

_STANDARD_INPUT: Final = 0


def main(version: str, folder: Path) -> int:
    """Sit through a run, and leave there what was seen."""
    line = Line(_STANDARD_INPUT, LINES, COLUMNS)
    known = words(version)
    if known is None:
        screens, spoke = {f"{FAILED}-0": f"nobody knows the screens of {version}"}, False
    else:
        sitting = Sitting(line, known, json.loads((folder / "scene.json").read_text("utf-8")))
        sitting.go()
        screens, spoke = sitting.screens, sitting.spoke
    said = {"screens": screens, "spoke": spoke, "screen": line.text}
    draft = folder / f"{LEFT}.draft"
    draft.write_text(json.dumps(said), "utf-8")
    draft.rename(folder / LEFT)
    return 0


sys.exit(main(sys.argv[1], Path(sys.argv[2])))
