"""How it is measured: turns, rates, ratios, and that the same things are asked on both sides."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from benchmarks.asked import FIRST, MeasuringError, by_question, check, judging, recorded
from benchmarks.measuring import TINY, Result, Target, interleaved, pooled, ratios, some

from datausage.examples import faithful

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.grading.judge import Judge
    from datausage.grading.summing import Scenario


def test_contestants_take_turns_and_none_always_begins() -> None:
    order: list[str] = []

    def runs(name: str) -> Callable[[], int]:
        def work() -> int:
            order.append(name)
            return 6

        return work

    clock = count(0, 2)
    rates = interleaved(
        {"a": runs("a"), "b": runs("b")}, replace(TINY, rounds=2), lambda: float(next(clock))
    )
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert rates == {"a": (3.0, 3.0), "b": (3.0, 3.0)}


def test_a_lap_lasts_for_its_least_time() -> None:
    clock = count(0, 1)
    rates = interleaved({"a": lambda: 5}, replace(TINY, lap=3.0), lambda: float(next(clock)))
    assert rates == {"a": (5.0,)}
    assert next(clock) == 4


def test_ratios_are_of_one_round() -> None:
    assert ratios((10.0, 30.0), (5.0, 10.0)) == (2.0, 3.0)


def test_pooled_rates_are_those_of_doing_all() -> None:
    # Ten units at 10/s and ten at 5/s take three seconds.
    assert pooled([(10.0,), (5.0,)], [10, 10]) == (20 / 3,)


def test_some_are_evenly_spread() -> None:
    assert some(range(10), 3) == [0, 3, 6]
    assert some([1, 2], 5) == [1, 2]
    assert some([], 5) == []


@pytest.mark.parametrize(
    ("target", "met"),
    [(Target(2), True), (Target(3), False), (Target(2, at_least=False), True), (None, None)],
)
def test_a_median_is_held_against_its_target(target: Target | None, met: bool | None) -> None:
    assert Result("it", (1.0, 2.0, 9.0), target=target).met is met


def test_the_points_recorded_are_those_that_were_asked() -> None:
    with judging(FIRST, TINY.calls) as judge:
        for scenarios in by_question().values():
            for scenario in scenarios[:2]:
                points = recorded(judge, scenario)
                assert len(points) == check(judge, scenario).population.distinct


def test_a_failing_target_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faithful, "opt_in", lambda **_: "effective")
    scenarios = by_question()["opt_in"]
    with judging(FIRST, TINY.calls) as judge, pytest.raises(MeasuringError, match="fails"):
        _check_all(judge, scenarios)


def _check_all(judge: Judge, scenarios: list[Scenario]) -> None:
    for scenario in scenarios:
        check(judge, scenario)
