"""Choosing the points that tell most: what planted faults are given away by, with few calls.

Where each scenario can ask one or two points, it matters which. The plainest points at which
faults fail are collected, and every scenario in turn takes the one that gives away most of the
faults that no other has given away.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.grading import tokens
from datausage.grading.asking import Asker
from datausage.oracle.verdicts import Oracle
from datausage.strength.judging import EDITION, by_question, forgetful, judge
from datausage.strength.matrix import fault_tasks
from datausage.strength.running import CAUGHT
from datausage.strength.working import Task, performed
from datausage.targets.calling import Caller
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe
from datausage.universe.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from datausage.grading.summing import Scenario
    from datausage.strength.planted import Fault
    from datausage.universe.spaces import Point, Space, Value


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for the points at which a fault fails."""

    task: Task

    def done(self) -> list[Point]:
        """Return them."""
        return counterexamples(self.task.fault())


@dataclass(frozen=True, slots=True)
class Trial:
    """Tries a fault at the points at which some faults fail."""

    task: Task
    points: tuple[Point, ...]

    def done(self) -> tuple[str, set[Place]]:
        """Return the name of the fault, and where it fails."""
        fault = self.task.fault()
        return fault.name, given_away(fault, self.points)


def made(jobs: int, told: Callable[[int, int], None]) -> dict[str, dict[str, list[Telling]]]:
    """Return the telling points of all questions, by question and rule.

    Args:
        jobs: how many processes work on it.
        told: is called after each step with how many are done, of how many.
    """
    tasks = fault_tasks()
    every = 2 * len(tasks)
    failing = performed([Search(one) for one in tasks], jobs, lambda done: told(done, every))
    points: dict[str, dict[Point, None]] = {name: {} for name in SPACES}
    for task, found in zip(tasks, failing, strict=True):
        points[task.fault().question].update(dict.fromkeys(found))
    trials = [Trial(one, tuple(points[one.fault().question])) for one in tasks]
    tried = performed(trials, jobs, lambda done: told(len(tasks) + done, every))
    kills: dict[str, dict[str, set[Place]]] = {name: {} for name in SPACES}
    for fault, (name, where) in zip(map(Task.fault, tasks), tried, strict=True):
        # What depends on earlier calls is given away by no point alone.
        if not fault.stateful:
            kills[fault.question][name] = where
    return {name: arranged(name, found) for name, found in kills.items() if found}


TWICE = 2
"""A fault is given away by so many points, where there are so many."""

Place = tuple[int, "Point"]
"""The number of a scenario of the question, and a point that it may ask about."""


def asked_by(question: str) -> list[Scenario]:
    """Return the scenarios of a question that ask about points one by one."""
    return [one for one in by_question()[question] if not one.expectation.change]


def counterexamples(fault: Fault) -> list[Point]:
    """Return the plainest points at which a fault fails the scenarios that catch it."""
    space = SPACES[fault.question]
    found: dict[Point, None] = {}
    with forgetful(), judge(fault.target) as asked:
        for scenario in asked_by(fault.question):
            result = asked.check(scenario)
            if result.finding and result.grade in CAUGHT:
                found[tokens.read(result.finding.replay).point(space)] = None
    return list(found)


def given_away(fault: Fault, points: Iterable[Point]) -> set[Place]:
    """Return where a fault fails: which scenario, and at which of the points."""
    question = fault.question
    found: set[Place] = set()
    with closing(Caller(fault.target)) as caller:
        for number, scenario in enumerate(asked_by(question)):
            universe = Universe(SPACES[question]).where(scenario.given)
            asker = Asker(caller, SPACES[question], scenario.expectation, Oracle(EDITION))
            inside = [point for point in points if universe.admits(point)]
            found |= {(number, one.point) for one in asker.ask(inside) if one.failed}
    return found


def arranged(question: str, kills: Mapping[str, set[Place]]) -> dict[str, list[Telling]]:
    """Return, by rule, the points that tell most, in the order in which they are asked.

    In every round each scenario takes one point, and the agreement some of what is left.

    Args:
        question: the question.
        kills: by fault, where it fails.
    """
    scenarios, space = asked_by(question), SPACES[question]
    turns = [number for number, one in enumerate(scenarios) if not one.agreement]
    turns += [n for n, one in enumerate(scenarios) if one.agreement for _ in (*turns[::4], 0)]
    places: dict[int, dict[Point, list[str]]] = {number: {} for number in turns}
    for fault, where in kills.items():
        for number, point in where:
            places[number].setdefault(point, []).append(fault)
    seen, before = Counter[str](), -1
    found: dict[str, list[Telling]] = {}
    while before != (before := seen.total()):
        for number in turns:
            point, faults = _next(places[number], seen)
            if faults:
                seen.update(faults)
                del places[number][point]
                telling = Telling(_facts(space, point), tuple(faults))
                found.setdefault(scenarios[number].rule, []).append(telling)
    return found


def _next(places: Mapping[Point, list[str]], seen: Counter[str]) -> tuple[Point, list[str]]:
    """Return the point that gives away most, with the faults of which more is wanted."""

    def worth(point: Point) -> tuple[int, int, str]:
        times = Counter(seen[fault] for fault in places[point])
        return -times[0], -times[1], repr(point)

    if not places:
        return (), []
    best = min(places, key=worth)
    return best, [fault for fault in places[best] if seen[fault] < TWICE]


def _facts(space: Space, point: Point) -> dict[str, Value]:
    return {
        fact.name: value
        for fact, value in zip(space.facts, point, strict=True)
        if (type(value), value) != (type(fact.values[0]), fact.values[0])
    }
