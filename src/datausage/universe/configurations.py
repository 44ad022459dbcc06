"""Spaces over environment variables and the settings file."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Service
from datausage.oracle.situations import Configured, Reporting, Sending
from datausage.oracle.switches import VARIABLES
from datausage.universe.domains import JsonTexts, Texts
from datausage.universe.sessions import CONVERSATION, session
from datausage.universe.spaces import Fact, Space
from datausage.universe.values import FILED_EDGES, FILED_VALUES, PROCESS_EDGES, PROCESS_VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHERS: Final[dict[str, dict[str, str]]] = {
    "none": {},
    "a cloud region": {"AWS_REGION": "eu-central-1", "CLOUD_ML_REGION": "europe-west1"},
    "the base URL of a proxy": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:4000"},
    "a proxy": {"HTTPS_PROXY": "http://127.0.0.1:3128"},
    "names in lower case": {name.lower(): "1" for name in VARIABLES},
    "names with a suffix": {f"{name}_X": "1" for name in VARIABLES},
}
"""Variables about which the page says nothing; they must not change any answer."""

LAYOUTS: Final = ("as needed", "always an env block", "other keys too")


@cache
def filed(variable: str) -> str:
    """Return the name of the fact: the value of a variable in the settings file."""
    return f"{variable} in settings"


CONFIGURATION: Final = (
    *(Fact(name, PROCESS_VALUES, PROCESS_EDGES, Texts(PROCESS_EDGES)) for name in VARIABLES),
    *(Fact(filed(name), FILED_VALUES, FILED_EDGES, JsonTexts(FILED_EDGES)) for name in VARIABLES),
    Fact("other variables", tuple(OTHERS)),
    Fact("settings file", LAYOUTS),
)


def _environment(facts: Mapping[str, Any]) -> dict[str, str]:
    found = {name: facts[name] for name in VARIABLES if facts[name] is not None}
    return {**OTHERS[facts["other variables"]], **found}


def _settings(facts: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: _parsed(text) for name in VARIABLES if (text := facts[filed(name)]) is not None}
    layout = facts["settings file"]
    content: dict[str, Any] = {}
    if layout == "other keys too":
        content["permissions"] = {"allow": ["Read"], "deny": ["DISABLE_TELEMETRY"]}
        found["EDITOR"] = "vi"
    if found or layout != "as needed":
        content["env"] = found
    return content


def _parsed(text: str) -> Any:
    return json.loads(text) if text.lstrip()[:1] in ("[", "{") else _scalar(text)


@lru_cache(10_000)
def _scalar(text: str) -> Any:
    """Return a JSON value that situations may share, since nothing can change it."""
    return json.loads(text)


def _configured(facts: Mapping[str, Any]) -> Configured:
    return Configured(_environment(facts), _settings(facts))


def _sending(facts: Mapping[str, Any]) -> Sending:
    return Sending(_environment(facts), _settings(facts), Service(facts["service"]))


def _reporting(facts: Mapping[str, Any]) -> Reporting:
    return Reporting(
        _environment(facts),
        _settings(facts),
        session(facts),
        facts["user"] == "goes through with it",
        facts["public issue"] == "asked for",
    )


SPACES: Final = (
    Space("provider", CONFIGURATION, _configured),
    Space(
        "traffic",
        (Fact("service", tuple(map(str, Service))), *CONFIGURATION),
        _sending,
    ),
    Space("environment", CONFIGURATION, _configured),
    Space(
        "bug_report",
        (
            Fact("user", ("goes through with it", "cancels")),
            Fact("public issue", ("not asked for", "asked for")),
            *CONVERSATION,
            *CONFIGURATION,
        ),
        _reporting,
    ),
)
