"""The sentence in which a run ends, from what came of it; the same for whoever tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.evidence.counting import counted
from datausage.grading.grades import Grade
from datausage.grading.waiving import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.coherence import Coherence as Recorded
    from datausage.grading.coherence import Coherence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of a run.

    ``left_out`` are the reasons for which no scenario is left, where none is. ``failing`` has the
    grades of the checks that did not pass and are not waived, in order, and ``rules`` says which
    of them are rules. ``exposing`` counts violated rules, ``waived`` checks; ``whole`` has the
    grades of the run as a whole that fail it, ``strangers`` counts what went where nobody knows.
    """

    nothing: bool
    left_out: tuple[str, ...]
    failing: Mapping[str, Grade]
    rules: frozenset[str]
    checked: int
    exposing: int
    waived: int
    standings: Mapping[Standing, int]
    whole: tuple[str, ...] = ()
    strangers: int = 0


def coherence_grades(found: Coherence | Recorded) -> tuple[str, ...]:
    """Return the grades of the run as a whole that fail it."""
    grades = {"incoherent": found.incoherent, "misdeclared": found.misdeclared}
    return tuple(grade for grade, clash in grades.items() if clash is not None)


def closing(ended: Ended) -> str:
    """Return the sentence."""
    if ended.nothing and ended.left_out:
        reasons = " and ".join(ended.left_out)
        sharded = any(reason.startswith("shard ") for reason in ended.left_out)
        advice = "other shards have some" if sharded else "select at least one"
        return f"Nothing was checked: no scenario is left by {reasons}; {advice}."
    if ended.nothing:
        return "Nothing was checked: this run says nothing about the target."
    sentence = _found(ended) if ended.failing else _nothing_else(ended)
    if verbs := list(_beside_answers(ended)):
        verb = " ".join(verbs)
        sentence = f"{sentence} {verb}" if ended.failing else f"{verb} {_in_themselves(ended)}"
    lapsed = [
        f"{counted(count, 'waiver')} {'is' if count == 1 else 'are'} {standing}"
        for standing in (Standing.EXPIRED, Standing.STALE)
        if (count := ended.standings.get(standing, 0))
    ]
    return f"{sentence} {' and '.join(lapsed)}, which fails the run." if lapsed else sentence


def _beside_answers(ended: Ended) -> Iterator[str]:
    if ended.whole:
        yield f"As a whole, the run is {' and '.join(ended.whole)}; see above."
    if ended.strangers:
        yield "Unclassified traffic fails the run; see above."


def _in_themselves(ended: Ended) -> str:
    waived = f", but for {ended.waived:,} waived" if ended.waived else ""
    if ended.whole:
        return f"By itself, no answer is wrong on every reading{waived}."
    return f"No answer is wrong{waived}."


def _nothing_else(ended: Ended) -> str:
    if ended.waived:
        return (
            f"Conforms but for {ended.waived:,} waived: no other violation was found in what was "
            "asked, under these readings."
        )
    return (
        "No violation was found in what was asked, under these readings; that is what passing "
        "means."
    )


def _found(ended: Ended) -> str:
    besides = f" Waived besides: {ended.waived:,}." if ended.waived else ""
    wrong = [name for name, grade in ended.failing.items() if grade is Grade.VIOLATES]
    violated = [name for name in wrong if name in ended.rules]
    if wrong and not violated:
        names = ", ".join(wrong)
        return f"Violated: no rule that ran, but {names}; see above.{besides}"
    if violated:
        return (
            f"Violated: {len(violated):,} of {counted(ended.checked, 'rule')} checked; "
            f"exposing data: {ended.exposing or 'none'} of those.{besides}"
        )
    names = ", ".join(ended.failing)
    return f"No rule is violated in what was asked, but not everything passed: {names}.{besides}"
