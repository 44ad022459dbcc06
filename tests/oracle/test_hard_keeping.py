"""Situations of keeping, streams and switches that were settled by hand, one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from datausage.oracle.facts import (
    Access,
    Channel,
    Kind,
    Plan,
    Response,
    Service,
    State,
    Venue,
)
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import (
    Account,
    Answering,
    Caching,
    Configured,
    Event,
    HandOver,
    Happening,
    Keeping,
    Material,
    Protecting,
    Sending,
    Session,
    Step,
    Working,
)
from datausage.oracle.verdicts import verdict

if TYPE_CHECKING:
    from datausage.policy.edition import Edition

DAY = timedelta(days=1)
ADDED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LEAP = datetime(2028, 2, 29, 10, tzinfo=UTC)
LOGIN, ZERO = Access.LOGIN, Access.ZERO_RETENTION_KEY
PRO, TEAM, API, GOV = Plan.PRO, Plan.TEAM, Plan.API, Plan.CLAUDE_GOV
BUG, RATING, CODE, CLONE = (
    Kind.BUG_TRANSCRIPT,
    Kind.SURVEY_RATING,
    Kind.CODE,
    Kind.REPOSITORY_CLONE,
)
TELEMETRY, UMBRELLA = "DISABLE_TELEMETRY", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
BEDROCK, VERTEX = "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"
SURVEYED = Session("id", ("prompt",), ("output",), ("code",), ("/a/b.py",), ())


def kept(
    plan: Plan,
    *events: Event,
    access: Access = LOGIN,
    kind: Kind = Kind.PROMPT,
    added: datetime = ADDED,
    clock: datetime = ADDED + DAY,
) -> Keeping:
    """Return data of an account, asked about the next day; nothing else is in its session."""
    history = (Event(datetime(2025, 5, 1, tzinfo=UTC), Happening.SIGNED_UP, plan=plan), *events)
    now = [event.plan for event in history if event.plan is not None][-1]
    material = Material(kind, "s", added, Venue.LOCAL)
    return Keeping(Account(now, access), material, history, clock)


def chose(days: int, *, allow: bool) -> Event:
    """Return a choice so many days after the data was added."""
    return Event(ADDED + days * DAY, Happening.CHOSE, allow=allow)


def cached(plan: Plan, configured: int | None, age: timedelta) -> Caching:
    """Return a session on a machine whose last activity was its first."""
    return Caching(Account(plan, LOGIN), configured, ADDED, ADDED, ADDED + age)


def sending(service: Service, settings: dict[str, Any] | None = None, **process: str) -> Sending:
    """Return a configuration, with what the settings file holds under env."""
    return Sending(process, {"env": settings or {}}, service)


def handed_on(before: dict[str, str], after: dict[str, str]) -> HandOver:
    """Return a process environment that came in, and the one that went out."""
    return HandOver(Configured(before, {}), Configured(after, {}))


def working(*steps: Step) -> Working:
    """Return a cloud session."""
    return Working(steps, "https://github.invalid/r", "ghp_credential")


ALLOWED = chose(-10, allow=True)
ZERO_BUG = {"access": ZERO, "kind": BUG}
FIVE_YEARS_LATER = datetime(2033, 2, 28, 12, tzinfo=UTC)
MOVED = Event(ADDED + DAY / 2, Happening.MOVED_PLAN, plan=TEAM)

SITUATIONS: Final[dict[str, Any]] = {
    "bug transcript, zero retention": kept(API, **ZERO_BUG),
    "the same, after 5 years": kept(API, clock=ADDED.replace(2031) + 2 * DAY, **ZERO_BUG),
    "bug transcript of Team": kept(TEAM, kind=BUG),
    "Team at 30 days to the instant": kept(TEAM, clock=ADDED + 30 * DAY),
    "Team a second before 30 days": kept(TEAM, clock=ADDED + 30 * DAY - DAY / 86_400),
    "Team at the next midnight": kept(TEAM, clock=ADDED.replace(hour=0, minute=0) + 31 * DAY),
    "Team at 31 days": kept(TEAM, clock=ADDED + 31 * DAY),
    "29 February, on 28 February": kept(PRO, ALLOWED, added=LEAP, clock=FIVE_YEARS_LATER),
    "29 February, the day before": kept(PRO, ALLOWED, added=LEAP, clock=FIVE_YEARS_LATER - DAY),
    "29 February, on 1 March": kept(PRO, ALLOWED, added=LEAP, clock=FIVE_YEARS_LATER + DAY / 2),
    "29 February, on 2 March": kept(PRO, ALLOWED, added=LEAP, clock=FIVE_YEARS_LATER + 2 * DAY),
    "Gov": kept(GOV),
    "Team through Bedrock": kept(TEAM, access=Access.BEDROCK),
    "code, zero retention": kept(API, access=ZERO, kind=CODE),
    "prompt, zero retention": kept(API, access=ZERO),
    "clone, zero retention": kept(API, access=ZERO, kind=CLONE),
    "on, then off": kept(PRO, ALLOWED, chose(1, allow=False)),
    "rating of Team": kept(TEAM, kind=RATING),
    "on, then a move to Team": kept(PRO, ALLOWED, MOVED),
    "cache, zero days": cached(TEAM, 0, DAY),
    "cache, zero days, at once": cached(TEAM, 0, 0 * DAY),
    "cache, 31 days": cached(TEAM, 31, 31 * DAY - DAY / 86_400),
    "cache, 40 days, at 35": cached(TEAM, 40, 35 * DAY),
    "cache, 7 days, at 8": cached(TEAM, 7, 8 * DAY),
    "cache of Pro, at 40 days": cached(PRO, None, 40 * DAY),
    "survey answer other": Answering(Response.OTHER, SURVEYED, allowed=True),
    "no survey answer": Answering(Response.NONE, SURVEYED, allowed=True),
    "bug reports at rest in the cloud": Protecting(Channel.BUG_REPORTS, State.AT_REST, Venue.CLOUD),
    "metrics at rest in the cloud": Protecting(Channel.METRICS, State.AT_REST, Venue.CLOUD),
    "model traffic at rest": Protecting(Channel.MODEL_TRAFFIC, State.AT_REST, Venue.LOCAL),
    "surveys at rest": Protecting(Channel.SURVEYS, State.AT_REST, Venue.LOCAL),
    "cloud session, aborted": working(Step.CLONE, Step.ABORT),
    "cloud session, going on": working(Step.CLONE, Step.EDIT),
    "Bedrock 0, Vertex 1": Configured({BEDROCK: "0", VERTEX: "1"}, {}),
    "both providers 1": Configured({BEDROCK: "1", VERTEX: "1"}, {}),
    "telemetry empty, 1 in the file": sending(Service.METRICS, {TELEMETRY: "1"}, **{TELEMETRY: ""}),
    "telemetry a number in the file": sending(Service.METRICS, {TELEMETRY: 1}),
    "telemetry 0": sending(Service.METRICS, **{TELEMETRY: "0"}),
    "telemetry 0, common switch 1": sending(Service.METRICS, **{TELEMETRY: "0", UMBRELLA: "1"}),
    "surveys, nothing set": sending(Service.SURVEYS),
    "surveys on Bedrock": sending(Service.SURVEYS, **{BEDROCK: "1"}),
    "true handed on as 1": handed_on({TELEMETRY: "true"}, {TELEMETRY: "1"}),
    "1 handed on as true": handed_on({TELEMETRY: "1"}, {TELEMETRY: "true"}),
    "1 not handed on": handed_on({TELEMETRY: "1"}, {}),
    "Bedrock handed on as Vertex": handed_on({BEDROCK: "1"}, {VERTEX: "1"}),
}

ALL_PERIODS = "not-retained until-completion thirty-days five-years"
ADJUDICATED: Final = f"""
bug transcript, zero retention | retention | not-retained five-years | bug-under-zdr
the same, after 5 years | presence | gone |
bug transcript of Team | retention | five-years |
Team at 30 days to the instant | presence | gone held | period-end period-floor
Team a second before 30 days | presence | gone held | period-floor
Team at the next midnight | presence | gone held | period-end period-floor
Team at 31 days | presence | gone |
29 February, on 28 February | presence | gone held | leap-day period-end period-floor
29 February, the day before | presence | gone held | period-floor
29 February, on 1 March | presence | gone held | leap-day period-end period-floor
29 February, on 2 March | presence | gone |
Gov | retention | {ALL_PERIODS} | retention-gov
Team through Bedrock | retention | {ALL_PERIODS} | retention-named-plan-through-cloud retention-third-party
code, zero retention | retention | not-retained thirty-days | zero-retention-code
prompt, zero retention | retention | not-retained |
clone, zero retention | retention | not-retained until-completion thirty-days | clone-retention-period zero-retention-scope
on, then off | retention | thirty-days five-years | retention-setting-change
rating of Team | retention | {ALL_PERIODS} | other-records-retention
on, then a move to Team | retention | thirty-days five-years | retention-plan-move
cache, zero days | local_cache | gone held | local-cache-zero
cache, zero days, at once | local_cache | gone held | local-cache-zero
cache, 31 days | local_cache | gone held | local-cache-longer period-end
cache, 40 days, at 35 | local_cache | gone held | local-cache-longer
cache, 7 days, at 8 | local_cache | gone |
cache of Pro, at 40 days | local_cache | gone held | local-cache-others
survey answer other | survey_record.rating | none dismiss | survey-other-answer
survey answer other | survey_record.besides | nothing envelope | survey-metadata
no survey answer | survey_record.rating | none |
bug reports at rest in the cloud | protection | aes-256 tls other-encryption | bug-encryption-method
metrics at rest in the cloud | protection | aes-256 tls other-encryption none | cloud-protection
model traffic at rest | protection | aes-256 tls other-encryption none | at-rest-meaning
surveys at rest | protection | aes-256 tls other-encryption none |
cloud session, aborted | cloud_session.clone_afterwards | deleted left | abort-is-completion
cloud session, going on | cloud_session.clone_afterwards | deleted left | clone-kept-before-end
Bedrock 0, Vertex 1 | provider | bedrock vertex | set-use-bedrock both-providers
both providers 1 | provider | bedrock vertex | both-providers
telemetry empty, 1 in the file | traffic | off on | settings-precedence set-disable-telemetry
telemetry a number in the file | traffic | off on | settings-json-values
telemetry 0 | traffic | off on | set-disable-telemetry
telemetry 0, common switch 1 | traffic | off |
surveys, nothing set | traffic | off on | surveys-default
surveys on Bedrock | traffic | off on | surveys-nonessential surveys-default
true handed on as 1 | environment.metrics | kept added | set-disable-telemetry
1 handed on as true | environment.metrics | kept lost | set-disable-telemetry
1 not handed on | environment.metrics | lost |
1 not handed on | environment.error-reports | kept |
Bedrock handed on as Vertex | environment.provider | lost |
Bedrock handed on as Vertex | environment.metrics | kept |
"""  # noqa: E501 - a table
ROWS: Final = [[cell.strip() for cell in row.split("|")] for row in ADJUDICATED.split("\n") if row]

WEAKLY_OPEN: Final = {
    "code, zero retention": "not-retained",
    "cache, zero days": "gone",
    "survey answer other": "none",
    "cloud session, aborted": "deleted",
    "Bedrock 0, Vertex 1": "vertex",
    "telemetry a number in the file": "off",
}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} ({row[1]})" for row in ROWS])
def test_a_hard_situation_has_the_verdict_that_was_settled_by_hand(
    row: list[str], edition: Edition
) -> None:
    title, asked, permitted, turns_on = row
    question, _, aspect = asked.partition(".")
    found = verdict(QUESTIONS[question].aspect(aspect or question), SITUATIONS[title], edition)
    assert found.permitted == set(permitted.split())
    assert set(found.turns_on) == set(turns_on.split())


@pytest.mark.parametrize(("title", "answer"), WEAKLY_OPEN.items(), ids=WEAKLY_OPEN)
def test_where_only_a_weak_reading_differs_one_answer_is_mainstream(
    title: str, answer: str, edition: Edition
) -> None:
    question, _, aspect = next(row[1] for row in ROWS if row[0] == title).partition(".")
    found = verdict(QUESTIONS[question].aspect(aspect or question), SITUATIONS[title], edition)
    assert found.open
    assert found.mainstream == {answer}


def test_every_situation_is_judged_once_or_more() -> None:
    assert {row[0] for row in ROWS} == set(SITUATIONS)
