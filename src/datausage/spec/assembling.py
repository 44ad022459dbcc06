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
from datausage.spec.pictures import gallery
from datausage.steps.scenarios import AGREES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.edition import Edition, OpenPoint, Rule
    from datausage.policy.lock import Lock, LockedSentence
    from datausage.spec.consequences import Consequence
    from datausage.spec.record import CheckResult, Record
    from datausage.spec.wording import Wording

ORDER = list(Grade)


@dataclass(frozen=True, slots=True)
class Material:
    """What the specification is made of.

    ``changes`` says, by rule, in words what has changed since sign-off; ``wordings`` holds the
    sentences of the reader's own copy, or is None where none was given.
    """

    edition: Edition
    lock: Lock
    suite: str
    date: str = ""
    wordings: Mapping[str, Wording] | None = None
    record: Record | None = None
    changes: Mapping[str, str] | None = None


def assembled(material: Material) -> Document:
    """Return the document."""
    edition = material.edition
    sentences = tuple(_sentence(one, material) for one in material.lock.sentences)
    told = consequences(edition.id)
    points = tuple(_point(p, told.get(p.id), material) for p in edition.points.values())
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
                _rule(f"{number}.{place}", rule, by_id, by_rule[rule.id], material)
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
        comparisons=_comparisons(material),
        agreements=_agreements(material),
        points=points,
        sentences=sentences,
        phrases=words.vocabulary(),
        drawings=gallery.drawn(edition, sentences),
        record=material.record,
        changes=material.changes or {},
    )


def known_checks(edition: Edition) -> frozenset[str]:
    """Return the ids of all checks: rules, comparisons and agreements."""
    agreements = (tag for _, scenario in _agreeing() for tag in scenario.tags)
    comparisons = (rule for rule in written.rules() if rule not in edition.rules)
    return frozenset({*edition.rules, *comparisons, *agreements} - {p.id for p in edition.parts})


def _result(name: str, material: Material) -> CheckResult | None:
    return material.record.checks.get(name) if material.record else None


def _sentence(locked: LockedSentence, material: Material) -> PageSentence:
    rules = tuple(r for r in material.edition.rules.values() if locked.id in r.sentences)
    results = [result for rule in rules if (result := _result(rule.id, material))]
    graded = [result for result in results if result.grade]
    worst = max(graded, key=lambda result: ORDER.index(result.grade or ORDER[0]), default=None)
    stated = any(rule.origin == "stated" for rule in rules)
    mark = "stated" if stated else "derived" if rules else locked.kind
    wording = (material.wordings or {}).get(locked.id)
    return PageSentence(locked, rules, wording, mark, worst)


def _point(point: OpenPoint, consequence: Consequence | None, material: Material) -> PointEntry:
    record = material.record
    asked = dict.fromkeys(material.edition.rules[rule].question for rule in point.rules)
    known = {reading.id for reading in point.readings}
    pinned = record.pinned.get(point.id, "") if record else ""
    declared = record.declared.get(point.id, "") if record else ""
    relied_on = record.relied_on.get(point.id, ()) if record else ()
    return PointEntry(
        point,
        pinned if pinned in known else "",
        declared if declared in known else "",
        tuple(reading for reading in relied_on if reading in known),
        tuple(QUESTIONS[name] for name in asked),
        consequence,
    )


def _rule(
    number: str,
    rule: Rule,
    sentences: Mapping[str, PageSentence],
    points: tuple[PointEntry, ...],
    material: Material,
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
        result=_result(rule.id, material),
        change=(material.changes or {}).get(rule.id, ""),
    )


def _edge(name: str, value: object) -> str:
    return words.day(value) if isinstance(value, date) else f"{value} {name}"


def _comparisons(material: Material) -> tuple[CheckEntry, ...]:
    return tuple(
        CheckEntry(
            rule.id,
            rule.name,
            rule.derived,
            rule.assumptions,
            rule.scenarios,
            _result(rule.id, material),
        )
        for rule in written.rules().values()
        if rule.id not in material.edition.rules
    )


def _agreements(material: Material) -> tuple[CheckEntry, ...]:
    return tuple(
        CheckEntry(tag, scenario.name, "", "", (scenario,), _result(tag, material))
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
