"""Changes change what they say, and the reference agrees with itself before and after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.oracle.switches import VARIABLES
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.changes import CHANGES, MARK
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from datausage.grading.summing import Scenario
    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict

COMPARING = [scenario for scenario in scenarios(load()) if scenario.expectation.change]
ORACLE = Oracle(load())
MOST = 300


def exposing(aspect: Aspect, found: Verdict) -> tuple[int, int]:
    """Return the ranks of the least and the most exposing answer that the policy permits."""
    ranks = [aspect.values.index(value) for value in found.permitted]
    return min(ranks), max(ranks)


@pytest.mark.parametrize(
    "scenario",
    [one for one in COMPARING if not one.expectation.question.subject],
    ids=lambda scenario: scenario.name,
)
def test_the_reference_agrees_with_itself(scenario: Scenario) -> None:
    change = scenario.expectation.change
    assert change is not None
    universe = Universe(SPACES[scenario.expectation.question.name]).where(scenario.given)
    rows = gears.cover(universe, MOST)
    changed = 0
    for point in [*rows, *gears.near(universe, 1), *gears.around_edges(universe, rows, 1)]:
        before = universe.space.situation(point)
        after = change.apply(before)
        if after is None:
            continue
        changed += 1
        assert before == universe.space.situation(point)
        for aspect in scenario.expectation.aspects:
            one, other = ORACLE.verdict(aspect, before), ORACLE.verdict(aspect, after)
            if change.restricting:
                least, most = exposing(aspect, one)
                less, more = exposing(aspect, other)
                assert less <= least
                assert more <= most
            else:
                assert (one.permitted, one.certain) == (other.permitted, other.certain)
                assert one.turns_on == other.turns_on
    assert changed >= 50


def test_every_change_is_made_by_some_scenario() -> None:
    made = {
        scenario.expectation.change.name for scenario in COMPARING if scenario.expectation.change
    }
    assert made == set(CHANGES)


def test_another_project_differs_from_every_situation_in_all_that_may_leak() -> None:
    another = CHANGES["another project came before"].apply(None)
    assert not another.environment
    assert another.settings == {
        "env": {**dict.fromkeys(VARIABLES, "1"), "ANOTHER_PROJECT": MARK},
        "permissions": {"allow": [f"Read({MARK})"]},
    }


def test_a_change_says_how_many_calls_it_takes_to_ask_about_one_situation() -> None:
    calls = {name: change.calls for name, change in CHANGES.items()}
    assert calls.pop("another project came before") == 3
    assert set(calls.values()) == {2}
    assert [change.of_hand_overs for change in CHANGES.values()].count(True) == 2
