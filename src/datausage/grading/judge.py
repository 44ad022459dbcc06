"""The judge: puts a scenario's universe to the target, and says what came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from datausage.grading import tokens
from datausage.grading.asking import Asker
from datausage.grading.budgets import Sharing, budget, in_pairs
from datausage.grading.consistency import PairAsker
from datausage.grading.grades import Grade
from datausage.grading.handing_on import HAND_OVERS, HandOverAsker
from datausage.grading.inquiry import Inquiry
from datausage.grading.planning import Manner, Plan, listed, planned
from datausage.grading.remembering import Remembered
from datausage.grading.repertoire import seen
from datausage.grading.summing import Scenario, summed_up, unasked
from datausage.grading.tallying import Sample, Tally
from datausage.oracle.verdicts import Oracle
from datausage.targets.watching import Watches
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe
from datausage.universe.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from hypothesis.database import ExampleDatabase

    from datausage.grading.asking import Asking, Expectation
    from datausage.grading.budgets import Budget
    from datausage.grading.repertoire import Repertoire
    from datausage.grading.results import Result
    from datausage.policy.edition import Edition
    from datausage.targets.asks import Asks
    from datausage.universe.spaces import Point, Space


ALONE: Final = Sharing()
SERVICE: Final = "service"
"""The fact that says which service is asked about."""
NOTHING_HANDED_ON: Final[Mapping[str, object]] = {"environment": {}, "settings": {}}


@dataclass(frozen=True)
class Judge:
    """Judges one target by one edition, under pinned readings, with a budget.

    ``fresh`` makes another caller with a fresh instance of the target, which is asked a second
    time; ``calls`` bounds the calls of each question, and ``sharing`` says among how many
    scenarios they are shared; ``replay`` is a token that restricts everything to one situation;
    ``target`` names the target, under which failing examples are kept for the next run; another
    ``seed`` asks in another order, and searches elsewhere; ``distribution`` has values counted;
    of the telling points, those are left out that tell of no other faults than ``untold``.
    ``plans`` keeps what is asked, where other judges of the same edition and pins share it;
    ``shared`` is a database of failures that other machines share; ``repertoire`` has what is
    asked of a target that is watched.
    """

    caller: Asks
    fresh: Callable[[], Asks]
    offered: frozenset[str]
    edition: Edition
    pins: Mapping[str, str]
    effort: str = "standard"
    calls: int | None = None
    replay: str | None = None
    target: str = ""
    seed: int = 0
    distribution: bool = False
    sharing: Mapping[str, Sharing] = field(default_factory=dict)
    untold: frozenset[str] = frozenset()
    plans: dict[Hashable, Plan] | None = None
    shared: ExampleDatabase | None = None
    repertoire: Repertoire | None = None

    @cached_property
    def oracle(self) -> Oracle:
        """The reference, under the pinned readings."""
        return Oracle(self.edition, self.pins)

    def check(self, scenario: Scenario) -> Result:
        """Put a scenario to the target.

        Raises:
            SpecificationError: the scenario states what the reference contradicts.
            EmptyUniverseError: what is given leaves no situation.
        """
        question = scenario.expectation.question.name
        if question not in self.offered:
            return unasked(scenario, Grade.NOT_OFFERED, f"{question} is not offered")
        if isinstance(self.caller, Watches):
            visible = seen(scenario, self.caller)
            if visible is None or (self.repertoire and not self.repertoire.of(visible)):
                return unasked(scenario, Grade.NOT_OFFERED, "nothing of it is seen from outside")
            scenario = replace(visible, floor=self._floor(visible))
        before = self.caller.calls[question]
        spend = self._spend(scenario)
        inquiry = self._inquiry(scenario, spend)
        replayed = self.replay is not None
        if self.replay is None:
            inquiry.ask_all(self._plan(scenario, inquiry, spend), spend.search)
        elif not self._ask_again(tokens.read(self.replay), inquiry):
            return unasked(scenario, Grade.UNJUDGED, "another situation is replayed")
        summary = summed_up(
            inquiry.tally, scenario, inquiry.universe, inquiry.asker, replayed=replayed
        )
        if inquiry.remembered and summary.finding and not replayed:
            inquiry.remembered.keep(summary.finding.replay)
        calls = self.caller.calls[question] - before
        return replace(summary, population=replace(summary.population, calls=calls))

    def _floor(self, scenario: Scenario) -> int:
        """Return the fewest situations that count: of a target that is watched, all planned ones.

        Each takes a run of seconds; how many there were is shown with the result.
        """
        planned = len(self.repertoire.of(scenario)) if self.repertoire else scenario.floor
        return min(scenario.floor, planned)

    def _spend(self, scenario: Scenario) -> Budget:
        if self.repertoire is not None:
            return budget(self.effort, 0)
        calls, change = self.calls, scenario.expectation.change
        if calls is not None:
            sharing = self.sharing.get(scenario.expectation.question.name, ALONE)
            following = change is not None and change.of_hand_overs
            paired = change is not None and not following
            agreement = scenario.agreement
            calls = sharing.of(calls, agreement=agreement, in_pairs=paired, hand_overs=following)
        spend = budget(self.effort, calls)
        return in_pairs(spend, change.calls) if change else spend

    def _plan(self, scenario: Scenario, inquiry: Inquiry, spend: Budget) -> Plan:
        """Return what the scenario asks about, which does not depend on what the target says."""
        if self.repertoire is not None:
            return listed(self.repertoire.of(scenario), inquiry.universe)
        space = inquiry.universe.space
        first = () if self.calls is None else self._telling(space, scenario)
        kind = partial(self._kind, scenario.expectation, inquiry.universe)
        manner = Manner(bool(scenario.given), inquiry.name, self.seed, kind, first)
        if self.plans is None:
            return planned(inquiry.universe, spend, manner)
        key = (inquiry.name, spend, first)
        if key not in self.plans:
            self.plans[key] = planned(inquiry.universe, spend, manner)
        return self.plans[key]

    def _telling(self, space: Space, scenario: Scenario) -> tuple[Point, ...]:
        change = scenario.expectation.change
        # What tells of one hand-over tells of the next.
        rules = HAND_OVERS if change and change.of_hand_overs else (scenario.rule,)
        return tuple(point for rule in rules for point in telling(space, rule, self.untold))

    def _kind(self, expectation: Expectation, universe: Universe, point: Point) -> Hashable:
        """Return what the reference says of a point, or would say if nothing was handed on."""
        question = expectation.question
        situation = universe.space.situation(point)
        if question.subject:
            situation = question.subject(situation, NOTHING_HANDED_ON)
        found = self.oracle.verdicts(question.aspects, situation)
        return tuple((verdict.permitted, verdict.rules) for verdict in found)

    def _inquiry(self, scenario: Scenario, spend: Budget) -> Inquiry:
        universe = Universe(SPACES[scenario.expectation.question.name]).where(scenario.given)
        name = f"{scenario.rule}/{scenario.name}"
        seeded = f"{self.seed}/{name}" if self.seed else name
        tally = Tally(Sample(spend.again, seeded))
        tally.values = Counter() if self.distribution else None
        names = universe.space.names
        tally.relying.plainest = Universe(universe.space).plainest
        tally.service = names.index(SERVICE) if SERVICE in names else None
        return Inquiry(
            universe=universe,
            asker=self._asker(scenario.expectation, universe),
            tally=tally,
            name=seeded,
            database=f"{self.target}/{name}",
            fresh=self.fresh,
            remembered=Remembered(self.shared, f"{self.target}/{name}") if self.shared else None,
        )

    def _asker(self, expectation: Expectation, universe: Universe) -> Asking:
        if expectation.change and expectation.change.of_hand_overs:
            return HandOverAsker(
                self.caller, universe.space, expectation, expectation.change, self.oracle
            )
        if expectation.change:
            return PairAsker(self.caller, universe.space, expectation, expectation.change)
        return Asker(self.caller, universe.space, expectation, self.oracle)

    @staticmethod
    def _ask_again(token: tokens.Token, inquiry: Inquiry) -> bool:
        space = inquiry.universe.space
        return token.question == space.question and inquiry.ask_one(token.point(space))
