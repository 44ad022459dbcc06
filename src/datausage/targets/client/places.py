"""Where things lie in the file system that the client sees; nothing there names the host."""

from __future__ import annotations

from typing import Final

HOME: Final = "/home/user"
PROJECT: Final = f"{HOME}/project"
SCRATCH: Final = "/tmp"  # noqa: S108 - a file system of its own, and empty
PACKAGE: Final = "/opt/claude/lib/node_modules/@anthropic-ai/claude-code"
"""The folder of the package, for a client that Node runs."""
BINARY: Final = "/opt/claude/bin/claude"
NODE: Final = "/opt/node/bin/node"
"""Node, where it does not belong to the system."""

SEALED: Final = "/sealed"
"""What the suite itself lays there."""
AUTHORITY: Final = f"{SEALED}/authority.pem"
SYSTEM_AUTHORITIES: Final = "/etc/ssl/certs/ca-certificates.crt"
PLANT: Final = f"{SEALED}/plant.cjs"
"""What makes an error in the client."""
ASKED: Final = f"{SEALED}/asked"
"""There once the model has been asked."""
MARKS: Final = f"{SEALED}/marks"
PLANTED: Final = f"{MARKS}/planted"
"""There once the error has gone off."""
FLAGGED: Final = f"{SEALED}/settings.json"
"""What ``--settings`` names."""
MANAGED: Final = "/etc/claude-code/managed-settings.json"

TRANSCRIPTS: Final = f"{HOME}/.claude/projects/{PROJECT.replace('/', '-')}"
"""Where the client keeps the sessions of the project."""
