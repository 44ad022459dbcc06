"""Where the variables of a situation are set, and how the client is then run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from datausage.targets.client.scene import PLACES, SPOKEN_OF, Place, Scene
from datausage.targets.client.screens import REPORT
from datausage.targets.client.sessions import ORDINARY

SEEN_ELSEWHERE: Final = ("PATH", "HOME", "TMPDIR")
"""Variables that a run has a use for itself: no situation may set them."""

VARIABLES: Final = (
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    "DISABLE_TELEMETRY",
    "DISABLE_ERROR_REPORTING",
    "DISABLE_BUG_COMMAND",
)

CONTESTED: Final = "DISABLE_TELEMETRY"
"""A variable that is set otherwise in a second file: which one counts is the same for others."""


def configured(given: Mapping[str, Any]) -> tuple[Scene, ...] | None:
    """Return the runs that show what variables do, or None where they cannot be set.

    What stands in settings is put into every place in turn, and in every other place it is a
    resumed session that meets it; which ones these are follows from the situation. What stands in
    the environment alone is met by a new session, by one that is resumed and by one with a user at
    a terminal. Of several variables there is one run: what goes wrong with many of them mostly
    goes wrong with one.
    """
    environment, settings = given["environment"], given["settings"]
    if not _settable(environment):
        return None
    plain = Scene(environment=environment, answers=ORDINARY)
    if settings:
        _, turn = _numbers(environment, settings)
        filed = (
            replace(plain, settings={place: settings}, resumed=bool((turn + number) % 2))
            for number, place in enumerate(_places(environment, settings))
        )
        opposed = (replace(plain, settings=files) for files in _in_conflict(settings))
        return *filed, *opposed
    if _several(environment):
        return (plain,)
    # The last is the run that shows whether bug reports are on: there is nothing more to pay.
    return plain, replace(plain, resumed=True), replace(plain, keys=REPORT)


def in_one_place(given: Mapping[str, Any], plain: Scene) -> tuple[Scene, ...] | None:
    """Return a run with the settings of a situation in one place; None where it cannot be set."""
    environment, settings = given["environment"], given["settings"]
    if not _settable(environment):
        return None
    filed = {_place(environment, settings): settings} if settings else {}
    return (replace(plain, environment=environment, settings=filed),)


def _several(variables: Any) -> bool:
    return isinstance(variables, Mapping) and sum(name in variables for name in VARIABLES) > 1


def _settable(environment: Mapping[str, str]) -> bool:
    return not any(
        name in SEEN_ELSEWHERE or not name or "=" in name or "\0" in name + value
        for name, value in environment.items()
    )


def _places(environment: Mapping[str, str], settings: Mapping[str, Any]) -> tuple[Place, ...]:
    if _several(settings.get("env")):
        return (_place(environment, settings),)
    return tuple(PLACES)


def _place(environment: Mapping[str, str], settings: Mapping[str, Any]) -> Place:
    """Return one place of those that the page speaks of; it follows from the situation."""
    number, _ = _numbers(environment, settings)
    return SPOKEN_OF[number % len(SPOKEN_OF)]


def _numbers(environment: Mapping[str, str], settings: Mapping[str, Any]) -> tuple[int, int]:
    """Return two numbers that follow from a situation, for what may be one way or another."""
    text = Scene(environment=environment, settings={Place.USER: settings}).written()
    first, second, *_ = hashlib.sha256(text.encode()).digest()
    return first, second


def _in_conflict(settings: Mapping[str, Any]) -> tuple[Mapping[Place, Mapping[str, Any]], ...]:
    """Return pairs of files of which one sets a variable to 1, and the other one to 0.

    The first is the user's in one pair, and the project's in the other.
    """
    if settings != {"env": {CONTESTED: "1"}}:
        return ()
    first, second = SPOKEN_OF
    other = {"env": {CONTESTED: "0"}}
    return {first: settings, second: other}, {second: settings, first: other}
