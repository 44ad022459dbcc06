"""Summing up: what a result tells of a tally, and how a finding shows its situation."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading import tokens
from datausage.grading.asking import Expectation
from datausage.grading.coherence import Reliance, boxes
from datausage.grading.grades import CONFORMS, Comparison, Exposure, Grade, compare
from datausage.grading.judged import Judged
from datausage.grading.reducing import reduce
from datausage.grading.results import Deviation, FactShown, Population
from datausage.grading.summing import Scenario, summed_up, unasked
from datausage.grading.tallying import Sample, Tally
from datausage.oracle.questions import QUESTIONS
from datausage.universe.changes import CHANGES
from datausage.universe.spaces import Fact, Space, Universe

from .answering import answering
from .watched import Watched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import ScenarioOf, VerdictOf

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Point

SPACE = Space(
    "made up",
    (Fact("a", ("x", "y", None), ("edge",)), Fact("b", (0, 1)), Fact("c", ("", "long" * 100))),
    dict,
)
UNIVERSE = Universe(SPACE)
WRONG = Comparison(Grade.VIOLATES, Exposure.EXPOSES)


class OneFault:
    """Fails wherever the fact b is 1."""

    caller: Any = None

    def __init__(self, aspect: Aspect, verdict: Verdict | None) -> None:
        self._aspect, self._verdict = aspect, verdict

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        return [self.one(point) for point in points]

    def one(self, point: Point) -> Judged:
        wrong = point[1] == 1
        said, comparison = ("high", WRONG) if wrong else ("low", CONFORMS)
        allowed = frozenset({"middle", "low"})
        return Judged(
            point, self._aspect, said, comparison, self._verdict, allowed, "why", "", "all"
        )

    def freely(self, failing: object) -> OneFault:
        return self


def scenario(expectation: Expectation, floor: int = 1) -> Scenario:
    """Return a scenario with names of its own."""
    return Scenario("the-rule", "the part", "the name", {}, expectation, floor)


@pytest.fixture
def expectation(scenario_of: ScenarioOf) -> Expectation:
    """Return the expectation that a question is answered as the reference does."""
    return scenario_of("opt_in").expectation


def summed(tally: Tally, stated: Scenario, asker: Any = None, *, replayed: bool = False) -> Any:
    """Return the result."""
    return summed_up(tally, stated, UNIVERSE, asker, replayed=replayed)


def tallied(*points: Judged) -> Tally:
    """Return a tally of some points."""
    tally = Tally(Sample(3, "name"))
    tally.add(points)
    return tally


def test_a_scenario_about_which_nothing_was_asked_says_why(expectation: Expectation) -> None:
    found = unasked(scenario(expectation), Grade.NOT_OFFERED, "not today")
    assert (found.rule, found.part, found.scenario) == ("the-rule", "the part", "the name")
    assert (found.question, found.grade, found.note) == ("opt_in", Grade.NOT_OFFERED, "not today")
    assert found.population == Population()
    assert found.finding is None


def test_a_result_counts_what_was_asked(expectation: Expectation, aspect: Aspect) -> None:
    right = OneFault(aspect, None)
    tally = tallied(*right.ask([("x", 0, ""), ("y", 0, "")]))
    tally.add([Judged(("y", 0, "long" * 100), aspect, "low", Comparison(Grade.UNJUDGED), None)])
    tally.inside, tally.edges = 2, {(0, str, "edge")}
    tally.values = Counter(
        {(1, int, 0): 2, (0, str, "x"): 1, (0, type(None), None): 3, (2, str, ""): 1}
    )
    found = summed(tally, scenario(expectation))
    assert (found.rule, found.part, found.scenario) == ("the-rule", "the part", "the name")
    assert (found.question, found.grade, found.failures) == ("opt_in", Grade.CONFORMS, 0)
    assert found.population == Population(
        asked=3,
        distinct=3,
        judged=2,
        calls=0,
        cells=12,
        cells_covered=2,
        edges=1,
        edges_covered=1,
        first_failure=0,
        grades=((Grade.UNJUDGED, 1), (Grade.CONFORMS, 2)),
        values=(("a", "not set", 3), ("a", "x", 1), ("b", "0", 2), ("c", "''", 1)),
    )
    assert (found.finding, found.note, found.readings) == (None, "", ())


def test_a_finding_shows_the_facts_that_count_the_nearest_right_situation_and_what_was_said(
    expectation: Expectation, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    verdict = verdict_of(one="low", other="middle")
    asker = OneFault(aspect, verdict)
    tally = tallied(*asker.ask([("x", 0, ""), (None, 1, "long" * 100), ("y", 1, "")]))
    result = summed(tally, scenario(expectation), asker)
    assert (result.grade, result.failures, result.population.first_failure) == (
        Grade.VIOLATES,
        2,
        2,
    )
    found = result.finding
    assert (found.grade, found.exposure) == (Grade.VIOLATES, Exposure.EXPOSES)
    assert (found.question, found.aspect) == ("made up", "exposure")
    assert found.facts == (FactShown("a", "x"), FactShown("b", "1", matters=True))
    assert (found.said, found.permitted) == ("high", ("low", "middle"))
    assert (found.rules, found.turns_on) == (("rule",), ("point",))
    assert (found.detail, found.returned) == ("why", "all")
    assert (found.nearest, found.nearest_answer) == ((FactShown("b", "0"),), "low")
    assert tokens.read(found.replay).point(SPACE) == ("x", 1, "")
    assert found.replay.startswith("the-rule:")


def test_a_finding_without_verdict_and_without_right_situation_shows_none(
    expectation: Expectation, aspect: Aspect
) -> None:
    asker = OneFault(aspect, None)
    broken = Judged((None, 0, "long" * 100), aspect, "raised", Comparison(Grade.ERRORED), None)
    always: Any = SimpleNamespace(
        caller=None,
        ask=lambda points: [Judged(p, aspect, "raised", broken.comparison, None) for p in points],
        freely=lambda _: always,
    )
    found = summed(tallied(*asker.ask([("x", 0, "")]), broken), scenario(expectation), always)
    assert found.grade is Grade.ERRORED
    assert (found.finding.rules, found.finding.turns_on) == ((), ())
    assert (found.finding.nearest, found.finding.nearest_answer) == ((), "")
    assert found.finding.facts == (FactShown("a", "x"),)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "not set"),
        ("plain", "plain"),
        ("", "''"),
        (" ", "' '"),
        ("a\n", r"'a\n'"),
        (True, "True"),
        (7, "7"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 120 + "..."),
    ],
)
def test_a_value_is_shown_so_that_it_can_be_told_from_others(
    expectation: Expectation, aspect: Aspect, value: Any, shown: str
) -> None:
    space = Space("made up", (Fact("a", ("plainest", value)),), dict)
    wrong = Judged((value,), aspect, "high", WRONG, None)
    asker: Any = SimpleNamespace(
        caller=None,
        ask=lambda points: [
            wrong if p == (value,) else Judged(p, aspect, "low", CONFORMS, None) for p in points
        ],
        freely=lambda _: asker,
    )
    tally = tallied(wrong)
    found = summed_up(tally, scenario(expectation), Universe(space), asker, replayed=False)
    assert found.finding is not None
    assert found.finding.facts == (FactShown("a", shown, matters=True),)


@pytest.mark.parametrize(
    ("floor", "replayed", "grade"),
    [
        (2, False, Grade.CONFORMS),
        (3, False, Grade.INSUFFICIENT),
        (99, False, Grade.INSUFFICIENT),
        (99, True, Grade.CONFORMS),
    ],
)
def test_fewer_judged_than_the_floor_are_no_evidence_unless_replayed(
    expectation: Expectation, aspect: Aspect, floor: int, grade: Grade, *, replayed: bool
) -> None:
    tally = tallied(*OneFault(aspect, None).ask([("x", 0, ""), ("y", 0, "")]))
    found = summed(tally, scenario(expectation, floor), replayed=replayed)
    assert found.grade is grade
    said = (
        f"situations judged: 2; the fewest that count: {min(floor, 12)}; "
        "with --calls, allow more of them"
    )
    assert found.note == (said if grade is Grade.INSUFFICIENT else "")


def test_notes_tell_of_what_was_printed_and_of_failures_that_are_not_shown(
    expectation: Expectation, aspect: Aspect
) -> None:
    asker = OneFault(aspect, None)
    error = Comparison(Grade.ERRORED)
    tally = tallied(
        Judged(("x", 0, ""), aspect, "raised", error, None, detail="ValueError", printed="hello"),
        Judged(("y", 0, ""), aspect, "malformed", error, None, detail="what"),
        *asker.ask([("x", 1, "")]),
    )
    tally.notes.append("a note")
    assert summed(tally, scenario(expectation), asker).note == (
        "a note; errored in 2 of these situations (raised: ValueError); the target printed: hello"
    )


@pytest.mark.parametrize(
    ("answers", "agreement"), [(None, True), (frozenset({"effective"}), False)]
)
def test_a_scenario_that_states_no_answer_asks_for_agreement(
    answers: frozenset[str] | None, *, agreement: bool
) -> None:
    question = QUESTIONS["opt_in"]
    stated = Expectation(question, question.aspects, answers)
    assert scenario(stated).agreement is agreement
    paired = Expectation(question, question.aspects, answers, next(iter(CHANGES.values())))
    assert not scenario(paired).agreement


def test_where_no_call_was_left_the_result_says_so(expectation: Expectation) -> None:
    result = summed(tallied(), scenario(expectation, floor=0))
    assert result.note == "no call was left for it; with --calls, allow more of them"


def test_the_advice_about_calls_is_given_once(expectation: Expectation) -> None:
    result = summed(tallied(), scenario(expectation, floor=3))
    assert result.grade is Grade.INSUFFICIENT
    assert result.note == "no call was left for it; with --calls, allow more of them"


def test_the_readings_that_answers_relied_on_are_told(
    expectation: Expectation, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(one="low", other="middle")
    answer = Judged(UNIVERSE.plainest, aspect, "low", compare(aspect, found, "low"), found)
    assert summed(tallied(answer), scenario(expectation)).readings == ("point=one",)


@pytest.mark.parametrize(
    ("points", "said"), [(0, "no call was left for it"), (1, "situations judged: 1")]
)
def test_what_is_too_little_is_told_beside_all_else(
    expectation: Expectation, aspect: Aspect, points: int, said: str
) -> None:
    tally = tallied(*OneFault(aspect, None).ask([("x", 0, "")] * points))
    tally.notes.append("a note")
    note = summed(tally, scenario(expectation, floor=2)).note
    assert note.startswith(f"a note; {said}")


def test_kinds_of_failure_are_told_in_order(expectation: Expectation) -> None:
    tally = tallied()
    tally.deviations = {Deviation(service, ("rule",)) for service in "cab"}
    found = summed(tally, scenario(expectation)).deviations
    assert [one.service for one in found] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("question", "said"), [("opt_in", "low"), ("environment", "low or middle")]
)
def test_what_an_answer_relies_on_is_told_with_what_was_said_or_done(
    scenario_of: ScenarioOf, aspect: Aspect, verdict_of: VerdictOf, question: str, said: str
) -> None:
    tally = tallied()
    answer = answering(aspect, verdict_of(one="low", other="middle"), "low", "x", 0, "")
    tally.relying.add(answer)
    (found,) = summed(tally, scenario(scenario_of(question).expectation)).reliances
    assert found == Reliance(
        boxes=boxes([{"point": frozenset({"one"})}]),
        replay=tokens.write("the-rule", SPACE, ("x", 0, "")),
        question="made up",
        aspect=aspect.name,
        said=said,
    )


def test_what_is_implied_by_another_answer_is_not_told(
    expectation: Expectation, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    tally = tallied()
    for readings in ({"one": "low", "other": "middle"}, {"one": "low", "two": "low", "x": "high"}):
        tally.relying.add(answering(aspect, verdict_of("", **readings), "low", "x", 0, ""))
    assert len(tally.relying.kept) == 2
    assert len(summed(tally, scenario(expectation)).reliances) == 1


def test_of_a_target_that_is_watched_a_finding_takes_few_runs(
    expectation: Expectation, aspect: Aspect, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker, given = OneFault(aspect, None), []
    asker.caller = Watched()

    def reducing(*arguments: Any) -> Any:
        given.append(arguments)
        return reduce(*arguments[:3])

    monkeypatch.setattr("datausage.grading.summing.reduce_watched", reducing)
    tally = tallied(*asker.ask([("x", 1, "")]))
    assert summed(tally, scenario(expectation), asker).grade is Grade.VIOLATES
    assert given == [(tally.worst, UNIVERSE, asker, asker.caller)]
