"""A launcher's view of its configuration: the variables, who serves, and what may be sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
OWN_SWITCH = {
    "metrics": "DISABLE_TELEMETRY",
    "error-reports": "DISABLE_ERROR_REPORTING",
    "bug-reports": "DISABLE_BUG_COMMAND",
}


def merged(environment: Mapping[str, str], settings: Mapping[str, Any]) -> dict[str, str]:
    """Return all variables as texts: the settings file's, overruled by the process's own."""
    configured = settings.get("env")
    if not isinstance(configured, Mapping):
        configured = {}
    return {**{name: _as_text(value) for name, value in configured.items()}, **environment}


def opted_out(variables: Mapping[str, str], name: str) -> bool:
    """Tell whether an opt-out variable is set: whoever writes anything there wants out."""
    return variables.get(name, "") != ""


def provider_of(variables: Mapping[str, str]) -> str:
    """Return who serves; Bedrock where both variables are 1."""
    if variables.get("CLAUDE_CODE_USE_BEDROCK") == "1":
        return "bedrock"
    if variables.get("CLAUDE_CODE_USE_VERTEX") == "1":
        return "vertex"
    return "claude-api"


def allowed(variables: Mapping[str, str], service: str) -> bool:
    """Tell whether the service may be contacted: no cloud provider, no umbrella, no own switch."""
    if provider_of(variables) != "claude-api" or opted_out(variables, UMBRELLA):
        return False
    # Surveys have no switch of their own.
    own = OWN_SWITCH.get(service)
    return own is None or not opted_out(variables, own)


def provider(environment: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    """Answer who serves the requests."""
    return provider_of(merged(environment, settings))


def traffic(environment: Mapping[str, str], settings: Mapping[str, Any], service: str) -> str:
    """Answer whether the service is contacted, ``on`` or ``off``."""
    return "on" if allowed(merged(environment, settings), service) else "off"


def environment(
    environment: Mapping[str, str], settings: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Answer what is handed on: everything as received, in copies that nobody else holds."""
    return {"environment": dict(environment), "settings": deepcopy(dict(settings))}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
