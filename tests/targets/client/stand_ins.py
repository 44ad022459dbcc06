"""Stand-ins for the client, each with the leaks that a test plants."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.targets.client.network import NODE, Scene, Seen, need_node, observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKAGE = Path(__file__).with_name("stand_in")
_PLANT = """
const fs = require('node:fs')
const timer = setInterval(() => {
  if (!fs.existsSync(process.env.RUN + '/model_called')) return
  clearInterval(timer)
  fs.mkdirSync(process.env.RUN + '/marks', { recursive: true })
  fs.writeFileSync(process.env.RUN + '/marks/planted', '')
  Promise.reject(new Error('planted error'))
}, 10)
timer.unref()
"""

SESSION: tuple[Mapping[str, Any], ...] = (
    {"tool": "Read", "input": {"file_path": "canary_file.py"}},
    {"tool": "Bash", "input": {"command": "echo canary_output"}},
    {
        "tool": "Edit",
        "input": {"file_path": "canary_file.py", "old_string": "1", "new_string": "2"},
    },
    {"tool": "Grep", "input": {"pattern": "canary", "path": "."}},
    {"tool": "Task", "input": {"prompt": "look around"}},
    {"tool": "Read", "input": {"file_path": "not_there.py"}},
    {"text": "hi there"},
)


def stand_in(folder: Path, **leaks: Any) -> Path:
    """Return the folder of a package that leaks in this way."""
    package = folder / "package"
    shutil.copytree(_PACKAGE, package)
    (package / "leaks.json").write_text(json.dumps(leaks))
    return package


def watched(
    folder: Path,
    leaks: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    *words: str,
    settings: Mapping[str, Any] | None = None,
    scene: Scene | None = None,
    keys: Sequence[str] = (),
) -> Seen:
    """Run a stand-in in a network with the observer; ``settings`` are by path below the home.

    ``keys`` are lines that somebody types.
    """
    need_node()
    folder.mkdir(exist_ok=True)
    package = stand_in(folder, **(leaks or {}))
    project = folder / "project"
    project.mkdir()
    (project / "canary_file.py").write_text("canary_code = 1\n")
    (folder / "plant.cjs").write_text(_PLANT)
    for path, said in (settings or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(said))
    ours = {
        "ANTHROPIC_API_KEY": "sk-ant-api03-fakefakefakefakefakefake-FAKEAA",
        "NODE_OPTIONS": f"--require={folder / 'plant.cjs'} --unhandled-rejections=warn",
    }
    return observed(
        folder,
        NODE,
        str(package / "cli.js"),
        *(words or ("-p", "say hi")),
        scene=scene or Scene(answers=SESSION),
        environment={**ours, **(environment or {})},
        at=project,
        typed="".join(f"{line}\n" for line in keys),
    )
