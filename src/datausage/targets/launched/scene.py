"""Where one launch takes place: a home, a project, and a stand-in for the child."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.launched.program import Program

PLACES: Final = {
    "user": "~/.claude/settings.json",
    "project": ".claude/settings.json",
    "local": ".claude/settings.local.json",
}
"""The files in which settings may stand, as people write them; a later one wins."""

_RECORDING: Final = Path(__file__).with_name("recording.py").read_text("utf-8")
_LONGEST_INTERPRETER: Final = 100


@dataclass(frozen=True, slots=True)
class Scene:
    """The folders of a launch, all within ``root``."""

    root: Path

    @property
    def home(self) -> Path:
        """The home of the user."""
        return self.root / "home"

    @property
    def socket(self) -> Path:
        """Where the stand-in tells what it was handed."""
        return self.root / "s"

    def project(self, name: str = "project") -> Path:
        """Return the folder of a project, in which a launcher is started."""
        return self.root / name

    def set_up(self, program: Program) -> None:
        """Make the folders and the stand-in."""
        for folder in (self.home / ".claude", self.root / "tmp", self.root / "bin"):
            folder.mkdir(parents=True)
        stand_in = self.root / "bin" / program.child
        stand_in.write_text(_stand_in(str(self.socket)), "utf-8")
        stand_in.chmod(0o755)

    def settle(self, place: str, settings: Mapping[str, Any], name: str = "project") -> None:
        """Make a project, and write settings where they belong; none where there are none."""
        folder = self.project(name)
        (folder / ".claude").mkdir(parents=True)
        if settings:
            base = self.home if place == "user" else folder
            file = base / ".claude" / Path(PLACES[place]).name
            text = json.dumps(settings, indent=2, ensure_ascii=False)
            file.write_text(f"{text}\n", "utf-8")

    def environment(self, given: Mapping[str, str], program: Program) -> dict[str, str]:
        """Return what a launcher finds: what is given, and what programs cannot do without."""
        return {
            "PATH": ":".join((str(self.root / "bin"), *program.path)),
            "HOME": str(self.home),
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            "USER": "user",
            "TERM": "dumb",
            **given,
        }

    def replaced(self, program: Program) -> bool:
        """Say whether the stand-in is not what it was."""
        try:
            text = (self.root / "bin" / program.child).read_text("utf-8")
        except (OSError, ValueError):
            return True
        return text != _stand_in(str(self.socket))

    def strike(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.root, ignore_errors=True)


OWN: Final = frozenset(
    {"PATH", "HOME", "TMPDIR", "LANG", "USER", "TERM", "PWD", "OLDPWD", "SHLVL", "_"}
    | {"CLAUDE_CONFIG_DIR"}
)
"""Variables of the scene, and of shells; that of the folder shows in the settings found there."""


def _stand_in(socket: str) -> str:
    interpreter = sys.executable
    if len(interpreter) < _LONGEST_INTERPRETER and not any(map(str.isspace, interpreter)):
        return f"#!{interpreter} -IS\n{_RECORDING}\n\nmain({socket!r})\n"
    # A first line has neither room for long paths nor quotes. Python reads past the shell's words.
    words = f"'''exec' \"{interpreter}\" -IS \"$0\" \"$@\"\n' '''"
    return f"#!/bin/sh\n{words}\n{_RECORDING}\n\nmain({socket!r})\n"
