"""Situations: every fact an answer may depend on, one frozen type per kind of question.

The fields of a situation are the arguments of the question. All times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.facts import (
        Access,
        Channel,
        Kind,
        Method,
        Model,
        Plan,
        Response,
        Role,
        Service,
        State,
        Venue,
    )


@dataclass(frozen=True, slots=True)
class Account:
    """An account: the plan it is on now, and how it reaches a model."""

    plan: Plan
    access: Access


class Happening(StrEnum):
    """What an event of a history is."""

    SIGNED_UP = "signed-up"
    MOVED_PLAN = "moved-plan"
    CHOSE = "chose"
    STARTED = "started"
    RESUMED = "resumed"
    MESSAGED = "messaged"
    SENT_FEEDBACK = "sent-feedback"
    OPTED_IN = "opted-in"
    WITHDREW = "withdrew"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an account's history.

    ``plan`` is given for sign-ups and moves, ``allow`` for choices, ``session`` for everything
    that happens in a session, ``method`` and ``by`` for opt-ins and withdrawals.
    """

    at: datetime
    what: Happening
    session: str | None = None
    allow: bool | None = None
    plan: Plan | None = None
    method: Method | None = None
    by: Role | None = None


History = tuple[Event, ...]
"""Events in order of time, the sign-up first; none is later than the clock asked about."""


@dataclass(frozen=True, slots=True)
class Material:
    """A piece of data: its kind, the session it belongs to, when it was added, and where."""

    kind: Kind
    session: str
    added: datetime
    venue: Venue


@dataclass(frozen=True, slots=True)
class Configured:
    """A process environment and the parsed content of the settings file."""

    environment: dict[str, str]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sending:
    """A configuration, and the service that might send something."""

    environment: dict[str, str]
    settings: dict[str, Any]
    service: Service


@dataclass(frozen=True)
class HandOver:
    """What a launcher or image received, and what it handed on."""

    received: Configured
    handed_on: Configured

    @cached_property
    def unchanged(self) -> bool:
        """Whether exactly that was handed on which was received."""
        return self.received == self.handed_on


@dataclass(frozen=True, slots=True)
class Choosing:
    """An account with its history, at a moment."""

    account: Account
    history: History
    clock: datetime


@dataclass(frozen=True, slots=True)
class Training:
    """A piece of data that might train a model, at a moment."""

    account: Account
    material: Material
    history: History
    model: Model
    clock: datetime


@dataclass(frozen=True, slots=True)
class OptingIn:
    """Somebody who opts in to providing material for training."""

    account: Account
    role: Role
    method: Method


@dataclass(frozen=True, slots=True)
class Keeping:
    """A piece of data kept on servers, at a moment."""

    account: Account
    material: Material
    history: History
    clock: datetime


@dataclass(frozen=True, slots=True)
class Caching:
    """A session stored on the user's machine; ``configured_days`` is None where nothing is set."""

    account: Account
    configured_days: int | None
    created: datetime
    last_activity: datetime
    clock: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """What a session holds; each text is a canary that is found nowhere else.

    Sequences are in the order in which things happened.
    """

    id: str
    prompts: tuple[str, ...]
    outputs: tuple[str, ...]
    code: tuple[str, ...]
    paths: tuple[str, ...]
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """A survey, what the user answered, and the session around it."""

    response: Response
    session: Session
    allowed: bool


@dataclass(frozen=True, slots=True)
class Reporting:
    """A user who runs the bug command in a configuration.

    ``confirmed`` is whether the user goes through with sending, ``issue_requested`` whether a
    public issue is asked for.
    """

    environment: dict[str, str]
    settings: dict[str, Any]
    session: Session
    confirmed: bool
    issue_requested: bool


@dataclass(frozen=True, slots=True)
class Logging:
    """A session in which something happened that is logged."""

    session: Session
    happened: str


@dataclass(frozen=True, slots=True)
class Protecting:
    """A stream of data, on its way or stored, of a local or a cloud session."""

    channel: Channel
    state: State
    venue: Venue


class Step(StrEnum):
    """One step of a cloud workload."""

    CLONE = "clone"
    EDIT = "edit"
    FETCH = "fetch"
    PUSH = "push"
    REQUEST = "request"
    FINISH = "finish"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class Working:
    """A cloud session to run; ``credential`` is the canary that must never enter the sandbox."""

    workload: tuple[Step, ...]
    repository: str
    credential: str
