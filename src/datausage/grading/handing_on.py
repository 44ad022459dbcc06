"""Asking about hand-overs that follow each other: once more, and with another project between them.

The reference only says whether two configurations have the same effect. Whether the first hand-over
was right is asked elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from datausage.grading.asking import KEPT, Case
from datausage.grading.consistency import ChangedCase, Pair
from datausage.grading.grades import (
    CONFORMS,
    PASSING,
    Comparison,
    Exposure,
    Grade,
    compare_deed,
)
from datausage.grading.judged import Judged
from datausage.grading.together import Part, clash
from datausage.oracle.answers import brief
from datausage.oracle.situations import Configured, HandOver
from datausage.targets.asking import kept
from datausage.targets.asks import AsksOfOneUser
from datausage.universe.changes import MARK, Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.asking import Expectation
    from datausage.oracle.verdicts import Oracle
    from datausage.targets.asks import Asks
    from datausage.universe.changes import Change
    from datausage.universe.spaces import Point, Space

HAND_OVERS: Final = ("handover-keeps-opt-outs", "handover-keeps-provider", "handover-adds-none")
"""The rules about one hand-over."""

_WRITE: Final = json.JSONEncoder(default=str).encode
EXPOSES: Final = Comparison(Grade.VIOLATES, Exposure.EXPOSES)


@dataclass(frozen=True, slots=True)
class HandOverAsker:
    """Asks one target to hand on each configuration, and then again as the change says.

    What is handed on the second time must have the effect of what was handed on the first time.
    """

    caller: Asks
    space: Space
    expectation: Expectation
    change: Change
    oracle: Oracle

    @property
    def at_once(self) -> int:
        """How many points are best asked about in one turn."""
        return self.caller.at_once

    def ask(self, points: Sequence[Point]) -> list[Judged]:
        """Ask about all points, and grade what was handed on the second time."""
        return [self.judge(pair) for pair in self.put(points)]

    def freely(self, failing: Judged) -> HandOverAsker:
        """Return an asker about what failed alone."""
        aspects = failing.clashing or (failing.aspect,)
        return replace(self, expectation=replace(self.expectation, aspects=aspects))

    def put(self, points: Sequence[Point], caller: Asks | None = None) -> list[Pair]:
        """Ask about all points, of another caller where there is one, and keep what came back."""
        asked = caller or self.caller
        names = self.expectation.question.arguments
        first = [Case(point, self.space, names) for point in points]
        if self.change.asked is Asked.ONCE_MORE:
            return self._once_more(first, asked)
        return self._around_another(first, asked)

    def _once_more(self, first: list[Case], caller: Asks) -> list[Pair]:
        question = self.expectation.question.name
        for case, outcome in zip(first, caller.ask(question, first), strict=True):
            case.outcome = outcome
        second = {place: self._next(case) for place, case in enumerate(first)}
        asked = [case for case in second.values() if case is not None]
        for case, outcome in zip(asked, caller.ask(question, asked), strict=True):
            case.outcome = outcome
        return [
            Pair(case.point, tuple(one for one in (case, second[place]) if one is not None))
            for place, case in enumerate(first)
        ]

    def _next(self, case: Case) -> ChangedCase | None:
        """Return the call about what was handed on; None where nothing was."""
        found = case.answered(self.expectation)
        if isinstance(found, Judged):
            return None
        # The target may change what it is given, and the first answer is read once more.
        handed_on = Configured(*map(kept, attrgetter(*case.names)(found[1].handed_on)))
        return ChangedCase(case.point, self.space, case.names, handed_on)

    def _around_another(self, first: list[Case], caller: Asks) -> list[Pair]:
        groups = []
        for case in first:
            another = self.change.apply(None)
            between = ChangedCase(case.point, self.space, case.names, another)
            groups.append([case, between, Case(case.point, self.space, case.names)])
        question = self.expectation.question.name
        if isinstance(caller, AsksOfOneUser):
            found = caller.ask_as_one_user(question, groups)
        else:
            flat = iter(caller.ask(question, [case for group in groups for case in group]))
            found = [[next(flat) for _ in group] for group in groups]
        for group, outcomes in zip(groups, found, strict=True):
            for case, outcome in zip(group, outcomes, strict=True):
                case.outcome = outcome
        return [Pair(group[0].point, tuple(group)) for group in groups]

    def judge(self, pair: Pair) -> Judged:
        """Grade what came back for a point; of several aspects the first that differs counts."""
        handed_on = []
        for case in pair.cases:
            found = case.answered(self.expectation)
            if isinstance(found, Judged):
                return found
            handed_on.append(found[1].handed_on)
        before, after = handed_on[0], handed_on[-1]
        first, last = self.expectation.aspects[0], pair.cases[-1].received.answer
        if self.change.asked is Asked.AROUND_ANOTHER and _marked(before, after):
            said = f"something of that project is handed on when {self.change.name}"
            return Judged(pair.point, first, said, EXPOSES, None, returned=brief(last))
        parts, aspects = [], self.expectation.aspects
        verdicts = self.oracle.verdicts(aspects, HandOver(before, after))
        for aspect, verdict in zip(aspects, verdicts, strict=True):
            comparison = compare_deed(verdict, KEPT)
            effect = " or ".join(sorted(verdict.permitted))
            if comparison.grade not in PASSING:
                said = f"{effect} when {self.change.name}"
                return Judged(pair.point, aspect, said, comparison, None, returned=brief(last))
            if comparison.readings:
                parts.append(Part(aspect, verdict, effect, KEPT))
        if len(parts) > 1 and (clashes := clash(tuple(parts))):
            said = f"{clashes.said} when {self.change.name}, {clashes.beside}"
            return Judged(
                pair.point,
                clashes.part.aspect,
                said,
                clashes.comparison,
                None,
                returned=brief(last),
                clashing=clashes.aspects,
            )
        return Judged(pair.point, first, "kept", CONFORMS, None)


def _marked(*handed_on: Any) -> bool:
    """Say whether anything of the other project is there, in whatever place."""
    return MARK in _WRITE([[one.environment, one.settings] for one in handed_on])
