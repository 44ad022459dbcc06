"""The last sentence of a run follows from its results, in whatever order they come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.evidence.conclusion import BROKEN_OFF, UNDER_WAY, conclusion
from datausage.grading.grades import Grade
from datausage.policy.edition import load
from datausage.session import recording
from datausage.session.selection import Census
from datausage.session.summary import closing
from datausage.session.tally import Tally

from .building import FAILING, SOME, record, result

if TYPE_CHECKING:
    from datausage.grading.results import Result

DISAGREEING = [
    result("metrics-default"),
    result("consistent-opt-outs", Grade.VIOLATES, "on"),
    result("agrees-traffic", Grade.VIOLATES, "on"),
    result("agrees-provider", Grade.VIOLATES, "on"),
]
ERRORED = [
    result("umbrella-off", Grade.ERRORED, "on"),
    result("errors-default", Grade.ERRORED, "on"),
    result("agrees-traffic", Grade.ERRORED, "on"),
    result("training-consumer-off"),
]
RUNS = {
    "nothing": [],
    "not offered": [result("metrics-default", Grade.NOT_OFFERED)],
    "passing": list(SOME),
    "violated": list(FAILING),
    "disagreeing": DISAGREEING,
    "errored": ERRORED,
}


@pytest.mark.parametrize("results", RUNS.values(), ids=RUNS)
def test_a_run_says_what_follows_from_its_record_in_whatever_order_results_come_in(
    results: list[Result],
) -> None:
    orders = [results, results[::-1], results[2:] + results[:2]]
    said = {closing(Tally(load(), tuple(some))) for some in orders}
    assert said == {conclusion(record(results))}


def test_the_reasons_are_told_in_one_order() -> None:
    def said(*reasons: str) -> str:
        census = Census(scenarios={"a": 1, "b": 1})
        for reason in reasons:
            census.leave_out([{"-m": "a", "-k": "b"}[reason]], reason)
        return closing(Tally(load(), (), census))

    assert said("-m", "-k") == said("-k", "-m")
    assert "no scenario is left by -k and -m" in said("-m", "-k")


def test_a_run_that_did_not_end_says_so() -> None:
    assert conclusion(record(complete=False)) == UNDER_WAY == recording._UNDER_WAY
    assert BROKEN_OFF.startswith("The run was broken off.")


def test_where_all_is_left_to_other_shards_nobody_is_told_to_select_more() -> None:
    census = Census(scenarios={"a": 1})
    census.leave_out(["a"], "shard 2/9")
    said = closing(Tally(load(), (), census))
    assert said.endswith("no scenario is left by shard 2/9; other shards have some.")
