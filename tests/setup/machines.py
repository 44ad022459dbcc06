"""Machines made for the tests, and the variables, files and secrets that are on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

T, E, B = "DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_BUG_COMMAND"
U = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
BEDROCK, VERTEX = "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"

CANARY = "k5ec2e7f00d5ec2e7"
"""A secret; it stands wherever a secret may stand, and must stand in no output."""

OTHERS = {"ANTHROPIC_API_KEY": f"sk-{CANARY}", "AWS_SECRET_ACCESS_KEY": CANARY, "EDITOR": "vi"}

KNOWN = ("--plan=pro", "--access=login", "--setting=off", "--opted-in=no")
"""What a test may tell of the one who uses a machine."""


@dataclass(frozen=True)
class Machine:
    """Folders of a machine; everything else of it is out of reach."""

    root: Path

    @property
    def repository(self) -> Path:
        return self.root / "work" / "repository"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def managed(self) -> Path:
        return self.root / "managed"

    @property
    def outside(self) -> Path:
        return self.root / "outside"

    def made(self) -> Machine:
        for folder in (self.repository, self.home, self.managed, self.outside):
            folder.mkdir(parents=True)
        return self

    def file(self, scope: str) -> Path:
        return {
            "project": self.repository / ".claude" / "settings.json",
            "local": self.repository / ".claude" / "settings.local.json",
            "user": self.home / ".claude" / "settings.json",
            "managed": self.managed / "managed-settings.json",
        }[scope]

    def write(self, scope: str, content: str | bytes) -> None:
        path = self.file(scope)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    @property
    def arguments(self) -> list[str]:
        return ["--home", str(self.home), "--managed", str(self.managed)]


def env(**values: Any) -> str:
    """Return a settings file of a real kind, with secrets where there may be some."""
    content = {
        "$schema": "https://json.schemastore.org/claude-code-settings.json",
        "model": "opus",
        "apiKeyHelper": f"echo {CANARY}",
        "permissions": {"allow": ["Bash(npm run:*)"], "deny": [f"Read(./{CANARY})"]},
        "env": {"ANTHROPIC_AUTH_TOKEN": CANARY, **values, "NODE_OPTIONS": "--max-old-space-size=1"},
        "hooks": {"Stop": [{"hooks": [{"type": "command", "command": f"touch {CANARY}"}]}]},
    }
    return json.dumps(content, indent=2) + "\n"
