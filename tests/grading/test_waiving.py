"""What waivers cover of the results of a run, and how they stand after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datausage.grading.grades import PASSING, Grade
from datausage.grading.results import Deviation, Population, Result
from datausage.grading.waiving import FAILING, WAIVABLE, Standing, Waivers, enough
from datausage.policy.waivers import Checked, Scope, Waiver

KNOWN = Checked(
    {
        "kept": {"kept / a": "traffic", "kept / b": "traffic", "kept / c": "retention"},
        "agrees-traffic": {"agrees-traffic / all": "traffic"},
    },
    {"traffic": ("metrics", "surveys")},
)
DAY = date(2026, 6, 1)


def result(name: str, grade: Grade = Grade.VIOLATES, *services: str, **more: object) -> Result:
    rule = name.partition(" / ")[0]
    rules = ("kept", "umbrella") if rule.startswith("agrees") else ("kept",)
    plain = Result(
        rule=rule,
        part="telemetry",
        scenario=name,
        question="retention" if name == "kept / c" else "traffic",
        grade=grade,
        population=Population(
            asked=9, judged=9, cells=9, cells_covered=3, grades=((Grade.CONFORMS, 8), (grade, 1))
        ),
        deviations=tuple(Deviation(service, rules) for service in services or ("metrics",)),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def held(*scopes: Scope, rule: str = "kept", expiry: date = DAY) -> Waivers:
    entries = tuple(
        Waiver(n, rule, scope, "Jo", "why", "T-1", expiry) for n, scope in enumerate(scopes, 1)
    )
    return Waivers(entries, DAY, KNOWN, "waivers.toml")


ALL = Scope()
METRICS, SURVEYS = Scope("service", "metrics"), Scope("service", "surveys")


@pytest.mark.parametrize(
    ("scope", "a", "c"),
    [
        (ALL, True, True),
        (Scope("question", "traffic"), True, False),
        (Scope("question", "retention"), False, True),
        (Scope("scenario", "kept / a"), True, False),
        (METRICS, True, False),
        (SURVEYS, False, False),
    ],
)
def test_a_scope_says_which_findings_are_meant(scope: Scope, a: bool, c: bool) -> None:
    waivers = held(scope)
    assert bool(waivers.covering(result("kept / a"))) is a
    assert bool(waivers.covering(replace(result("kept / c"), deviations=(Deviation("", ()),)))) is c


def test_a_failure_of_another_service_is_not_waived_along() -> None:
    both = result("kept / a", Grade.VIOLATES, "metrics", "surveys")
    assert held(METRICS).covering(both) == ()
    assert [one.number for one in held(METRICS, SURVEYS).covering(both)] == [1, 2]


@pytest.mark.parametrize("grade", Grade)
def test_only_wrong_answers_can_be_waived(grade: Grade) -> None:
    assert bool(held(ALL).covering(result("kept / a", grade))) is (grade in WAIVABLE)
    assert not WAIVABLE & PASSING


def test_a_breakdown_beside_a_violation_is_not_waived_along() -> None:
    one = result("kept / a")
    more = replace(one.population, grades=(*one.population.grades, (Grade.ERRORED, 1)))
    assert held(ALL).covering(replace(one, population=more)) == ()


def test_a_rule_waived_is_waived_in_the_agreement_where_it_decides() -> None:
    agreement = result("agrees-traffic / all")
    assert held(ALL).covering(agreement)
    elsewhere = (*agreement.deviations, Deviation("metrics", ("another",)))
    assert held(ALL).covering(replace(agreement, deviations=elsewhere)) == ()
    assert held(SURVEYS).covering(agreement) == ()


def test_an_agreement_waived_waives_no_rule() -> None:
    waivers = held(ALL, rule="agrees-traffic")
    assert waivers.covering(result("agrees-traffic / all"))
    assert waivers.covering(result("kept / a")) == ()


def test_an_expired_waiver_waives_nothing() -> None:
    waivers = held(ALL, expiry=date(2026, 5, 31))
    assert waivers.covering(result("kept / a")) == ()
    (standing,) = waivers.standings([result("kept / a")], bool).values()
    assert standing is Standing.EXPIRED


RIGHT = [result(f"kept / {name}", Grade.CONFORMS, deviations=()) for name in "abc"]


def standing(scope: Scope, *results: Result, asked: bool = True) -> Standing:
    (found,) = held(scope).standings(results, lambda _: asked).values()
    return found


def test_a_waiver_of_what_fails_is_in_force() -> None:
    assert standing(ALL, result("kept / a"), *RIGHT[1:]) is Standing.IN_FORCE


def test_a_waiver_of_what_does_not_fail_any_more_is_stale() -> None:
    assert standing(ALL, *RIGHT) is Standing.STALE
    assert standing(Scope("scenario", "kept / a"), RIGHT[0]) is Standing.STALE
    assert standing(METRICS, *RIGHT[:2]) is Standing.STALE


def test_what_was_deselected_is_not_stale() -> None:
    assert standing(ALL, *RIGHT[:2]) is Standing.UNTESTED
    assert standing(ALL) is Standing.UNTESTED


def test_what_was_asked_too_little_is_not_stale() -> None:
    assert standing(ALL, *RIGHT, asked=False) is Standing.UNTESTED


@pytest.mark.parametrize("grade", [Grade.NOT_OFFERED, Grade.UNJUDGED, Grade.INSUFFICIENT])
def test_what_was_not_judged_is_not_stale(grade: Grade) -> None:
    assert standing(ALL, replace(RIGHT[0], grade=grade), *RIGHT[1:]) is Standing.UNTESTED


def test_enough_is_the_usual_effort_or_all_that_there_is() -> None:
    some, whole = RIGHT[0], replace(RIGHT[0].population, cells_covered=9)
    assert enough("standard", None, None)(some.population)
    assert enough("thorough", None, None)(some.population)
    for few in (("quick", None, None), ("standard", 64, None), ("standard", None, "a:b")):
        assert not enough(*few)(some.population)
        assert enough(*few)(whole)


def test_what_was_asked_too_little_has_nothing_that_could_be_waived() -> None:
    short = result("kept / a", Grade.INSUFFICIENT)
    right = replace(short, population=replace(short.population, grades=((Grade.CONFORMS, 8),)))
    assert held(ALL).covering(right) == ()


def test_all_grades_that_can_be_waived_can_be_waived_together() -> None:
    wrong = result("kept / a")
    grades = tuple((grade, 1) for grade in WAIVABLE)
    both = replace(wrong, population=replace(wrong.population, grades=grades))
    assert len(held(ALL).covering(both)) == 1


def test_a_waiver_of_a_service_of_which_nothing_was_asked_is_not_stale() -> None:
    waivers = held(SURVEYS)
    (standing,) = waivers.standings([], enough("standard", None, None)).values()
    assert standing is Standing.UNTESTED


def test_one_situation_is_enough_where_there_is_one_and_none_is_not() -> None:
    one = Population(asked=1, judged=1, cells=1, cells_covered=1)
    assert enough("quick", None, None)(one)
    assert not enough("quick", None, None)(replace(one, judged=0))


def test_the_words_of_standings_are_those_of_the_record() -> None:
    assert [*Standing] == ["in force", "not put to the test", "stale", "expired"]
    assert {Standing.STALE, Standing.EXPIRED} == FAILING
