"""What the policy says of several situations, of which nobody knows which one it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.rulings import Ruling
    from datausage.oracle.verdicts import Oracle, Verdict

Facts = tuple[tuple[str, str], ...]
"""Names of facts that are not known, and what each is supposed to be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What may hold, in the situations that are possible and under all readings.

    ``values`` are the answers that some reading permits, in the order of the aspect; those in
    ``weak`` need a weak reading. ``unsaid`` is whether some reading makes the page say nothing,
    ``elsewhere`` whether its sentences are about somebody else. ``points`` and ``facts`` are the
    open points and the unknown facts on which the answer turns. ``demanded`` are the answers that
    some reading permits alone. ``weakly_unsaid`` is whether only weak readings let the page say
    nothing.
    """

    values: tuple[str, ...]
    weak: tuple[str, ...] = ()
    unsaid: bool = False
    elsewhere: bool = False
    rules: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    demanded: tuple[str, ...] = ()
    weakly_unsaid: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether one answer holds in every situation and under every reading."""
        return len(self.values) == 1 and not self.unsaid and not self.elsewhere

    @property
    def says(self) -> tuple[object, ...]:
        """What is compared where it matters whether two answers say the same."""
        return self.values, self.unsaid, self.elsewhere

    @property
    def turns_on(self) -> tuple[str, ...]:
        """All that the answer turns on, unknown facts first."""
        return (*self.facts, *self.points)


def united(aspect: Aspect, situations: Iterable[tuple[Facts, Any]], oracle: Oracle) -> Answer:
    """Return what holds in one of several situations, each with the facts supposed in it."""
    cases = {facts: oracle.verdict(aspect, situation) for facts, situation in situations}
    verdicts = list(dict.fromkeys(cases.values()))
    outcomes = [outcome for found in verdicts for outcome in found.outcomes]
    spoken = {a for outcome in outcomes for a in outcome.ruling.answers or ()}
    usual = {a for outcome in outcomes if not outcome.weak for a in outcome.ruling.answers or ()}
    silent = [outcome.ruling for outcome in outcomes if outcome.ruling.answers is None]
    return Answer(
        values=tuple(value for value in aspect.values if value in spoken),
        weak=tuple(value for value in aspect.values if value in spoken - usual),
        unsaid=any(map(_says_nothing, silent)),
        elsewhere=any(ruling.inapplicable for ruling in silent),
        rules=tuple(dict.fromkeys(rule for found in verdicts for rule in found.rules)),
        points=tuple(dict.fromkeys(point for found in verdicts for point in _points(found))),
        facts=_facts(cases),
        demanded=tuple(
            value
            for value in aspect.values
            if any(outcome.ruling.is_only(value) for outcome in outcomes)
        ),
        weakly_unsaid=all(outcome.weak for outcome in outcomes if _says_nothing(outcome.ruling)),
    )


def _says_nothing(ruling: Ruling) -> bool:
    return ruling.answers is None and not ruling.inapplicable


def _points(found: Verdict) -> tuple[str, ...]:
    """Return the points on which a verdict turns; all that count, where none does alone."""
    if not found.open:
        return ()
    asked = (point for outcome in found.outcomes for point in outcome.readings)
    return found.turns_on or tuple(dict.fromkeys(asked))


def _facts(cases: Mapping[Facts, Verdict]) -> tuple[str, ...]:
    """Return the facts of which another value alone changes what is said; all, where none does."""
    names = list(dict.fromkeys(name for facts in cases for name, _ in facts))
    turning = [name for name in names if _matters(name, cases)]
    if turning or len({_said(found) for found in cases.values()}) < 2:
        return tuple(turning)
    return tuple(names)


def _matters(name: str, cases: Mapping[Facts, Verdict]) -> bool:
    said: dict[Facts, Hashable] = {}
    for facts, found in cases.items():
        others = tuple(fact for fact in facts if fact[0] != name)
        if said.setdefault(others, _said(found)) != _said(found):
            return True
    return False


def _said(found: Verdict) -> Hashable:
    return frozenset(outcome.ruling.answers for outcome in found.outcomes)
