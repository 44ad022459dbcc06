"""Situations built from stories, by hand: one small builder per question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

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
from datausage.oracle.situations import (
    Account,
    Answering,
    Caching,
    Choosing,
    Configured,
    Event,
    HandOver,
    Happening,
    History,
    Keeping,
    Logging,
    Material,
    OptingIn,
    Protecting,
    Reporting,
    Sending,
    Session,
    Step,
    Training,
    Working,
)

from .stories import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stories import Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDED = datetime(2025, 11, 10, 12, tzinfo=UTC)
SESSION = Session(
    "session-1", ("why",), ("because",), ("x = 1",), ("/home/ada/code/x.py",), ("sk-1",)
)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)


def account(story: Story) -> Account:
    return Account(story.get("plan", Plan.FREE), story.get("access", Access.LOGIN))


def selection(story: Story) -> Choosing:
    clock = noon(story.get("clock", "2025-09-15"))
    joined = story.get("joined", "2025-03-02")
    plan = story.get("plan", Plan.FREE)
    moment = clock if joined == "this instant" else noon(joined)
    events = [Event(moment, Happening.SIGNED_UP, plan=plan)]
    chosen = story.get("chosen", ())
    for number, allow in enumerate(chosen):
        events.append(Event(clock - (len(chosen) - number) * HOUR, Happening.CHOSE, allow=allow))
    return Choosing(account(story), tuple(events), clock)


def history(story: Story, clock: datetime) -> History:
    """Return what happened around the data, up to the clock."""
    plan = story.get("plan", Plan.FREE)
    plan_then = story.get("plan then") or plan
    events = [Event(noon("2025-03-02"), Happening.SIGNED_UP, plan=plan_then)]
    if (setting := story.get("setting then", False)) is not None:
        events.append(Event(ADDED - 2 * DAY, Happening.CHOSE, allow=setting))
    if story.get("resumed"):
        events.append(Event(ADDED - 3 * DAY, Happening.STARTED, session="s"))
        events.append(Event(ADDED - HOUR, Happening.RESUMED, session="s"))
    else:
        events.append(Event(ADDED - HOUR, Happening.STARTED, session="s"))
    sent = story.get("kind") is Kind.BUG_TRANSCRIPT
    what = Happening.SENT_FEEDBACK if sent else Happening.MESSAGED
    events.append(Event(ADDED, what, session="s"))
    if opted_in := story.get("opted in"):
        by, method = opted_in
        events.append(Event(ADDED - 6 * HOUR, Happening.OPTED_IN, by=by, method=method))
    if plan_then is not plan:
        events.append(Event(ADDED + 6 * HOUR, Happening.MOVED_PLAN, plan=plan))
    if (later := story.get("selected later")) is not None:
        events.append(Event(ADDED + 12 * HOUR, Happening.CHOSE, allow=later))
    return tuple(sorted((e for e in events if e.at <= clock), key=lambda event: event.at))


def material(story: Story) -> Material:
    return Material(story.get("kind", Kind.PROMPT), "s", ADDED, story.get("venue", Venue.LOCAL))


def training(story: Story) -> Training:
    clock = ADDED + 10 * DAY
    model = story.get("model", Model.GENERATIVE)
    return Training(account(story), material(story), history(story, clock), model, clock)


def opt_in(story: Story) -> OptingIn:
    return OptingIn(
        account(story), story.get("who", Role.ADMIN), story.get("method", Method.PROGRAMME)
    )


def keeping(story: Story) -> Keeping:
    years, days = story.get("age", (0, 10))
    clock = ADDED.replace(year=ADDED.year + years) + days * DAY
    return Keeping(account(story), material(story), history(story, clock), clock)


def local_cache(story: Story) -> Caching:
    configured = story.get("configured")
    limit = 30 if configured is None else configured
    clock = ADDED + (limit + story.get("beyond the limit", 0)) * DAY
    return Caching(account(story), configured, ADDED, ADDED, clock)


def cloud_session(story: Story) -> Working:
    steps = [Step.CLONE, Step.EDIT, Step.PUSH] if story.get("cloned", True) else [Step.EDIT]
    ended = [Step.FINISH] if story.get("finished") else [Step.REQUEST]
    return Working((*steps, *ended), "https://github.invalid/ada/code", "ghp_1")


def environment(story: Story) -> dict[str, str]:
    return {name: story[name] for name in VARIABLES if name in story}


def settings(story: Story) -> dict[str, Any]:
    filed = {name: story[f"filed {name}"] for name in VARIABLES if f"filed {name}" in story}
    return {"env": filed} if filed else {}


def configured(story: Story) -> Configured:
    return Configured(environment(story), settings(story))


def handed_on(story: Story) -> HandOver:
    """Return the plainest hand-over, of everything as it came; see ``test_deeds`` for others."""
    return HandOver(configured(story), configured(story))


def bug_report(story: Story) -> Reporting:
    confirmed, issue = story.get("confirmed", True), story.get("issue", True)
    return Reporting(environment(story), settings(story), SESSION, confirmed, issue)


BUILDERS: dict[str, Callable[[Story], Any]] = {
    "selection": selection,
    "training": training,
    "opt_in": opt_in,
    "survey_record": lambda s: Answering(s.get("response", Response.NONE), SESSION, True),
    "retention": keeping,
    "presence": keeping,
    "local_cache": local_cache,
    "protection": lambda s: Protecting(
        s.get("stream", Channel.METRICS),
        s.get("state", State.IN_TRANSIT),
        s.get("venue", Venue.LOCAL),
    ),
    "cloud_session": cloud_session,
    "metrics_event": lambda _: Logging(SESSION, "start"),
    "error_event": lambda _: Logging(SESSION, "error"),
    "bug_report": bug_report,
    "provider": configured,
    "traffic": lambda s: Sending(environment(s), settings(s), s.get("service", Service.METRICS)),
    "environment": handed_on,
}
