"""The readable specification as a value: everything it says, before it is laid out as a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from datausage.spec.results import failed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from datausage.evidence.checks import Check
    from datausage.oracle.aspects import Question
    from datausage.policy.edition import Edition, OpenPoint, Part, Rule
    from datausage.policy.lock import LockedSentence
    from datausage.policy.reviews import Review
    from datausage.spec.consequences import Consequence
    from datausage.spec.pictures.drawing import Drawing
    from datausage.spec.results import Results
    from datausage.spec.wording import Wording
    from datausage.spec.written import WrittenRule, WrittenScenario


@dataclass(frozen=True, slots=True)
class PageSentence:
    """One locked sentence: where it stands, what it is to us, and its wording in a copy."""

    locked: LockedSentence
    rules: tuple[Rule, ...]
    wording: Wording | None
    mark: str
    """What it is in one word: stated, derived, fact, definition, pointer or information."""
    result: Check | None

    @property
    def id(self) -> str:
        """Its permanent id."""
        return self.locked.id

    @property
    def heading(self) -> str:
        """The heading under which it stands."""
        return self.locked.heading[-1]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of the edition, with all that belongs to it."""

    number: str
    rule: Rule
    written: WrittenRule
    question: Question
    sources: tuple[tuple[str, tuple[PageSentence, ...]], ...]
    """The sentences that it rests on, by heading."""
    edges: tuple[str, ...]
    points: tuple[PointEntry, ...]
    result: Check | None
    review: Review | None
    change: str

    @property
    def id(self) -> str:
        """The id of the rule."""
        return self.rule.id

    @property
    def statement(self) -> str:
        """The statement of the rule."""
        return self.rule.statement


@dataclass(frozen=True, slots=True)
class PointEntry:
    """One open point, with the reading that was chosen, if any was, and by whom."""

    point: OpenPoint
    pinned: str
    declared: str
    relied_on: tuple[str, ...]
    questions: tuple[Question, ...]
    consequence: Consequence | None


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One part of the page with its rules."""

    number: int
    part: Part
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """An agreement or a comparison: what is checked beside the rules."""

    id: str
    statement: str
    derived: str
    assumptions: str
    scenarios: tuple[WrittenScenario, ...]
    result: Check | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the vocabulary, and what it means."""

    text: str
    means: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole specification."""

    edition: Edition
    suite: str
    date: str
    copy_shown: bool
    parts: tuple[PartEntry, ...]
    comparisons: tuple[CheckEntry, ...]
    agreements: tuple[CheckEntry, ...]
    points: tuple[PointEntry, ...]
    sentences: tuple[PageSentence, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    drawings: Mapping[str, Drawing]
    results: Results | None
    reviews: Mapping[str, Review] | None
    """Who has reviewed which rule; None where no record of that was given."""
    changes: Mapping[str, str]

    @property
    def rules(self) -> tuple[RuleEntry, ...]:
        """All rules, in the page's order."""
        return tuple(rule for part in self.parts for rule in part.rules)

    @property
    def uncovered(self) -> tuple[PageSentence, ...]:
        """The sentences from which no rule follows, or from a part of them, in the page's order."""
        return tuple(
            sentence
            for sentence in self.sentences
            if not sentence.rules or sentence.locked.uncovered
        )

    @property
    def partly(self) -> tuple[PageSentence, ...]:
        """The sentences of which a part is in no rule."""
        return tuple(sentence for sentence in self.uncovered if sentence.locked.uncovered)

    @property
    def uncovered_by_heading(self) -> tuple[tuple[str, tuple[PageSentence, ...]], ...]:
        """The same, by heading."""
        grouped = groupby(self.uncovered, key=lambda sentence: sentence.heading)
        return tuple((heading, tuple(found)) for heading, found in grouped)

    @property
    def troubled(self) -> tuple[RuleEntry | CheckEntry, ...]:
        """What failed in the run, in the order of the document."""
        entries: tuple[RuleEntry | CheckEntry, ...]
        entries = (*self.rules, *self.comparisons, *self.agreements)
        return tuple(entry for entry in entries if failed(entry.result))

    @property
    def suspect(self) -> tuple[RuleEntry, ...]:
        """The rules that the run judged although their reviews no longer held."""
        return tuple(entry for entry in self.rules if entry.result and entry.result.suspect)

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """The ids of the rules that nobody has reviewed."""
        return tuple(entry.id for entry in self.rules if entry.review is None)

    @property
    def reviewers(self) -> tuple[tuple[str, dt.date, int], ...]:
        """Who has reviewed, on which day, and how many rules, in the order of the days."""
        reviews = (entry.review for entry in self.rules if entry.review)
        counted = Counter((review.by, review.on) for review in reviews)
        days = sorted(counted, key=lambda one: (one[1], one[0]))
        return tuple((by, on, counted[by, on]) for by, on in days)
