"""The spaces of the user's choice and of opting in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Access, Method, Plan, Role
from datausage.oracle.situations import Account, Choosing, Happening, OptingIn
from datausage.policy.edition import load
from datausage.universe.accounts import ACCESS, DAY, EVERYWHERE, OLD_SIGN_UP, PLAN, Loom, account
from datausage.universe.domains import Moments, Numbers
from datausage.universe.moments import around, read
from datausage.universe.spaces import Fact, Space

if TYPE_CHECKING:
    from collections.abc import Mapping

START: Final = load().day("choice-from-start")
DEADLINE: Final = load().day("choice-until-deadline")
DAY_AFTER: Final = DEADLINE + timedelta(days=1)

MOMENTS: Final = (
    "2025-09-20T12:00:00Z",
    "2025-08-20T12:00:00Z",
    "2026-02-01T12:00:00Z",
    *around(START),
    *around(DEADLINE),
    *around(DAY_AFTER),
)

CHOICES: Final[dict[str, tuple[bool, ...]]] = {
    "none": (),
    "on": (True,),
    "off": (False,),
    "on, off": (True, False),
    "off, on": (False, True),
    "on, off, on": (True, False, True),
    "off, on, off": (False, True, False),
}

SIGN_UPS: Final = ("before the choice existed", "when the choice existed", "at this instant")


def _choosing(facts: Mapping[str, Any]) -> Choosing:
    clock = read(facts["moment"])
    # Nobody could choose before the choice existed; close to its start, choices move together.
    since = (clock - EVERYWHERE).total_seconds()
    if facts["signed up"] == "at this instant":
        since = min(since, 0)
    choices = CHOICES[facts["choices"]] if since >= 0 else ()
    first = 1 - len(choices) - (facts["latest choice"] == "a while ago")
    pace = min(facts["seconds between events"], max(since, 0) // max(1 - first, 1))
    loom = Loom(clock, int(pace))
    signed_up = {
        "before the choice existed": OLD_SIGN_UP,
        "when the choice existed": loom.at(first - 1),
    }
    loom.sign_up(signed_up.get(facts["signed up"], clock), Plan(facts["plan"]))
    for number, allow in enumerate(choices):
        loom.add(first + number, Happening.CHOSE, allow=allow)
    history = loom.history(clock)
    return Choosing(account(facts, history), history, clock)


def _opting_in(facts: Mapping[str, Any]) -> OptingIn:
    reached = Account(Plan(facts["plan"]), Access(facts["access"]))
    return OptingIn(reached, Role(facts["who"]), Method(facts["method"]))


SPACES: Final = (
    Space(
        "selection",
        (
            PLAN,
            Fact("moment", MOMENTS, (), Moments("2025-07-01T00:00:00Z", 1, 900 * DAY)),
            Fact("choices", tuple(CHOICES)),
            Fact("latest choice", ("a while ago", "this instant")),
            Fact("signed up", SIGN_UPS),
            Fact("seconds between events", (DAY,), (1, 9 * DAY), Numbers(1, 9 * DAY)),
        ),
        _choosing,
    ),
    Space(
        "opt_in",
        (
            PLAN,
            ACCESS,
            Fact("who", tuple(map(str, Role))),
            Fact("method", tuple(map(str, Method))),
        ),
        _opting_in,
    ),
)
