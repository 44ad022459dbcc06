"""The story of some data: an account, what its holder did and when, and when the data was added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import CONSUMER_PLANS, Access, Method, Plan, Role
from datausage.oracle.histories import plan_at
from datausage.oracle.situations import Account, Event, Happening, History
from datausage.policy.edition import load
from datausage.setup.accounts import ANY_PLAN, UNKNOWN
from datausage.universe.accounts import OLD_SIGN_UP, SESSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.setup.answers import Facts

ACCESSES: Final = tuple(map(str, Access))


class StoryError(ValueError):
    """What was told cannot have been so; the message says which option is to blame."""


@dataclass(frozen=True, slots=True)
class Story:
    """What was told; all moments in UTC.

    ``choices`` are the selections of a consumer, ``moves`` the plans moved to, both with their
    moments. ``kept_days`` is the number of days that is configured for the user's machine.
    """

    added: datetime
    plan: str = UNKNOWN
    access: str = UNKNOWN
    began: datetime | None = None
    last_activity: datetime | None = None
    signed_up: datetime | None = None
    choices: tuple[tuple[datetime, bool], ...] = ()
    moves: tuple[tuple[datetime, Plan], ...] = ()
    opted_in: datetime | None = None
    withdrew: datetime | None = None
    kept_days: int | None = None

    @property
    def start(self) -> datetime:
        """When the session began."""
        return self.began or self.added

    @property
    def last(self) -> datetime:
        """When something happened in the session for the last time."""
        return self.last_activity or self.added

    @property
    def sign_up(self) -> datetime:
        """When the account was made: long ago, where nothing is told."""
        moments = [OLD_SIGN_UP, self.start, *(at for at, _ in (*self.choices, *self.moves))]
        return self.signed_up or min(moments)


@dataclass(frozen=True, slots=True)
class Version:
    """The story with a plan and an access that are possible."""

    facts: Facts
    access: Access
    events: History

    def until(self, moment: datetime) -> tuple[Account, History]:
        """Return the account and its history as they were at a moment."""
        history = tuple(event for event in self.events if event.at <= moment)
        return Account(plan_at(history, moment), self.access), history


def versions(story: Story) -> Iterator[Version]:
    """Yield the story for every plan and access that are possible.

    Raises:
        StoryError: it cannot have been so.
    """
    check(story)
    plans = ANY_PLAN if story.plan == UNKNOWN else (story.plan,)
    accesses = ACCESSES if story.access == UNKNOWN else (story.access,)
    for plan, access in product(plans, accesses):
        chosen = (("plan", plan, plans), ("access", access, accesses))
        facts = tuple((name, value) for name, value, possible in chosen if len(possible) > 1)
        yield Version(facts, Access(access), _events(story, Plan(plan)))


def check(story: Story) -> None:
    """Check that a story can have been so.

    Raises:
        StoryError: it cannot.
    """
    # A day begins somewhere fourteen hours before it does in UTC.
    exists = datetime.combine(load().day("choice-from-start"), datetime.min.time(), UTC)
    for told, wrong in (
        (story.start > story.added, "--began is later than --added"),
        (story.last < story.added, "--last-activity is earlier than --added"),
        (
            any(at < exists - timedelta(hours=14) for at, _ in story.choices),
            f"--chose is earlier than the choice exists, {exists:%Y-%m-%d}",
        ),
        (
            any(moment < story.sign_up for moment in _moments(story)),
            "--signed-up is later than something else that was told",
        ),
        (story.withdrew and not story.opted_in, "--withdrew needs --opted-in"),
        (
            story.withdrew and story.opted_in and story.withdrew < story.opted_in,
            "--withdrew is earlier than --opted-in",
        ),
    ):
        if told:
            raise StoryError(wrong)


def _moments(story: Story) -> Iterator[datetime]:
    yield story.start
    yield from (at for at, _ in story.choices)
    yield from (at for at, _ in story.moves)
    if story.opted_in:
        yield story.opted_in


def _events(story: Story, plan: Plan) -> History:
    by = Role.INDIVIDUAL if plan in CONSUMER_PLANS else Role.ADMIN
    programme: dict[str, Any] = {"method": Method.PROGRAMME, "by": by}
    events = [
        Event(story.start, Happening.STARTED, session=SESSION),
        Event(story.added, Happening.MESSAGED, session=SESSION),
        *(Event(at, Happening.CHOSE, allow=allow) for at, allow in story.choices),
        *(Event(at, Happening.MOVED_PLAN, plan=to) for at, to in story.moves),
    ]
    if story.last > story.added:
        events.append(Event(story.last, Happening.RESUMED, session=SESSION))
    if story.opted_in:
        events.append(Event(story.opted_in, Happening.OPTED_IN, **programme))
    if story.withdrew:
        events.append(Event(story.withdrew, Happening.WITHDREW, **programme))
    events.sort(key=lambda event: event.at)
    return (Event(story.sign_up, Happening.SIGNED_UP, plan=plan), *events)
