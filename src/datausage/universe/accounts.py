"""Facts about accounts, and the weaving of histories from facts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Access, Method, Plan, Role, Venue
from datausage.oracle.situations import Account, Event, Happening, History
from datausage.policy.edition import load
from datausage.universe.moments import beginning_everywhere
from datausage.universe.spaces import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN: Final = Fact("plan", tuple(map(str, Plan)))
ACCESS: Final = Fact("access", tuple(map(str, Access)))
PLAN_THEN: Final = Fact("plan when added", ("the same", str(Plan.PRO), str(Plan.TEAM)))

SESSION: Final = "the session"
OTHER_SESSION: Final = "another session"
DAY: Final = 86_400

LATER: Final = 2
EVERYWHERE: Final = beginning_everywhere(load().day("choice-from-start"))
"""The moment from which on the choice exists in every time zone."""

OLD_SIGN_UP: Final = datetime(2025, 5, 1, 12, tzinfo=UTC)

SETTING_THEN: Final[dict[str, tuple[bool | None, datetime]]] = {
    "off": (False, datetime(2025, 12, 1, 12, tzinfo=UTC)),
    "on": (True, datetime(2025, 12, 1, 12, tzinfo=UTC)),
    "unchosen in the period": (None, datetime(2025, 9, 20, 12, tzinfo=UTC)),
    "unchosen after the period": (None, datetime(2025, 12, 1, 12, tzinfo=UTC)),
    "unchosen since sign-up": (None, datetime(2025, 12, 1, 12, tzinfo=UTC)),
    "before the choice existed": (None, datetime(2025, 8, 1, 12, tzinfo=UTC)),
}
"""Per value of the fact: the choice in force, if any, and when the data was added."""

UNCHOSEN: Final = tuple(name for name, (allow, _) in SETTING_THEN.items() if allow is None)


def account(facts: Mapping[str, Any], history: History) -> Account:
    """Return the account as its history left it."""
    plans = [event.plan for event in history if event.plan is not None]
    return Account(plans[-1], Access(facts.get("access", Access.LOGIN)))


def plan_then(facts: Mapping[str, Any]) -> Plan:
    """Return the plan on which the data was added."""
    then = facts["plan when added"]
    return Plan(facts["plan"] if then == "the same" else then)


@dataclass(slots=True)
class Loom:
    """Collects events relative to one moment, in steps of one pace, and puts them in order."""

    moment: datetime
    pace: int
    events: list[Event] = field(default_factory=list)

    def at(self, steps: float) -> datetime:
        """Return the moment some steps later, or earlier where negative.

        From the second step on nothing happens before the choice exists: what happens then
        may be a selection, or follow one.
        """
        seconds = steps * self.pace
        # However close events are, what is before or after stays so.
        seconds = math.floor(seconds) if seconds < 0 else math.ceil(seconds)
        moment = self.moment + timedelta(seconds=seconds)
        if steps < LATER:
            return moment
        return moment + max(EVERYWHERE - self.at(LATER - 1) - self.step, timedelta(0))

    @property
    def step(self) -> timedelta:
        """The time between two events."""
        return timedelta(seconds=self.pace)

    def add(self, steps: float, what: Happening, **details: Any) -> None:
        """Add an event some steps away from the moment."""
        self.events.append(Event(self.at(steps), what, **details))

    def sign_up(self, at: datetime, plan: Plan) -> None:
        """Add the sign-up, before everything else."""
        self.events.append(Event(at, Happening.SIGNED_UP, plan=plan))

    def opt_in(self, name: str) -> None:
        """Add the opt-in that a fact names, before or after the moment."""
        if name == "none":
            return
        by = Role.MEMBER if name.startswith("member") else Role.ADMIN
        method = Method.OTHER if name.endswith("other method") else Method.PROGRAMME
        steps = 0.2 if name.endswith("afterwards") else -0.2
        self.add(steps, Happening.OPTED_IN, by=by, method=method)
        if name.endswith("withdrawn before"):
            self.add(-0.1, Happening.WITHDREW, by=by, method=method)
        if name.endswith("withdrawn"):
            self.add(0.4, Happening.WITHDREW, by=by, method=method)

    def history(self, until: datetime) -> History:
        """Return the events up to a moment, in order of time."""
        return tuple(sorted((e for e in self.events if e.at <= until), key=lambda e: e.at))

    def move_plan(self, steps: float, facts: Mapping[str, Any]) -> None:
        """Add the move to the plan of today, where the data was added on another one."""
        if facts["plan when added"] != "the same":
            self.add(steps, Happening.MOVED_PLAN, plan=Plan(facts["plan"]))

    def change_setting(self, steps: float, facts: Mapping[str, Any]) -> None:
        """Add the later choice that a fact names."""
        later = facts["setting changed later"]
        if later != "no":
            self.add(steps, Happening.CHOSE, allow=later.startswith("to on"))
        if later.endswith("then off"):
            self.add(steps + 3, Happening.CHOSE, allow=False)

    def choose(self, facts: Mapping[str, Any], *, allow: bool) -> None:
        """Add the choice in force at the moment, and an earlier one where a fact names it."""
        if facts["earlier choice"] != "none":
            self.add(-5, Happening.CHOSE, allow=facts["earlier choice"] == "on")
        self.add(-3, Happening.CHOSE, allow=allow)

    @property
    def last(self) -> datetime:
        """The moment of the last event."""
        return max([self.moment, *(event.at for event in self.events)])


SETTING_LATER: Final = Fact("setting changed later", ("no", "to off", "to on", "to on, then off"))
EARLIER_CHOICE: Final = Fact("earlier choice", ("none", "off", "on"))
VENUE: Final = Fact("venue", tuple(map(str, Venue)))

OPT_INS: Final = (
    "none",
    "admin, programme",
    "admin, other method",
    "member, programme",
    "admin, programme, withdrawn",
    "admin, programme, afterwards",
    "admin, programme, withdrawn before",
)
