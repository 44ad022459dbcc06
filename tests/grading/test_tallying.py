"""Tallying: what is counted of what was asked, and what is kept of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.grading.grades import Comparison, Exposure, Grade, compare
from datausage.grading.judged import Judged
from datausage.grading.results import Deviation
from datausage.grading.tallying import MOST_OUTCOMES, Sample, Tally

from .answering import answering, outcomes

if TYPE_CHECKING:
    from conftest import VerdictOf

    from datausage.oracle.aspects import Aspect
    from datausage.universe.spaces import Value


@pytest.fixture
def tally() -> Tally:
    """Return a tally that keeps five things to ask again."""
    return Tally(Sample(5, "name"))


def judged(
    aspect: Aspect,
    grade: Grade,
    *point: Value,
    exposure: Exposure | None = None,
    printed: str = "",
) -> Judged:
    """Return a point with a grade."""
    return Judged(point, aspect, "said", Comparison(grade, exposure), None, printed=printed)


def test_every_situation_is_counted_by_its_grade(tally: Tally, aspect: Aspect) -> None:
    grades = [Grade.CONFORMS, Grade.UNJUDGED, Grade.OPEN, Grade.CONFORMS, Grade.ERRORED]
    tally.add([judged(aspect, grade, n) for n, grade in enumerate(grades)])
    assert (tally.asked, tally.distinct) == (5, 5)
    assert (tally.judged, tally.failures) == (4, 1)
    assert tally.grades == Counter(grades)
    assert tally.grade is Grade.ERRORED


def test_a_tally_of_nothing_has_judged_nothing_and_has_the_best_grade(tally: Tally) -> None:
    assert (tally.asked, tally.judged, tally.failures, tally.first_failure) == (0, 0, 0, 0)
    assert tally.grade is Grade.UNJUDGED
    assert tally.worst is None
    assert tally.relied_on() == ()


@pytest.mark.parametrize("worse", [g for g in Grade if g is not Grade.UNJUDGED])
def test_the_grade_is_the_worst_of_all(tally: Tally, aspect: Aspect, worse: Grade) -> None:
    better = list(Grade)[list(Grade).index(worse) - 1]
    tally.add([judged(aspect, worse, 0), *(judged(aspect, better, n) for n in range(1, 4))])
    assert tally.grade is worse


def test_the_first_failure_is_told_by_its_number_and_the_worst_is_kept(
    tally: Tally, aspect: Aspect
) -> None:
    restricts = judged(aspect, Grade.VIOLATES, 2, exposure=Exposure.OVER_RESTRICTIVE)
    exposes = judged(aspect, Grade.VIOLATES, 3, exposure=Exposure.EXPOSES)
    also = judged(aspect, Grade.VIOLATES, 4, exposure=Exposure.EXPOSES)
    tally.add([judged(aspect, Grade.CONFORMS, 0), judged(aspect, Grade.ERRORED, 1)])
    tally.add([restricts, exposes, also, judged(aspect, Grade.ERRORED, 5)])
    assert tally.first_failure == 2
    assert tally.worst is exposes
    assert tally.examples[Grade.ERRORED].point == (1,)
    assert tally.examples[Grade.VIOLATES] is restricts
    assert tally.failures == 5


def test_the_first_thing_printed_is_kept(tally: Tally, aspect: Aspect) -> None:
    tally.add(
        [judged(aspect, Grade.CONFORMS, n, printed=text) for n, text in enumerate(["", "a", "b"])]
    )
    assert tally.printed == "a"


def test_values_are_counted_by_fact_and_type_where_that_is_wanted(
    tally: Tally, aspect: Aspect
) -> None:
    tally.add([judged(aspect, Grade.CONFORMS, 1, "x")])
    assert tally.values is None
    tally.values = Counter()
    tally.add([judged(aspect, Grade.CONFORMS, 1, "x"), judged(aspect, Grade.VIOLATES, True, "x")])
    assert tally.values == {(0, int, 1): 1, (0, bool, True): 1, (1, str, "x"): 2}


def test_a_second_answer_that_differs_makes_a_situation_fail(tally: Tally, aspect: Aspect) -> None:
    first = judged(aspect, Grade.CONFORMS, 0)
    tally.add([first, judged(aspect, Grade.OPEN, 1)])
    tally.unstable(first, first._replace(said="something else"))
    assert tally.grades[Grade.CONFORMS] == 0
    assert (tally.judged, tally.failures, tally.first_failure) == (2, 1, 2)
    assert tally.worst is not None
    assert tally.worst.comparison.grade is Grade.NONDETERMINISTIC
    assert (tally.worst.point, tally.worst.said) == ((0,), "said")
    assert tally.worst.detail == "something else, when asked a second time"


def test_only_what_passed_and_was_judged_is_asked_again(tally: Tally, aspect: Aspect) -> None:
    tally.add([judged(aspect, grade, n) for n, grade in enumerate(Grade)])
    passed = {Grade.CONFORMS, Grade.OPEN, Grade.CONTESTED}
    assert {one.comparison.grade for one in tally.sample.taken()} == passed


# --- samples


def sampled(size: int, count: int, name: str, aspect: Aspect) -> list[Value]:
    """Return which of so many things a sample of some size keeps, in its order."""
    sample = Sample(size, name)
    every = [judged(aspect, Grade.CONFORMS, number) for number in range(count)]
    for first in range(0, count, 3):
        sample.offer(every[first : first + 3])
    return [one.point[0] for one in sample.taken()]


def test_a_sample_keeps_all_where_there_are_few_and_its_size_of_more(aspect: Aspect) -> None:
    assert sorted(sampled(5, 3, "name", aspect), key=str) == [0, 1, 2]
    for count in (5, 6, 50):
        found = sampled(5, count, "name", aspect)
        assert len(set(found)) == 5
        assert set(found) <= set(range(count))
    assert sampled(0, 9, "name", aspect) == []


def test_a_sample_is_the_same_for_the_same_name_in_another_order(aspect: Aspect) -> None:
    assert sampled(5, 50, "one", aspect) == sampled(5, 50, "one", aspect)
    assert sampled(5, 50, "one", aspect) != sampled(5, 50, "another", aspect)
    whole = sampled(20, 20, "one", aspect)
    assert whole != sorted(whole, key=int)  # type: ignore[arg-type]


def test_each_of_many_things_is_as_likely_to_be_kept_as_any_other(aspect: Aspect) -> None:
    kept = Counter(n for seed in range(600) for n in sampled(2, 8, f"name {seed}", aspect))
    assert set(kept) == set(range(8))
    assert max(kept.values()) < 1.5 * min(kept.values())


# --- readings that the answers reveal


def answered(tally: Tally, aspect: Aspect, found: object, *said: str) -> tuple[str, ...]:
    """Tally answers to one verdict, and return the readings they reveal."""
    for number, word in enumerate(said):
        comparison = compare(aspect, found, word)  # type: ignore[arg-type]
        tally.add([Judged((number,), aspect, word, comparison, found)])  # type: ignore[arg-type]
    return tally.relied_on()


def test_an_answer_that_one_reading_alone_supports_reveals_it(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(one="low", other="middle")
    assert answered(tally, aspect, found, "low", "low") == ("point=one",)


def test_an_answer_that_several_readings_support_reveals_none(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(one="low", other="low middle", third="high")
    assert answered(tally, aspect, found, "low") == ()
    assert answered(tally, aspect, found, "middle") == ("point=other",)


def test_answers_that_no_reading_explains_together_reveal_none(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(one="low", other="middle")
    assert answered(tally, aspect, found, "low", "middle") == ()


def test_an_answer_right_on_every_reading_reveals_none(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    assert answered(tally, aspect, verdict_of(one="low", other="low middle"), "low") == ()


def test_an_answer_right_on_every_reading_takes_nothing_back(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    assert answered(tally, aspect, verdict_of(one="low", other="middle"), "low") == ("point=one",)
    certain = verdict_of(one="low", other="low middle")
    assert answered(tally, aspect, certain, "low") == ("point=one",)


def test_an_answer_about_which_there_is_no_verdict_reveals_none(
    tally: Tally, aspect: Aspect
) -> None:
    relies = Comparison(Grade.OPEN, readings=({"point": frozenset({"one"})},))
    tally.add([Judged((0,), aspect, "low", relies, None)])
    assert tally.relied_on() == ()
    assert tally.judged == 1


def test_second_answers_that_differ_are_counted(tally: Tally, aspect: Aspect) -> None:
    asked = [judged(aspect, Grade.CONFORMS, n) for n in range(3)]
    tally.add(asked)
    for one in asked[:2]:
        tally.unstable(one, one)
    assert tally.grades[Grade.NONDETERMINISTIC] == 2
    assert tally.grades[Grade.CONFORMS] == 1


def test_a_tally_begins_with_nothing(tally: Tally) -> None:
    assert (tally.inside, tally.edges, tally.printed, tally.notes) == (0, set(), "", [])


def test_a_verdict_with_very_many_outcomes_is_not_looked_at(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    found = verdict_of(**outcomes(MOST_OUTCOMES + 1))
    assert len(found.outcomes) == MOST_OUTCOMES + 1
    assert answered(tally, aspect, found, "low") == ()


# --- kinds of failures


def test_failures_are_told_apart_by_the_rules_that_were_broken(
    tally: Tally, aspect: Aspect, verdict_of: VerdictOf
) -> None:
    wrong = answering(aspect, verdict_of(one="low", other="low"), "high", "metrics", 1)
    right = answering(aspect, replace(verdict_of(one="low"), rules=("another",)), "low", 0)
    assert wrong.failed
    tally.add([wrong._replace(notable=(*right.notable, *wrong.notable))])
    assert tally.deviations == {Deviation("", ("rule",))}


def test_failures_are_told_apart_by_the_service_that_was_asked_about(
    tally: Tally, aspect: Aspect
) -> None:
    tally.service = 1
    tally.add([judged(aspect, Grade.ERRORED, 0, service) for service in ("metrics", "surveys")])
    assert tally.deviations == {Deviation("metrics", ()), Deviation("surveys", ())}
