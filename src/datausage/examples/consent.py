"""A consent store: it keeps no state of its own and replays the events of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, Event, History

CONSUMER_PLANS = frozenset({"free", "pro", "max"})
OPENING = datetime(2025, 8, 28, tzinfo=UTC)

_ACTIVITIES = frozenset({"started", "resumed", "messaged"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an account's history says at any moment asked about."""

    account: Account
    history: History

    def plan_at(self, moment: datetime) -> str:
        """Return the plan held at the moment."""
        plans = [event.plan for event in self.history if event.plan and event.at <= moment]
        return plans[-1] if plans else self.account.plan

    def selections(self) -> list[Event]:
        """Return the valid selections: made by a consumer, once there was something to select."""
        return [
            event
            for event in self.history
            if event.what == "chose"
            and event.at >= OPENING
            and self.plan_at(event.at) in CONSUMER_PLANS
        ]

    def selected_at(self, moment: datetime) -> bool | None:
        """Return the latest selection made by the moment; None where there is none."""
        made = [event.allow for event in self.selections() if event.at <= moment]
        return made[-1] if made else None

    def setting_at(self, moment: datetime) -> str:
        """Return the setting in force: ``on``, ``off``, or ``none`` where none exists."""
        if moment < OPENING or self.plan_at(moment) not in CONSUMER_PLANS:
            return "none"
        # Who has selected nothing has allowed nothing.
        return "on" if self.selected_at(moment) else "off"

    def activities(self, session: str, since: datetime) -> list[datetime]:
        """Return when something went on in the session, from the moment on."""
        return [
            event.at
            for event in self.history
            if event.session == session and event.what in _ACTIVITIES and event.at >= since
        ]

    def consented(self, session: str, added: datetime) -> bool:
        """Tell whether the selections cover what was added to the session at that moment."""
        if self.selected_at(added) is not None:
            return self.setting_at(added) == "on"
        # Taking the session up again with the setting on brings in its earlier content.
        return any(self.setting_at(at) == "on" for at in self.activities(session, added))


def consumer_terms(plan: str, access: str) -> bool:
    """Tell whether consumer terms govern: an API key or a cloud provider means commercial ones."""
    return plan in CONSUMER_PLANS and access == "login"


def selection(account: Account, history: History, clock: datetime) -> dict[str, str]:
    """Answer whether the user may choose now, and which setting is in force."""
    may_choose = account.plan in CONSUMER_PLANS and clock >= OPENING
    setting = Ledger(account, history).setting_at(clock)
    return {"may_choose": "yes" if may_choose else "no", "setting": setting}
