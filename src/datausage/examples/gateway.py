"""A small gateway that decides two things: who serves a request, and what else may be sent."""

from __future__ import annotations

import json
from typing import Any

CLOUDS = {"bedrock": "CLAUDE_CODE_USE_BEDROCK", "vertex": "CLAUDE_CODE_USE_VERTEX"}
UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
SWITCHES = {
    "metrics": "DISABLE_TELEMETRY",
    "error-reports": "DISABLE_ERROR_REPORTING",
    "bug-reports": "DISABLE_BUG_COMMAND",
}


class Gateway:
    """Try it with ``--target=datausage.examples.gateway:Gateway``."""

    def provider(self, environment: dict[str, str], settings: dict[str, Any]) -> str:
        """Return the cloud whose variable is 1, otherwise the Claude API."""
        chosen = [name for name, flag in CLOUDS.items() if _is_1(flag, environment, settings)]
        return chosen[0] if chosen else "claude-api"

    def traffic(self, environment: dict[str, str], settings: dict[str, Any], service: str) -> str:
        """Return ``off`` on a cloud or after an opt-out, otherwise ``on``."""
        switches = [*CLOUDS.values(), UMBRELLA, SWITCHES.get(service, UMBRELLA)]
        return "off" if any(_is_1(flag, environment, settings) for flag in switches) else "on"


def _is_1(flag: str, environment: dict[str, str], settings: dict[str, Any]) -> bool:
    """Look in the process environment first; a JSON number 1 counts like the text."""
    if flag in environment:
        return environment[flag] == "1"
    value = settings.get("env", {}).get(flag)
    return (value if isinstance(value, str) else json.dumps(value)) == "1"
