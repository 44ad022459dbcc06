"""Checks follow from results: in the page's order, with the worst grade, and nothing made up."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from datausage.evidence import checks as shape
from datausage.evidence.composing import Findings, checks, heaviest, overall
from datausage.evidence.specification import specification
from datausage.evidence.totals import failing, passed, totals
from datausage.grading.grades import Exposure, Grade
from datausage.policy.edition import load
from datausage.session.tally import Tally

from .building import FAILING, SOME, record, result


def _checks(*results, **more):
    edition = load()
    return checks(
        Findings(
            edition=edition,
            specification=specification(edition.id),
            results=results,
            reason=lambda rule: f"no {rule}",
            command=lambda token: f"again {token}",
            **more,
        )
    )


def test_all_rules_come_first_in_the_page_s_order_then_agreements_then_comparisons() -> None:
    found = _checks()
    kinds = [check.kind for check in found]
    assert kinds == sorted(kinds, key=["rule", "agreement", "comparison"].index)
    assert [check.id for check in found if check.kind == "rule"] == list(load().rules)
    assert {"agrees-traffic", "consistent-opt-outs"} <= {check.id for check in found}


def test_the_order_in_which_results_arrive_changes_nothing() -> None:
    three = [result("presence-five-years", row=row) for row in range(2)] + [result("umbrella-off")]
    expected = _checks(*three)
    assert all(_checks(*order) == expected for order in permutations(three))


def test_a_check_without_a_result_has_a_reason_and_no_grade() -> None:
    (first, *_) = _checks()
    assert (first.grade, first.reason, first.scenarios) == (None, f"no {first.id}", ())


def test_a_check_has_the_worst_grade_and_the_heaviest_exposure() -> None:
    (found,) = (
        check
        for check in _checks(
            result("presence-five-years"),
            result("presence-five-years", Grade.VIOLATES, "on", row=1),
        )
        if check.id == "presence-five-years"
    )
    assert found.grade is Grade.VIOLATES
    assert found.exposure is Exposure.EXPOSES
    assert found.scenarios[1].finding is not None
    assert found.scenarios[1].finding.command.startswith("again metrics-default:")
    assert heaviest([Exposure.OVER_RESTRICTIVE, Exposure.DIFFERS, None]) is Exposure.DIFFERS
    assert heaviest([]) is None


def test_a_comparison_stands_on_what_is_offered() -> None:
    both = [Grade.NOT_OFFERED, Grade.CONFORMS]
    assert overall("comparison", both) is Grade.CONFORMS
    assert overall("rule", both) is Grade.NOT_OFFERED
    assert overall("comparison", [Grade.NOT_OFFERED]) is Grade.NOT_OFFERED
    assert overall("rule", []) is None


def test_the_grades_are_those_of_the_summary() -> None:
    tally = Tally(load(), FAILING)
    told = {**tally.grades, **tally.agreements, **tally.consistencies}
    assert {check.id: check.grade for check in _checks(*FAILING) if check.grade} == told
    counted = totals(_checks(*FAILING))
    assert counted.checked == len(tally.checked)
    assert counted.violated == len(tally.violated)
    assert counted.exposing == len(tally.exposing & set(tally.violated))
    assert [check.id for check in failing(_checks(*FAILING))] == tally.failing


def test_reviews_and_suspects_are_taken_from_whoever_knows_of_them() -> None:
    review = shape.Review(by="counsel", on="2025-11-01")
    found = _checks(reviewed={"metrics-default": review}, suspect=frozenset({"umbrella-off"}))
    assert [check.id for check in found if check.reviewed == review] == ["metrics-default"]
    assert [check.id for check in found if check.suspect] == ["umbrella-off"]


def test_a_run_passes_only_where_something_was_judged_and_nothing_failed() -> None:
    some, wrong = record(SOME).checks, record(FAILING).checks
    assert passed(0, some)
    assert not passed(1, some)
    assert not passed(None, some)
    assert not passed(0, wrong)
    assert not passed(0, ())


def test_a_scenario_that_the_features_do_not_have_comes_last() -> None:
    strange = replace(result("metrics-default"), scenario="a stranger")
    found = _checks(strange, result("metrics-default"))
    names = [s.name for check in found for s in check.scenarios]
    assert names[-1] == "a stranger"
