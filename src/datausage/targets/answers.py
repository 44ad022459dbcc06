"""The answers of the questions, in plain texts and mappings.

Any decision may be answered with ``undetermined``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

ProviderAnswer = Literal["claude-api", "bedrock", "vertex", "undetermined"]
SwitchAnswer = Literal["on", "off", "undetermined"]
TrainingAnswer = Literal["permitted", "forbidden", "undetermined"]
OptInAnswer = Literal["effective", "ineffective", "undetermined"]
PeriodAnswer = Literal[
    "five-years", "thirty-days", "until-completion", "not-retained", "undetermined"
]
PresenceAnswer = Literal["held", "gone", "undetermined"]
EncryptionAnswer = Literal["tls", "aes-256", "other-encryption", "none", "undetermined"]

Payload = str | Mapping[str, Any] | list[Any]
"""What is sent, in any form in which it can be searched for what must not be in it."""


class HandedOn(TypedDict):
    """The environment and settings that a launcher or image hands on."""

    environment: Mapping[str, str]
    settings: Mapping[str, Any]


class Selected(TypedDict):
    """Whether the user may choose now, and which training setting is in force."""

    may_choose: Literal["yes", "no", "undetermined"]
    setting: Literal["on", "off", "none", "undetermined"]


class Recorded(TypedDict):
    """What a survey answer leaves behind: rating, other fields, and the training setting."""

    rating: Literal["1", "2", "3", "dismiss"] | None
    fields: Mapping[str, Any]
    setting: bool


class Reported(TypedDict):
    """What the bug command sends, how it is encrypted, and whether an issue is opened."""

    sent: bool
    payload: Payload | None
    in_transit: Literal["tls", "other-encryption", "none"]
    at_rest: Literal["aes-256", "other-encryption", "none"]
    issue_opened: bool


Trace = Sequence[Mapping[str, Any]]
"""The events of a cloud session in order: ``{"event": "clone", "where": "isolated-vm"}``, ..."""
