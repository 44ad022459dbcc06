"""Putting the specification together from the edition, the lock, the features and a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.spec import words, written
from datausage.spec.consequences import consequences
from datausage.spec.document import (
    CheckEntry,
    Document,
    PageSentence,
    PartEntry,
    PointEntry,
    RuleEntry,
)
from datausage.spec.foreign import foreign
from datausage.spec.pictures import gallery
from datausage.spec.results import results
from datausage.steps.scenarios import AGREES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record
    from datausage.policy.edition import Edition, OpenPoint, Rule
    from datausage.policy.lock import Lock, LockedSentence
    from datausage.policy.reviews import Review
    from datausage.spec.consequences import Consequence
    from datausage.spec.results import Results
    from datausage.spec.wording import Wording

ORDER = list(Grade)


@dataclass(frozen=True, slots=True)
class Material:
    """What the specification is made of.

    ``wordings`` holds the sentences of the reader's own copy, and ``reviews`` who has signed off
    which rule; each is None where none was given. ``changes`` says, by rule, in words what has
    changed since.
    """

    edition: Edition
    lock: Lock
    suite: str
    date: str = ""
    wordings: Mapping[str, Wording] | None = None
    record: Record | None = None
    reviews: Mapping[str, Review] | None = None
    changes: Mapping[str, str] | None = None


def assembled(material: Material) -> Document:
    """Return the document."""
    edition = material.edition
    found = results(material.record, known_checks(edition)) if material.record else None
    given = _Given(material, found, foreign(material.reviews))
    sentences = tuple(_sentence(one, given) for one in material.lock.sentences)
    told = consequences(edition.id)
    points = tuple(_point(p, told.get(p.id), given) for p in edition.points.values())
    by_id = {sentence.id: sentence for sentence in sentences}
    by_rule = {
        name: tuple(entry for entry in points if name in entry.point.rules)
        for name in edition.rules
    }
    parts = tuple(
        PartEntry(
            number,
            part,
            tuple(
                _rule(f"{number}.{place}", rule, by_id, by_rule[rule.id], given)
                for place, rule in enumerate(edition.rules_of(part.id), 1)
            ),
        )
        for number, part in enumerate(edition.parts, 1)
    )
    return Document(
        edition=edition,
        suite=material.suite,
        date=material.date,
        copy_shown=material.wordings is not None,
        parts=parts,
        comparisons=_comparisons(given),
        agreements=_agreements(given),
        points=points,
        sentences=sentences,
        phrases=words.vocabulary(),
        drawings=gallery.drawn(edition, sentences),
        results=found,
        reviews=given.reviews,
        changes=material.changes or {},
    )


def known_checks(edition: Edition) -> frozenset[str]:
    """Return the ids of all checks: rules, comparisons and agreements."""
    agreements = (tag for _, scenario in _agreeing() for tag in scenario.tags)
    comparisons = (rule for rule in written.rules() if rule not in edition.rules)
    return frozenset({*edition.rules, *comparisons, *agreements} - {p.id for p in edition.parts})


@dataclass(frozen=True, slots=True)
class _Given:
    """The material, once the texts of others in it are set apart."""

    material: Material
    results: Results | None
    reviews: Mapping[str, Review] | None

    def result(self, name: str) -> Check | None:
        return self.results.checks.get(name) if self.results else None


def _sentence(locked: LockedSentence, given: _Given) -> PageSentence:
    material = given.material
    rules = tuple(r for r in material.edition.rules.values() if locked.id in r.sentences)
    found = [result for rule in rules if (result := given.result(rule.id))]
    graded = [result for result in found if result.grade]
    worst = max(graded, key=lambda result: ORDER.index(result.grade or ORDER[0]), default=None)
    stated = any(rule.origin == "stated" for rule in rules)
    mark = "stated" if stated else "derived" if rules else locked.kind
    wording = (material.wordings or {}).get(locked.id)
    return PageSentence(locked, rules, wording, mark, worst)


def _point(point: OpenPoint, consequence: Consequence | None, given: _Given) -> PointEntry:
    asked = dict.fromkeys(given.material.edition.rules[rule].question for rule in point.rules)
    pinned: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    relied_on: tuple[str, ...] = ()
    if given.results:
        record = given.results.record
        pinned = (record.asked.pinned_readings.get(point.id, ""),)
        declared = (record.subject.declared_readings.get(point.id, ""),)
        relied_on = record.readings_relied_on.get(point.id, ())
    return PointEntry(
        point,
        "".join(_readings(point, pinned)),
        "".join(_readings(point, declared)),
        tuple(_readings(point, relied_on)),
        tuple(QUESTIONS[name] for name in asked),
        consequence,
    )


def _readings(point: OpenPoint, named: Collection[str]) -> Iterator[str]:
    """Yield the readings of a point that somebody has named; others there are not."""
    return (reading.id for reading in point.readings if reading.id in named)


def _rule(
    number: str,
    rule: Rule,
    sentences: Mapping[str, PageSentence],
    points: tuple[PointEntry, ...],
    given: _Given,
) -> RuleEntry:
    sources: dict[str, list[PageSentence]] = {}
    for name in rule.sentences:
        sources.setdefault(sentences[name].heading, []).append(sentences[name])
    return RuleEntry(
        number=number,
        rule=rule,
        written=written.rules()[rule.id],
        question=QUESTIONS[rule.question],
        sources=tuple((heading, tuple(found)) for heading, found in sources.items()),
        edges=tuple(_edge(name, value) for name, value in rule.edges.items()),
        points=points,
        result=given.result(rule.id),
        review=(given.reviews or {}).get(rule.id),
        change=(given.material.changes or {}).get(rule.id, ""),
    )


def _edge(name: str, value: object) -> str:
    return words.day(value) if isinstance(value, date) else f"{value} {name}"


def _comparisons(given: _Given) -> tuple[CheckEntry, ...]:
    return tuple(
        CheckEntry(
            rule.id,
            rule.name,
            rule.derived,
            rule.assumptions,
            rule.scenarios,
            given.result(rule.id),
        )
        for rule in written.rules().values()
        if rule.id not in given.material.edition.rules
    )


def _agreements(given: _Given) -> tuple[CheckEntry, ...]:
    return tuple(
        CheckEntry(tag, scenario.name, "", "", (scenario,), given.result(tag))
        for tag, scenario in _agreeing()
    )


def _agreeing() -> tuple[tuple[str, written.WrittenScenario], ...]:
    return tuple(
        (tag, scenario)
        for feature in written.features()
        for scenario in feature.scenarios
        for tag in scenario.tags
        if tag.startswith(AGREES)
    )
