"""All that can be asked of the client, put to made-up ones that are wrong in one way each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from seeing import SOUND, MadeUp, request
from wrong_clients import ASKED, EDITION, RUNS, STATSIG, WRONG, judged, opted_out, sending, without

from datausage.grading.grades import PASSING, Grade
from datausage.grading.judge import Judge
from datausage.grading.repertoire import Repertoire, _key, repertoire
from datausage.oracle.questions import QUESTIONS
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.scene import PLACES, Place
from datausage.targets.client.services import services
from datausage.targets.client.staging import OFFERED
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene
    from datausage.universe.spaces import Point, Space

AGAINST = "with the settings in ~/.claude/settings.json, against others in .claude/settings.json"


def test_a_client_that_does_what_the_page_says_conforms_in_all_that_is_seen() -> None:
    results, caller = judged(made_up := MadeUp())
    assert [one for one in results if one.grade not in {*PASSING, Grade.NOT_OFFERED}] == []
    conforming = [one for one in results if one.grade is Grade.CONFORMS]
    assert len(conforming) > len(results) // 2
    assert all(one.population.judged for one in conforming)
    assert made_up.runs == caller.runs <= RUNS + 12
    assert caller.strangers() == []
    assert all(AGAINST in words for words in caller.beyond())


def test_which_of_two_files_counts_is_told_and_not_judged() -> None:
    """The made-up client lets the project's file count, as the published one does."""
    results, caller = judged(MadeUp())
    assert not [one for one in results if one.grade is Grade.VIOLATES]
    told = [words for words in caller.beyond() if words.startswith("traffic of metrics")]
    (metrics,) = [words for words in told if "DISABLE_TELEMETRY" in words]
    assert metrics == (
        'traffic of metrics, {"env": {"DISABLE_TELEMETRY": "1"}}: on, elsewhere off; '
        f"{AGAINST}: POST statsig.anthropic.com/v1/rgstr"
    )


def test_what_is_not_seen_is_not_offered_and_never_passes() -> None:
    results, _ = judged(MadeUp())
    hidden = {one.rule for one in results if one.grade is Grade.NOT_OFFERED}
    assert hidden == {
        "feedback-voluntary",
        "metrics-protected",
        "errors-protected",
        "bug-protected",
        "bug-issue-on-request",
        "bug-opt-out-sends-nothing",
        "survey-only-rating",
        "survey-no-response",
        "survey-leaves-setting",
        "consistent-projects-apart",
    }


@pytest.mark.parametrize("name", WRONG)
def test_a_client_that_is_wrong_in_one_way_is_found_out(name: str) -> None:
    change, rule = WRONG[name]
    results, _caller = judged(MadeUp(change))
    wrong = [one for one in results if one.grade is Grade.VIOLATES]
    assert rule in {one.rule for one in wrong}
    assert all(one.finding for one in wrong)


@pytest.mark.parametrize("place", [Place.LOCAL, Place.MANAGED, Place.FLAG])
def test_a_place_that_the_page_does_not_name_is_told_and_not_judged(place: Place) -> None:
    change = sending(STATSIG, where=opted_out("DISABLE_TELEMETRY", place))
    results, caller = judged(MadeUp(change))
    assert not [one for one in results if one.grade is Grade.VIOLATES]
    about = [words for words in caller.beyond() if words.startswith("traffic of metrics")]
    (told,) = [words for words in about if AGAINST not in words]
    assert '{"env": {"DISABLE_TELEMETRY": "1"}}: on, elsewhere off' in told
    assert f"with the settings in {PLACES[place]}" in told
    assert told.endswith(": POST statsig.anthropic.com/v1/rgstr")


def test_the_settings_file_that_was_overlooked_is_named() -> None:
    change = sending(STATSIG, where=opted_out("DISABLE_TELEMETRY", Place.PROJECT))
    results, _ = judged(MadeUp(change))
    told = [one.finding.detail for one in results if one.rule == "settings-count" and one.finding]
    file = PLACES[Place.PROJECT]
    assert f"with the settings in {file}, resumed: POST statsig.anthropic.com/v1/rgstr" in told


def test_a_finding_takes_few_runs_more_and_names_what_matters() -> None:
    change = sending(STATSIG, where=opted_out("DISABLE_TELEMETRY"))
    made_up = MadeUp(change)
    results, _caller = judged(made_up)
    found = [one for one in results if one.grade is Grade.VIOLATES]
    planned = repertoire(ASKED, ClientCaller(MadeUp(), services("2.0.30")), RUNS)
    assert made_up.runs <= len(planned.runs) + 15 * len(found)
    (first,) = [one.finding for one in found if one.rule == "metrics-opt-out"]
    assert first
    assert [fact.name for fact in first.facts if fact.matters] == ["DISABLE_TELEMETRY"]


def test_a_finding_in_a_crowded_situation_takes_no_more_than_fifteen_runs() -> None:
    (scenario,) = [one for one in ASKED if one.rule == "agrees-traffic"]
    always = MadeUp(sending(STATSIG))
    caller = ClientCaller(always, services("2.0.30"))
    space = SPACES["traffic"]
    rows = gears.cover(Universe(space).where({"service": ("metrics",)}), 400)
    crowded = max(rows, key=lambda point: _crowd(space, point, caller))
    assert _crowd(space, crowded, caller) > 8
    key = _key(scenario)
    planned = Repertoire({key: (crowded,)}, ())
    judge = Judge(caller, caller.fresh, frozenset(OFFERED), EDITION, {}, repertoire=planned)
    result = judge.check(scenario)
    assert result.grade is Grade.VIOLATES
    first = caller.needs("traffic", _given(space, crowded)) or frozenset()
    assert always.runs <= len(first) + 15


def _crowd(space: Space, point: Point, caller: ClientCaller) -> int:
    """Return how many facts are not plain; none where nothing is seen, or metrics may be on."""
    given = _given(space, point)
    if caller.needs("traffic", given) is None:
        return 0
    if given["environment"].get("DISABLE_TELEMETRY") != "1":
        return 0
    return sum(value != plain for value, plain in zip(point, Universe(space).plainest, strict=True))


def _given(space: Space, point: Point) -> dict[str, Any]:
    situation = space.situation(point)
    return {name: getattr(situation, name) for name in QUESTIONS["traffic"].arguments}


BROKEN = {
    "it does not end well": replace(SOUND, exited=False),
    "it says nothing": replace(SOUND, spoke=False),
    "the planted error does not go off": replace(SOUND, planted=False),
    "the model is not asked": replace(SOUND, model=False),
    "the tap does not last": replace(SOUND, tapped=False),
}


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_that_is_missing_counts_without_the_controls(name: str) -> None:
    """A client that breaks down sends nothing, and must not pass for it."""

    def change(_: Scene, seen: Observation) -> Observation:
        names = ("api.anthropic.com",)
        kept = tuple(one for one in seen.requests if one.host in names)
        return replace(seen, controls=BROKEN[name], requests=kept, names=names, contacts=())

    results, _ = judged(MadeUp(change))
    off = [one for one in results if one.question == "traffic" and "off" in one.scenario]
    assert off
    assert {one.grade for one in off} == {Grade.ERRORED}


def test_what_the_page_may_not_mean_is_not_asked_of_a_later_version() -> None:
    caller = ClientCaller(MadeUp(), services("2.1.330"))
    given = {"environment": {}, "settings": {}}
    assert caller.needs("traffic", {**given, "service": "error-reports"}) is None
    assert caller.needs("error_event", {}) is None
    assert caller.needs("traffic", {**given, "service": "metrics"})
    earlier = ClientCaller(MadeUp(), services("2.0.30"))
    assert earlier.needs("traffic", {**given, "service": "error-reports"})


def test_a_user_who_is_not_seen_costs_nothing_that_is_seen_without() -> None:
    """Of a version whose screens nobody knows, a run at a terminal shows nothing."""

    def change(scene: Scene, seen: Observation) -> Observation:
        if scene.keys is None:
            return seen
        failed = {"failed-1": "expected: the place to type in\na screen"}
        lost = replace(SOUND, model=False, spoke=False, exited=False)
        return replace(seen, requests=(), names=(), contacts=(), screens=failed, controls=lost)

    results, _ = judged(MadeUp(change))
    without_a_user = {"provider", "environment", "local_cache", "metrics_event"}
    asked = [one for one in results if one.question in without_a_user]
    assert {one.grade for one in asked} <= {*PASSING, Grade.NOT_OFFERED}
    grades = {one.rule: one.grade for one in results}
    assert grades["metrics-opt-out"] is Grade.CONFORMS
    assert grades["bugs-opt-out"] is Grade.ERRORED


def test_trouble_of_the_harness_is_never_a_verdict() -> None:
    results, _ = judged(MadeUp(lambda _, seen: replace(seen, trouble="no space left")))
    assert {one.grade for one in results} == {Grade.ERRORED, Grade.NOT_OFFERED}


@pytest.mark.parametrize(
    ("host", "question"), [("statsig", "metrics_event"), ("sentry", "error_event")]
)
def test_a_body_that_was_not_read_whole_is_never_found_clean(host: str, question: str) -> None:
    def change(_: Scene, seen: Observation) -> Observation:
        changed = (
            replace(one, unread="it is cut off") if host in one.host else one
            for one in seen.requests
        )
        return replace(seen, requests=tuple(changed))

    results, _ = judged(MadeUp(change))
    asked = [one for one in results if one.question == question and one.grade in PASSING]
    assert not asked


def test_what_a_program_sends_that_the_client_has_started_is_found_and_named() -> None:
    child = replace(STATSIG, child=True, process="curl")
    change = sending(child, where=opted_out("DISABLE_TELEMETRY"))
    results, _ = judged(MadeUp(change))
    told = [one.finding.detail for one in results if one.rule == "metrics-opt-out" and one.finding]
    assert told == ["POST statsig.anthropic.com/v1/rgstr, by curl, which it started"]


def test_a_service_is_off_only_where_it_is_seen_with_nothing_set() -> None:
    """A client that loses what it is to send is as silent as one that is to send nothing."""
    results, _ = judged(MadeUp(without("statsig")))
    grades = {one.rule: one.grade for one in results}
    assert grades["metrics-default"] is Grade.VIOLATES
    assert grades["metrics-opt-out"] is Grade.ERRORED


def test_what_only_makes_ready_for_metrics_does_not_show_that_they_are_on() -> None:
    """It asks which features are on, and loses its metrics when it ends."""

    def change(_: Scene, seen: Observation) -> Observation:
        kept = (
            replace(one, path="/v1/initialize") if "statsig" in one.host else one
            for one in seen.requests
        )
        return replace(seen, requests=tuple(kept))

    results, _ = judged(MadeUp(change))
    grades = {one.rule: one.grade for one in results}
    assert grades["metrics-default"] is Grade.CONFORMS
    assert grades["metrics-opt-out"] is Grade.ERRORED


def test_what_goes_to_one_place_is_told_once_with_its_sizes() -> None:
    def change(scene: Scene, seen: Observation) -> Observation:
        body = "1" * (5 + 1_000 * scene.resumed)
        return sending(request("collector.example", "/v2/track", body))(scene, seen)

    _, caller = judged(MadeUp(change))
    told = {words for _, words in caller.strangers()}
    assert told == {"POST collector.example/v2/track (tls, 5 to 1,005 bytes), by node"}


def test_an_unknown_destination_is_told_with_host_path_size_and_process() -> None:
    stranger = request("collector.example", "/v2/track?x=1", "12345", process="node")
    _, caller = judged(MadeUp(sending(stranger)))
    told = {words for _, words in caller.strangers()}
    assert told == {"POST collector.example/v2/track (tls, 5 bytes), by node"}


@pytest.mark.parametrize("screens", [{}, {"failed-2": "expected: the end\na screen"}])
def test_no_report_counts_only_where_it_was_seen_how_the_command_ended(
    screens: dict[str, str],
) -> None:
    """A client whose screens nobody knows sends no report, and must not pass for opted out."""

    def change(scene: Scene, seen: Observation) -> Observation:
        kept = tuple(one for one in seen.requests if "feedback" not in one.path)
        if scene.keys is None:
            return seen
        screens_seen = {**screens, **(seen.screens if screens else {})}
        return replace(seen, requests=kept, screens=screens_seen)

    results, _ = judged(MadeUp(change))
    asked = [one for one in results if one.rule in {"bugs-default", "bugs-opt-out"}]
    assert asked
    assert {one.grade for one in asked} == {Grade.ERRORED}
