"""The survey about a session: how the client comes to ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME: Final = "tengu_feedback_survey_config"
_ALWAYS: Final[Mapping[str, Any]] = {
    "minTimeBeforeFeedbackMs": 0,
    "minTimeBetweenFeedbackMs": 1_800_000,
    "minTimeBetweenGlobalFeedbackMs": 3_600_000,
    "minUserTurnsBeforeFeedback": 1,
    "minUserTurnsBetweenFeedback": 15,
    "hideThanksAfterMs": 3_000,
    "onForModels": ["*"],
    "probability": 1,
}
"""Asked of everybody, after the first turn, and once only."""


def configurations(keys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the configurations that a service has for a client: where it is to ask, it is told.

    Args:
        keys: what is done at the terminal.
    """
    if not any(key.get("do") == "survey" for key in keys):
        return {}
    name = hashed(_NAME)
    return {
        name: {
            "name": name,
            "value": {**_ALWAYS},
            "rule_id": "everybody",
            "group": "everybody",
            "is_device_based": False,
            "id_type": "userID",
            "secondary_exposures": [],
        }
    }


def hashed(name: str) -> str:
    """Return a name as the service writes it: its djb2 hash, in digits."""
    number = 0
    for letter in name:
        number = (number * 31 + ord(letter)) & 0xFFFF_FFFF
    return str(number)
