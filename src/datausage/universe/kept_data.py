"""The spaces of data kept on servers and on the user's machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Access, Kind, Plan, Venue
from datausage.oracle.situations import Account, Caching, Event, Happening, Keeping, Material
from datausage.policy.edition import load
from datausage.universe.accounts import (
    ACCESS,
    DAY,
    EARLIER_CHOICE,
    LATER,
    OLD_SIGN_UP,
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
from datausage.universe.domains import Moments, Numbers
from datausage.universe.moments import later, read
from datausage.universe.spaces import Fact, Space

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAYS: Final = load().count("retention-commercial", "days")
_YEARS: Final = load().count("retention-consumer-allowed", "years")

AGES: Final = (
    "1d",
    f"{_DAYS}d -1s",
    f"{_DAYS}d",
    f"{_DAYS + 1}d",
    f"{_YEARS}y -1d",
    f"{_YEARS}y",
    f"{_YEARS}y +2d",
)
AGE_EDGES: Final = (
    "0d",
    f"{_DAYS - 1}d",
    f"{_DAYS}d +1s",
    f"{_DAYS + 10}d",
    f"{_YEARS * 365}d",
    f"{_YEARS}y -1s",
    f"{_YEARS}y +1s",
    f"{_YEARS}y +1d",
    f"{4 * _YEARS}y",
)
_ANY: Final = datetime(2026, 1, 15, 12, tzinfo=UTC)
_ALL_AGES: Final = (*AGES, *AGE_EDGES)

# The day on which a period ends may count, and five years may end on a 29 February that is not.
AFTER_DAYS: Final = tuple(
    age for age in _ALL_AGES if later(_ANY, age) >= later(_ANY, f"{_DAYS + 1}d")
)
AFTER_YEARS: Final = tuple(
    age for age in _ALL_AGES if later(_ANY, age) >= later(_ANY, f"{_YEARS}y +2d")
)
"""The ages at which a period is over, however it is counted."""

ADDED: Final = ("2025-11-03T10:00:00Z", "2028-02-29T23:30:00Z", "2026-02-28T00:00:00Z")
EARLY: Final = "before the choice existed"


KEEPING: Final = (
    PLAN,
    ACCESS,
    Fact("kind", tuple(map(str, Kind))),
    VENUE,
    PLAN_THEN,
    Fact("setting when added", ("off", "on", "unchosen", EARLY)),
    SETTING_LATER,
    EARLIER_CHOICE,
    Fact("added", ADDED, (), Moments("2025-11-03T12:00:00Z", DAY, 2_000)),
    Fact("last activity", ("then", "10d", "2y")),
)


def _keeping(facts: Mapping[str, Any]) -> Keeping:
    early = facts["setting when added"] == EARLY
    moment = SETTING_THEN[EARLY][1] if early else read(facts["added"])
    loom = Loom(moment, DAY)
    loom.sign_up(OLD_SIGN_UP, plan_then(facts))
    if facts["setting when added"] in ("off", "on"):
        loom.choose(facts, allow=facts["setting when added"] == "on")
    loom.add(-1, Happening.STARTED, session=SESSION)
    loom.add(0, Happening.MESSAGED, session=SESSION)
    loom.move_plan(0.25, facts)
    # Nobody selects before the choice exists.
    loom.change_setting(LATER if early else 0.5, facts)
    if facts["last activity"] != "then":
        last = later(moment, facts["last activity"])
        loom.events.append(Event(last, Happening.RESUMED, session=SESSION))
    clock = later(moment, facts["age"])
    history = loom.history(clock)
    return Keeping(
        account(facts, history),
        Material(Kind(facts["kind"]), SESSION, moment, Venue(facts["venue"])),
        history,
        clock,
    )


CACHE_AGES: Final = ("0s", "limit -1s", "limit", "limit +1s", "limit +1d")
CACHE_AGE_EDGES: Final = ("1d", "limit -1d", "limit +2d", "400d")
CACHE_START: Final = "2026-03-01T09:30:00Z"


def _caching(facts: Mapping[str, Any]) -> Caching:
    configured = None if facts["configured days"] == "none" else facts["configured days"]
    limit = load().count("local-cache-default", "days") if configured is None else configured
    created = read(CACHE_START)
    last = later(created, facts["last activity"])
    clock = max(last, later(last, facts["age"].replace("limit", f"{limit}d")))
    return Caching(Account(Plan(facts["plan"]), Access.LOGIN), configured, created, last, clock)


SPACES: Final = (
    Space("retention", (*KEEPING, Fact("age", ("1d", f"{_DAYS + 10}d"))), _keeping),
    Space("presence", (*KEEPING, Fact("age", AGES, AGE_EDGES)), _keeping),
    Space(
        "local_cache",
        (
            PLAN,
            Fact(
                "configured days",
                ("none", 0, 1, 7, 30, 31, 365),
                (29,),
                Numbers(0, 4_000),
            ),
            Fact("age", CACHE_AGES, CACHE_AGE_EDGES),
            Fact("last activity", ("0s", "10d")),
        ),
        _caching,
    ),
)
