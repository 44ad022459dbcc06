"""What no file tells: the account, and what its holder chose; each known or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import (
    CONSUMER_PLANS,
    Access,
    Kind,
    Method,
    Plan,
    Provider,
    Role,
    Venue,
)
from datausage.oracle.situations import Account, Event, Happening, History, Material
from datausage.universe.accounts import EVERYWHERE, OLD_SIGN_UP, SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from datausage.setup.answers import Facts

UNKNOWN: Final = "unknown"
PLANS: Final = tuple(map(str, Plan))
ANY_PLAN: Final = tuple(
    map(str, (Plan.PRO, Plan.TEAM, Plan.API, Plan.THIRD_PARTY_PLATFORM, Plan.CLAUDE_GOV))
)
"""One plan of each sort: the page treats Free and Max like Pro, and Enterprise like Team."""

ACCESSES: Final = (str(Access.LOGIN), str(Access.API_KEY), str(Access.ZERO_RETENTION_KEY))
SETTINGS: Final = ("on", "off", "none")
OPT_INS: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Told:
    """What people told of an account; ``unknown`` where they do not know.

    ``provider`` is None where the variables say who serves the requests.
    """

    plan: str = UNKNOWN
    access: str = UNKNOWN
    setting: str = UNKNOWN
    opted_in: str = UNKNOWN
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One account that is possible, with the facts that are supposed in it."""

    facts: Facts
    account: Account
    history: History
    added: datetime
    clock: datetime

    def material(self, kind: Kind) -> Material:
        """Return a piece of data of this account; a clone is one in the cloud."""
        venue = Venue.CLOUD if kind is Kind.REPOSITORY_CLONE else Venue.LOCAL
        return Material(kind, SESSION, self.added, venue)


def cases(told: Told, providers: tuple[str, ...], today: date) -> Iterator[Case]:
    """Yield every account that is possible by what was told.

    Args:
        told: what is known of the account.
        providers: who may serve the requests.
        today: the day on which data is added, and asked about.
    """
    choices = {
        "plan": _possible(told.plan, ANY_PLAN),
        "access": _accesses(told.access, providers),
        "setting": _possible(told.setting, SETTINGS),
        "opted-in": _possible(told.opted_in, OPT_INS),
    }
    for values in product(*choices.values()):
        chosen = dict(zip(choices, values, strict=True))
        facts = tuple((name, chosen[name]) for name in choices if len(choices[name]) > 1)
        yield _case(facts, chosen, today)


def _possible(told: str, all_of_them: tuple[str, ...]) -> tuple[str, ...]:
    return all_of_them if told == UNKNOWN else (told,)


def _accesses(told: str, providers: tuple[str, ...]) -> tuple[str, ...]:
    """A cloud provider is the way to the model itself; else there are login and keys."""
    found = [p for p in providers if p != Provider.CLAUDE_API]
    if Provider.CLAUDE_API in providers:
        found += _possible(told, ACCESSES)
    return tuple(access for access in map(str, Access) if access in found)


def _case(facts: Facts, chosen: dict[str, str], today: date) -> Case:
    plan, access = Plan(chosen["plan"]), Access(chosen["access"])
    # Nobody chooses before the choice exists; what is asked about comes after that.
    clock = max(datetime.combine(today, time(12), UTC), EVERYWHERE + timedelta(days=2))
    added = clock - timedelta(hours=1)
    events = [Event(OLD_SIGN_UP, Happening.SIGNED_UP, plan=plan)]
    if plan in CONSUMER_PLANS and chosen["setting"] != "none":
        allow = chosen["setting"] == "on"
        events.append(Event(EVERYWHERE, Happening.CHOSE, allow=allow))
    if chosen["opted-in"] == "yes":
        by = Role.INDIVIDUAL if plan in CONSUMER_PLANS else Role.ADMIN
        opted_in = Event(EVERYWHERE, Happening.OPTED_IN, method=Method.PROGRAMME, by=by)
        events.append(opted_in)
    events += [
        Event(added - timedelta(hours=1), Happening.STARTED, session=SESSION),
        Event(added, Happening.MESSAGED, session=SESSION),
    ]
    return Case(facts, Account(plan, access), tuple(events), added, clock)
