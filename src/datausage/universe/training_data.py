"""The space of data that might train a model."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import TRAINING_KINDS, Kind, Model, Venue
from datausage.oracle.situations import Happening, Material, Training
from datausage.universe.accounts import (
    ACCESS,
    DAY,
    EARLIER_CHOICE,
    OLD_SIGN_UP,
    OPT_INS,
    OTHER_SESSION,
    PLAN,
    PLAN_THEN,
    SESSION,
    SETTING_LATER,
    SETTING_THEN,
    VENUE,
    Loom,
    account,
    plan_then,
)
from datausage.universe.domains import Numbers
from datausage.universe.spaces import Fact, Space

if TYPE_CHECKING:
    from collections.abc import Mapping

FACTS: Final = (
    PLAN,
    ACCESS,
    Fact("kind", tuple(map(str, TRAINING_KINDS))),
    Fact("model", tuple(map(str, Model))),
    VENUE,
    PLAN_THEN,
    Fact("setting when added", tuple(SETTING_THEN)),
    SETTING_LATER,
    EARLIER_CHOICE,
    Fact(
        "session",
        ("started after the choice", "resumed after the choice", "going on since before"),
    ),
    Fact("session afterwards", ("idle", "resumed", "went on")),
    Fact("opted in", OPT_INS),
    Fact("another session", ("none", "active")),
    Fact("seconds between events", (DAY,), (1, 60, 9 * DAY), Numbers(1, 9 * DAY)),
    Fact(
        "seconds until asked",
        (DAY, 400 * DAY),
        (0, 1),
        Numbers(0, 3_000 * DAY),
    ),
)


def _before(facts: Mapping[str, Any], loom: Loom) -> None:
    setting = facts["setting when added"]
    allow, _ = SETTING_THEN[setting]
    new = setting == "unchosen since sign-up"
    loom.sign_up(loom.at(-6) if new else OLD_SIGN_UP, plan_then(facts))
    if allow is not None:
        loom.choose(facts, allow=allow)


def _sessions(facts: Mapping[str, Any], loom: Loom) -> None:
    began = facts["session"]
    loom.add(-1 if began == "started after the choice" else -4, Happening.STARTED, session=SESSION)
    if began == "resumed after the choice":
        loom.add(-1, Happening.RESUMED, session=SESSION)
    feedback = facts["kind"] == Kind.BUG_TRANSCRIPT
    what = Happening.SENT_FEEDBACK if feedback else Happening.MESSAGED
    loom.add(0, what, session=SESSION)
    if facts["another session"] == "active":
        loom.add(-2, Happening.STARTED, session=OTHER_SESSION)
        loom.add(4, Happening.RESUMED, session=OTHER_SESSION)


def _afterwards(facts: Mapping[str, Any], loom: Loom) -> None:
    loom.move_plan(1, facts)
    loom.change_setting(2, facts)
    later = {"resumed": Happening.RESUMED, "went on": Happening.MESSAGED}
    if what := later.get(facts["session afterwards"]):
        loom.add(3, what, session=SESSION)


def _training(facts: Mapping[str, Any]) -> Training:
    _, moment = SETTING_THEN[facts["setting when added"]]
    loom = Loom(moment, facts["seconds between events"])
    _before(facts, loom)
    _sessions(facts, loom)
    loom.opt_in(facts["opted in"])
    _afterwards(facts, loom)
    clock = loom.last + timedelta(seconds=facts["seconds until asked"])
    history = loom.history(clock)
    return Training(
        account(facts, history),
        Material(Kind(facts["kind"]), SESSION, moment, Venue(facts["venue"])),
        history,
        Model(facts["model"]),
        clock,
    )


SPACES: Final = (Space("training", FACTS, _training),)
