"""Spaces over sessions: what they hold, and what must not leave them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Channel, Response, State, Venue
from datausage.oracle.situations import Answering, Logging, Protecting, Session, Step, Working
from datausage.universe.domains import Numbers
from datausage.universe.spaces import Fact, Space

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS: Final = 1_000_000
LENGTHS: Final = (1, 2, 4)

CONVERSATION: Final = (
    Fact("messages", LENGTHS),
    Fact("code pieces", LENGTHS),
    Fact("secrets", (0, 1)),
    Fact("canaries", (1, 2), (), Numbers(0, SEEDS)),
)


Texts = tuple[str, ...]


@lru_cache(1_000)
def _canary(seed: int, what: str, number: int = 0) -> str:
    """Return a word found nowhere else, the same for the same arguments."""
    name = f"{seed}/{what}/{number}"
    return "k" + hashlib.blake2b(name.encode(), digest_size=8).hexdigest()


def session(facts: Mapping[str, Any]) -> Session:
    """Return a session of which every text is a canary."""
    return Session(
        *_texts(facts["canaries"], facts["messages"], facts["code pieces"], facts["secrets"])
    )


@lru_cache(1_000)
def _texts(
    seed: int, messages: int, pieces: int, secrets: int
) -> tuple[str, Texts, Texts, Texts, Texts, Texts]:
    """Return what sessions of one kind hold: texts may be shared between them, sessions not."""

    def canary(what: str, number: int = 0) -> str:
        return _canary(seed, what, number)

    def with_secret(number: int) -> str:
        # A secret occurs in what the user writes: a copy of that holds it.
        return f" with sk-{canary('secret', number)}" if number < secrets else ""

    return (
        canary("session"),
        tuple(f"please look into {canary('prompt', n)}{with_secret(n)}" for n in range(messages)),
        tuple(f"I have found {canary('output', n)}" for n in range(messages)),
        tuple(f"def {canary('code', n)}(): return {n}" for n in range(pieces)),
        tuple(
            f"/home/{canary('user')}/{canary('folder', n)}/{canary('file', n)}.py"
            for n in range(pieces)
        ),
        tuple(f"sk-{canary('secret', n)}" for n in range(secrets)),
    )


def _answering(facts: Mapping[str, Any]) -> Answering:
    return Answering(Response(facts["response"]), session(facts), facts["setting"] == "on")


def _logging(facts: Mapping[str, Any]) -> Logging:
    return Logging(session(facts), facts["happened"])


def _protecting(facts: Mapping[str, Any]) -> Protecting:
    return Protecting(Channel(facts["stream"]), State(facts["state"]), Venue(facts["venue"]))


def _working(facts: Mapping[str, Any]) -> Working:
    middle = (
        [Step.FETCH] * facts["fetches"]
        + [Step.EDIT] * facts["edits"]
        + [Step.REQUEST] * facts["requests"]
        + [Step.PUSH] * facts["pushes"]
    )
    if facts["order"] == "mixed":
        middle = list(chain.from_iterable(zip(middle, reversed(middle), strict=True)))
    ends: dict[str, list[Step]] = {"finish": [Step.FINISH], "abort": [Step.ABORT], "none yet": []}
    start = [Step.CLONE] if facts["repository"] == "cloned" else []
    return Working(
        (*start, *middle, *ends[facts["end"]]),
        f"https://github.invalid/{_canary(facts['canaries'], 'repository')}",
        f"ghp_{_canary(facts['canaries'], 'credential')}",
    )


HAPPENINGS: Final = ("start", "tool use", "slow answer", "error", "crash", "exit")

SPACES: Final = (
    Space(
        "survey_record",
        (
            Fact("response", tuple(map(str, Response))),
            Fact("setting", ("off", "on")),
            *CONVERSATION,
        ),
        _answering,
    ),
    Space("metrics_event", (Fact("happened", HAPPENINGS), *CONVERSATION), _logging),
    Space("error_event", (Fact("happened", HAPPENINGS), *CONVERSATION), _logging),
    Space(
        "protection",
        (
            Fact("stream", tuple(map(str, Channel))),
            Fact("state", tuple(map(str, State))),
            Fact("venue", tuple(map(str, Venue))),
        ),
        _protecting,
    ),
    Space(
        "cloud_session",
        (
            Fact("repository", ("cloned", "none")),
            Fact("edits", (0, 1, 2)),
            Fact("fetches", (0, 1, 2)),
            Fact("requests", (0, 1, 2)),
            Fact("pushes", (0, 1, 2)),
            Fact("order", ("one after the other", "mixed")),
            Fact("end", ("finish", "abort", "none yet")),
            Fact("canaries", (1,), (), Numbers(0, SEEDS)),
        ),
        _working,
    ),
)
