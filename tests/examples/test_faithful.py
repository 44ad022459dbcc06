"""Documented facts, checked by hand on the faithful implementation and its neighbours."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import datausage.policy
from datausage.examples import careless, faithful
from datausage.examples.gateway import Gateway
from datausage.oracle.facts import Access, Kind, Method, Model, Plan, Response, Role, Venue
from datausage.oracle.situations import Account, Event, Happening, Material, Session, Step

UMBRELLA = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
SERVICES = ["metrics", "error-reports", "bug-reports"]
SWITCHES = {
    "metrics": "DISABLE_TELEMETRY",
    "error-reports": "DISABLE_ERROR_REPORTING",
    "bug-reports": "DISABLE_BUG_COMMAND",
}
CLOUDS = {"bedrock": "CLAUDE_CODE_USE_BEDROCK", "vertex": "CLAUDE_CODE_USE_VERTEX"}

JOINED = datetime(2025, 9, 1, tzinfo=UTC)
NOW = datetime(2025, 12, 1, tzinfo=UTC)
PRO = Account(Plan.PRO, Access.LOGIN)
TEAM = Account(Plan.TEAM, Access.LOGIN)
API = Account(Plan.API, Access.API_KEY)
SESSION = Session(
    id="s",
    prompts=("prompt-one", "prompt-two"),
    outputs=("output-one",),
    code=("code-one",),
    paths=("path-one",),
    secrets=("secret-one",),
)


def day(number: int) -> datetime:
    return JOINED + timedelta(days=number)


def history(account: Account, *events: Event) -> tuple[Event, ...]:
    return (Event(JOINED, Happening.SIGNED_UP, plan=account.plan), *events)


def chose(number: int, allow: bool) -> Event:
    return Event(day(number), Happening.CHOSE, allow=allow)


def messaged(number: int) -> Event:
    return Event(day(number), Happening.MESSAGED, session="s")


def trained(account: Account, added: int, *events: Event, kind: Kind = Kind.PROMPT) -> str:
    return faithful.training(
        account=account,
        material=Material(kind, "s", day(added), Venue.LOCAL),
        history=history(account, *events),
        model=Model.GENERATIVE,
        clock=NOW,
    )


def kept(account: Account, *events: Event, kind: Kind = Kind.PROMPT) -> str:
    material = Material(kind, "s", day(5), Venue.LOCAL)
    return faithful.retention(
        account=account, material=material, history=history(account, *events), clock=NOW
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_named_service_is_on_by_default_on_the_claude_api(service: str) -> None:
    assert faithful.traffic(environment={}, settings={}, service=service) == "on"


@pytest.mark.parametrize("service", SERVICES)
def test_the_own_switch_turns_off_its_service_and_no_other(service: str) -> None:
    environment = {SWITCHES[service]: "1"}
    off = [name for name in SERVICES if faithful.traffic(environment, {}, name) == "off"]
    assert off == [service]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("switch", [UMBRELLA, *CLOUDS.values()])
@pytest.mark.parametrize("value", ["1", 1])
def test_the_umbrella_and_cloud_providers_turn_off_every_named_service_from_settings_too(
    service: str, switch: str, value: object
) -> None:
    assert faithful.traffic({}, {"env": {switch: value}}, service) == "off"
    assert faithful.traffic({switch: str(value)}, {}, service) == "off"


@pytest.mark.parametrize(("name", "variable"), CLOUDS.items())
def test_the_variable_decides_who_serves(name: str, variable: str) -> None:
    assert faithful.provider(environment={variable: "1"}, settings={}) == name
    assert faithful.provider(environment={}, settings={}) == "claude-api"


def test_the_launcher_hands_on_what_it_received() -> None:
    settings = {"env": {"DISABLE_TELEMETRY": 1}, "model": "x"}
    handed_on = faithful.environment(environment={"A": "b"}, settings=settings)
    assert handed_on == {"environment": {"A": "b"}, "settings": settings}


def test_a_consumer_may_choose_from_the_opening_day_on() -> None:
    opening = datetime(2025, 8, 28, tzinfo=UTC)
    before = faithful.selection(PRO, history(PRO), opening - timedelta(seconds=1))
    assert before["may_choose"] == "no"
    assert faithful.selection(PRO, history(PRO), opening)["may_choose"] == "yes"
    assert faithful.selection(TEAM, history(TEAM), opening)["may_choose"] == "no"


def test_the_latest_selection_is_in_force_at_once() -> None:
    events = history(PRO, chose(0, allow=True), chose(100, allow=False))
    assert faithful.selection(PRO, events, day(99))["setting"] == "on"
    assert faithful.selection(PRO, events, day(100))["setting"] == "off"


def test_consumer_data_trains_where_the_setting_is_on() -> None:
    assert trained(PRO, 5, chose(0, allow=True), messaged(5)) == "permitted"
    assert trained(PRO, 5, chose(0, allow=False), messaged(5)) == "forbidden"


def test_an_earlier_session_trains_only_after_it_was_taken_up_again() -> None:
    assert trained(PRO, 1, messaged(1), chose(3, allow=True)) == "forbidden"
    assert trained(PRO, 1, messaged(1), chose(3, allow=True), messaged(4)) == "permitted"


def test_what_was_added_under_a_refusal_never_trains() -> None:
    events = (chose(0, allow=False), messaged(1), chose(3, allow=True), messaged(4))
    assert trained(PRO, 1, *events) == "forbidden"


@pytest.mark.parametrize("kind", [Kind.PROMPT, Kind.CODE])
@pytest.mark.parametrize("account", [TEAM, API])
def test_commercial_data_does_not_train_without_an_opt_in(account: Account, kind: Kind) -> None:
    assert trained(account, 5, messaged(5), kind=kind) == "forbidden"


def test_data_sent_under_commercial_terms_stays_under_them() -> None:
    moved = Event(day(10), Happening.MOVED_PLAN, plan=Plan.PRO)
    material = Material(Kind.PROMPT, "s", day(5), Venue.LOCAL)
    events = history(TEAM, messaged(5), moved, chose(11, allow=True), messaged(12))
    assert faithful.training(PRO, material, events, Model.GENERATIVE, NOW) == "forbidden"


def test_material_given_under_an_opt_in_trains_until_it_is_withdrawn() -> None:
    opted_in, withdrew = (
        Event(day(at), what, method=Method.PROGRAMME, by=Role.ADMIN)
        for at, what in [(1, Happening.OPTED_IN), (9, Happening.WITHDREW)]
    )
    kind = Kind.PROGRAMME_MATERIAL
    assert trained(API, 5, kind=kind) == "forbidden"
    assert trained(API, 5, opted_in, kind=kind) == "permitted"
    assert trained(API, 5, opted_in, withdrew, kind=kind) == "forbidden"


def test_an_admin_can_opt_in_on_the_first_party_api_only() -> None:
    assert faithful.opt_in(API, Role.ADMIN, Method.PROGRAMME) == "effective"
    for access in (Access.BEDROCK, Access.VERTEX):
        account = Account(Plan.API, access)
        assert faithful.opt_in(account, Role.ADMIN, Method.PROGRAMME) == "ineffective"


def test_a_survey_rating_never_trains() -> None:
    assert trained(PRO, 5, chose(0, allow=True), kind=Kind.SURVEY_RATING) == "forbidden"


def test_the_period_follows_the_account_and_its_setting() -> None:
    assert kept(PRO, chose(0, allow=True)) == "five-years"
    assert kept(PRO, chose(0, allow=False)) == "thirty-days"
    assert kept(TEAM) == "thirty-days"
    assert kept(Account(Plan.API, Access.ZERO_RETENTION_KEY)) == "not-retained"
    assert kept(TEAM, kind=Kind.BUG_TRANSCRIPT) == "five-years"


def test_data_is_gone_when_its_period_is_over() -> None:
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    for kind, end in [
        (Kind.PROMPT, leap + timedelta(days=30)),
        (Kind.BUG_TRANSCRIPT, datetime(2033, 2, 28, tzinfo=UTC)),
    ]:
        material = Material(kind, "s", leap, Venue.LOCAL)
        before = end - timedelta(seconds=1)
        assert faithful.presence(TEAM, material, history(TEAM), before) == "held"
        assert faithful.presence(TEAM, material, history(TEAM), end) == "gone"


@pytest.mark.parametrize(("configured", "days"), [(None, 30), (7, 7), (0, 0), (-1, 0), (90, 30)])
def test_a_local_session_is_cached_for_thirty_days_at_most(
    configured: int | None, days: int
) -> None:
    end = JOINED + timedelta(days=days)
    assert faithful.local_cache(TEAM, configured, JOINED, JOINED, end) == "gone"
    if days:
        before = end - timedelta(seconds=1)
        assert faithful.local_cache(TEAM, configured, JOINED, JOINED, before) == "held"


@pytest.mark.parametrize("response", list(Response))
@pytest.mark.parametrize("allowed", [True, False])
def test_a_survey_records_the_offered_rating_and_nothing_else(
    response: Response, allowed: bool
) -> None:
    rating = None if response in {"none", "other"} else response.value
    record = faithful.survey_record(response=response, session=SESSION, allowed=allowed)
    assert record == {"rating": rating, "fields": {}, "setting": allowed}


def test_a_bug_report_holds_the_whole_conversation_with_its_code() -> None:
    report = faithful.bug_report({}, {}, SESSION, confirmed=True, issue_requested=False)
    payload = json.dumps(report["payload"])
    assert all(text in payload for text in (*SESSION.prompts, *SESSION.outputs, *SESSION.code))
    assert (report["in_transit"], report["at_rest"]) == ("tls", "aes-256")
    assert report["sent"]
    assert not report["issue_opened"]


def test_a_bug_report_that_is_disabled_or_not_confirmed_sends_nothing() -> None:
    disabled = faithful.bug_report({"DISABLE_BUG_COMMAND": "1"}, {}, SESSION, True, True)
    unconfirmed = faithful.bug_report({}, {}, SESSION, False, True)
    assert disabled == unconfirmed
    assert not disabled["sent"]
    assert disabled["payload"] is None
    assert not disabled["issue_opened"]


@pytest.mark.parametrize("happened", ["request", "code-one", "path-one", "prompt-one"])
def test_events_hold_nothing_of_the_session(happened: str) -> None:
    payload = json.dumps(
        [faithful.metrics_event(SESSION, happened), faithful.error_event(SESSION, happened)]
    )
    assert not any(text in payload for text in ("-one", "-two"))


@pytest.mark.parametrize("channel", ["metrics", "error-reports"])
def test_telemetry_is_encrypted_in_transit_and_at_rest(channel: str) -> None:
    assert faithful.protection(channel, "in-transit", "local") == "tls"
    assert faithful.protection(channel, "at-rest", "local") == "aes-256"
    assert faithful.protection("model-traffic", "at-rest", "local") == "none"


@pytest.mark.parametrize("end", [Step.FINISH, Step.ABORT])
def test_a_cloud_session_keeps_to_its_proxies_and_leaves_no_clone(end: Step) -> None:
    steps = (Step.CLONE, Step.FETCH, Step.EDIT, Step.REQUEST, Step.PUSH, end)
    trace = faithful.cloud_session(steps, "https://token-x@host/repository", "token-x")
    assert "token-x" not in json.dumps(trace)
    outbound = [event for event in trace if event["event"] in {"clone", "fetch", "push", "request"}]
    assert [event["event"] for event in outbound] == ["clone", "fetch", "request", "push"]
    assert {event["via"] for event in outbound} == {"security-proxy"}
    with_repository = [event for event in outbound if event["event"] != "request"]
    assert {event["authenticated_by"] for event in with_repository} == {"secure-proxy"}
    assert trace[-1]["event"] == "delete-clone"


def test_every_open_point_has_one_declared_mainstream_reading() -> None:
    editions = Path(datausage.policy.__file__).parent / "editions"
    points = tomllib.loads((editions / "2025-10-27" / "points.toml").read_text("utf-8"))
    declared = faithful.describe()["readings"]
    assert isinstance(declared, dict)
    asked = [name for name, point in points.items() if not point.get("register_only")]
    assert sorted(declared) == sorted(asked)
    weights = [points[point]["readings"][pick]["weight"] for point, pick in declared.items()]
    assert set(weights) == {"mainstream"}


@pytest.mark.parametrize("module", [faithful, careless])
def test_the_shipped_modules_offer_all_questions(module: object) -> None:
    questions = set(faithful.__all__) - {"describe"}
    assert len(questions) == 15
    assert all(callable(getattr(module, question)) for question in questions)


@pytest.mark.parametrize("service", [*SERVICES, "surveys"])
@pytest.mark.parametrize("switch", [UMBRELLA, *CLOUDS.values(), *SWITCHES.values(), "OTHER"])
def test_the_gateway_agrees_with_the_faithful_one_on_ones(service: str, switch: str) -> None:
    for environment, settings in [({switch: "1"}, {}), ({}, {"env": {switch: 1}}), ({}, {})]:
        gateway = Gateway()
        assert gateway.provider(environment, settings) == faithful.provider(environment, settings)
        assert gateway.traffic(environment, settings, service) == faithful.traffic(
            environment, settings, service
        )
