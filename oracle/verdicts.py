"""Verdicts: what holds about a question on every admissible reading of the policy.

This is supervaluation: a verdict is determined when all readings agree, however they come to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from datausage.oracle.rulings import ReadPolicy, Ruling

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from datausage.oracle.aspects import Aspect
    from datausage.policy.edition import Edition

Choice = Mapping[str, frozenset[str]]
"""Per open point that was asked about, the readings of which any one leads here."""

NO_PINS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ruling under one choice of readings; ``weak`` where it needs a weak one."""

    readings: Choice
    ruling: Ruling
    weak: bool


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What the policy says about one aspect of a question in one situation.

    ``permitted`` holds the answers that some admissible reading supports, ``mainstream`` those
    that a mainstream reading supports, ``certain`` those that every reading supports. Where a
    reading is silent it forbids nothing and permits nothing: it supports every answer without
    making any of them certain. ``open`` says whether two readings differ on what is permitted,
    ``silent`` whether none makes the policy speak, and ``inapplicable`` whether each says that
    the sentences are about somebody else.
    """

    outcomes: tuple[Outcome, ...]
    permitted: frozenset[str]
    mainstream: frozenset[str]
    certain: frozenset[str]
    rules: tuple[str, ...]
    open: bool
    silent: bool
    inapplicable: bool

    @property
    def turns_on(self) -> tuple[str, ...]:
        """The open points of which a change alone changes what is permitted."""
        return _turns_on(self.outcomes)

    @property
    def determined(self) -> bool:
        """Whether the policy speaks, and every reading says the same."""
        return not self.open and not self.silent

    def supporting(self, answer: str) -> tuple[Choice, ...]:
        """Return the choices of readings under which the answer is right, or not wrong."""
        return tuple(
            outcome.readings
            for outcome in self.outcomes
            if outcome.ruling.answers is None or answer in outcome.ruling.answers
        )


MOST_KNOWN = 16_384
"""How many outcomes of verdicts an oracle keeps; few situations differ in all that matters.

Most verdicts have one outcome, and some have hundreds: so these are counted, not the verdicts.
"""
MOST_ESSENCES = 4_096
"""How many situations, as far as they matter, an oracle keeps the verdicts about."""


class Oracle:
    """Gives verdicts by one edition of the policy, some of whose open points may be settled.

    The rulings under all readings make a verdict. Many situations have the same ones, so that
    each verdict is made once: the same situation always gets the same object.
    """

    def __init__(self, edition: Edition, pins: Mapping[str, str] = NO_PINS) -> None:
        """Take an edition, and by open point the readings that are settled."""
        self.edition = edition
        self._settled = {point: frozenset({reading}) for point, reading in pins.items()}
        self._known: dict[Hashable, Verdict] = {}
        self._outcomes: dict[Hashable, Outcome] = {}
        self._choices: dict[Hashable, Choice] = {}
        self._kept = 0
        # By essence: a verdict for each aspect, and those of several aspects together.
        self._distilled: dict[Hashable, dict[Hashable, Any]] = {}

    def verdict(self, aspect: Aspect, situation: Any) -> Verdict:
        """Return what the policy says about an aspect of a question in a situation.

        Args:
            aspect: the aspect of the question.
            situation: a situation of the question's type.
        """
        if aspect.essence is None:
            return self._explored(aspect, situation)
        return self._noted(aspect, aspect.essence(situation))

    def verdicts(self, aspects: tuple[Aspect, ...], situation: Any) -> tuple[Verdict, ...]:
        """Return what the policy says about several aspects of a question in a situation."""
        return self.about(aspects)(situation)

    def about(self, aspects: tuple[Aspect, ...]) -> Callable[[Any], tuple[Verdict, ...]]:
        """Return what gives the verdicts about these aspects in one situation after the other."""
        essences = [aspect.essence for aspect in aspects if aspect.essence is not None]
        if len(essences) < len(aspects):
            ask = self.verdict
            if len(aspects) == 1:
                return lambda situation: (ask(aspects[0], situation),)
            return lambda situation: tuple([ask(aspect, situation) for aspect in aspects])
        alike = len(set(essences)) == 1
        distilled, about, distil = self._distilled.get, self._about, _all_of(essences)

        def verdicts(situation: Any) -> tuple[Verdict, ...]:
            essence = distil(situation)
            known = distilled(essence) or about(essence)
            found: tuple[Verdict, ...] | None = known.get(aspects)
            if found is None:
                each = repeat(essence) if alike else essence
                found = known[aspects] = tuple(map(self._noted, aspects, each))
            return found

        return verdicts

    def _noted(self, aspect: Aspect, essence: Hashable) -> Verdict:
        """Return the verdict on an essence, and note it among what is known about that."""
        known = self._distilled.get(essence) or self._about(essence)
        found: Verdict | None = known.get(aspect)
        if found is None:
            found = known[aspect] = self._explored(aspect, essence)
        return found

    def _about(self, essence: Hashable) -> dict[Hashable, Any]:
        """Return where the verdicts about another essence are noted, by aspect or aspects."""
        if len(self._distilled) >= MOST_ESSENCES:
            self._distilled.clear()
        known: dict[Hashable, Any] = {}
        return self._distilled.setdefault(essence, known)

    def _explored(self, aspect: Aspect, situation: Any) -> Verdict:
        """Ask the rule once for every choice of readings that makes a difference on the way."""
        policy = ReadPolicy(self.edition, self._settled)
        rule = aspect.rule
        key: tuple[Hashable, ...] = aspect, rule(situation, policy)
        # Usually nothing open was asked about.
        if policy.trail:
            ways = [*key, *policy.trail]
            while policy.turn():
                ways.append(rule(situation, policy))
                ways += policy.trail
            key = tuple(ways)
        return self._known.get(key) or self._learn(key, aspect)

    def _learn(self, key: tuple[Any, ...], aspect: Aspect) -> Verdict:
        found = _agreed(tuple(map(self._outcome, _ways(key))), aspect)
        self._kept += len(found.outcomes)
        if self._kept > MOST_KNOWN:
            # What is known about essences would keep the verdicts alive, and they would be made
            # a second time.
            self._known.clear()
            self._distilled.clear()
            self._outcomes.clear()
            self._choices.clear()
            self._kept = len(found.outcomes)
        self._known[key] = found
        return found

    def _outcome(self, way: tuple[Any, ...]) -> Outcome:
        """Return the outcome of a way; most verdicts share theirs with many others."""
        found = self._outcomes.get(way)
        if found is None:
            ruling, *trail = way
            chosen = self._choice(tuple(trail))
            found = self._outcomes[way] = Outcome(chosen, ruling, _weak(chosen, self.edition))
        return found

    def _choice(self, trail: tuple[Any, ...]) -> Choice:
        """Return the readings chosen on a trail: several rulings are found at its end."""
        found = self._choices.get(trail)
        if found is None:
            found = self._choices[trail] = dict(zip(trail[::2], trail[1::2], strict=True))
        return found


def verdict(
    aspect: Aspect, situation: Any, edition: Edition, pins: Mapping[str, str] = NO_PINS
) -> Verdict:
    """Return the verdict of an oracle that is asked once; see ``Oracle``."""
    return Oracle(edition, pins).verdict(aspect, situation)


def _all_of(essences: Sequence[Callable[[Any], Hashable]]) -> Callable[[Any], Any]:
    """Return what distils one essence where all are the same, and otherwise each of them."""
    if len(set(essences)) == 1:
        return essences[0]
    return lambda situation: tuple([essence(situation) for essence in essences])


def _ways(key: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield each way of a key: a ruling, followed by points and the readings chosen."""
    begins = [number for number, one in enumerate(key) if isinstance(one, Ruling)]
    for first, after in zip(begins, [*begins[1:], len(key)], strict=True):
        yield tuple(key[first:after])


def _agreed(outcomes: tuple[Outcome, ...], aspect: Aspect) -> Verdict:
    """Return what the outcomes under all readings make together."""
    rulings = [outcome.ruling for outcome in outcomes]
    answers = [ruling.answers for ruling in rulings]
    supported = [aspect.domain if found is None else found for found in answers]
    mainstream = [s for s, outcome in zip(supported, outcomes, strict=True) if not outcome.weak]
    spoken = [found or frozenset() for found in answers]
    return Verdict(
        outcomes=outcomes,
        permitted=_shared(frozenset().union(*supported)),
        mainstream=_shared(frozenset().union(*mainstream)),
        certain=_shared(spoken[0].intersection(*spoken[1:])),
        rules=tuple(dict.fromkeys(rule for ruling in rulings for rule in ruling.rules)),
        open=any(found != answers[0] for found in answers),
        silent=all(found is None for found in answers),
        inapplicable=all(ruling.inapplicable for ruling in rulings),
    )


@lru_cache(1_000)
def _shared(answers: frozenset[str]) -> frozenset[str]:
    """Return the one object that stands for these answers: thousands of verdicts have the same."""
    return answers


def _weak(chosen: Choice, edition: Edition) -> bool:
    points = edition.points
    return any(readings <= points[point].weak for point, readings in chosen.items())


def _turns_on(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    turning: dict[str, None] = {}
    for number, one in enumerate(outcomes):
        for other in outcomes[number + 1 :]:
            if one.ruling.answers == other.ruling.answers:
                continue
            apart = [
                point
                for point, readings in other.readings.items()
                if point in one.readings and readings.isdisjoint(one.readings[point])
            ]
            if len(apart) == 1:
                turning[apart[0]] = None
    return tuple(turning)
