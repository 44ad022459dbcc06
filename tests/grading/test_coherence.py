"""Coherence: is there one set of readings that explains all answers, whatever their order?"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datausage.grading.coherence import (
    MOST_KEPT,
    Box,
    Coherence,
    Reliance,
    boxes,
    coherence,
    strongest,
    unimplied,
    zip_box,
)

POINTS = {"p": ("a", "b", "c"), "q": ("a", "b"), "r": ("a", "b")}
WORLDS = [dict(zip(POINTS, world, strict=True)) for world in product(*POINTS.values())]


def relying(*found: dict[str, str], replay: str = "rule:x", said: str = "on") -> Reliance:
    """Return an answer that these boxes explain; readings of a point are parted by spaces."""
    choices = [{point: frozenset(r.split()) for point, r in box.items()} for box in found]
    return Reliance(boxes(choices), replay, "traffic", "traffic", said)


def explains(world: dict[str, str], one: Reliance) -> bool:
    return any(all(world[p] in readings for p, readings in zip_box(box)) for box in one.boxes)


def explained(answers: list[Reliance]) -> list[dict[str, str]]:
    return [world for world in WORLDS if all(explains(world, one) for one in answers)]


def implies(one: Reliance, other: Reliance) -> bool:
    """Say whether each box of one lies within one of the other, point by point."""

    def within(box: Box, around: Box) -> bool:
        found = dict(zip_box(box))
        return all(p in found and found[p] <= readings for p, readings in zip_box(around))

    return all(any(within(box, around) for around in other.boxes) for box in one.boxes)


def test_a_clash_names_its_points_though_each_answer_leaves_a_way_around_each() -> None:
    either, neither = relying({"p": "a"}, {"q": "a"}), relying({"p": "b", "q": "b"})
    clash = coherence([either, neither], {}).incoherent
    assert clash is not None
    assert clash.points == ("p", "q")


def test_no_answers_are_coherent_whatever_is_declared() -> None:
    assert coherence([], {"p": "a"}) == Coherence()


def test_the_points_on_which_two_answers_part_are_named() -> None:
    clash = coherence(
        [relying({"p": "a", "q": "a b"}), relying({"p": "b", "q": "a"}, {"p": "c", "r": "a"})], {}
    ).incoherent
    assert clash is not None
    assert clash.points == ("p",)


def test_of_the_same_explanation_the_plainest_situation_is_kept() -> None:
    long, short = relying({"p": "a"}, replay="one:xxxx"), relying({"p": "a"}, replay="other:x")
    assert strongest([long, short]) == (short,)
    assert strongest([short, long]) == (short,)


def test_three_answers_of_which_any_two_fit_are_incoherent_together() -> None:
    three = [
        relying({"p": "a"}, {"q": "a"}),
        relying({"p": "b"}, {"q": "a"}),
        relying({"q": "b"}),
    ]
    clash = coherence(three, {}).incoherent
    assert clash is not None
    assert set(clash.answers) == set(three)


def test_what_is_declared_of_a_point_that_no_answer_depends_on_is_fine() -> None:
    assert not coherence([relying({"p": "a"})], {"q": "b"}).fails


def test_a_declared_reading_that_one_answer_contradicts_is_shown_with_it() -> None:
    found = coherence([relying({"p": "a"}), relying({"q": "a"})], {"p": "b", "q": "a"})
    assert found.incoherent is None
    assert found.misdeclared is not None
    assert found.misdeclared.declared == (("p", "b"),)
    assert [one.boxes for one in found.misdeclared.answers] == [relying({"p": "a"}).boxes]


def test_answers_too_entangled_to_be_looked_through_are_told_as_such(monkeypatch: object) -> None:
    monkeypatch.setattr("datausage.grading.coherence.MOST_TRIED", 0)  # type: ignore[attr-defined]
    found = coherence([relying({"p": "a"}, {"q": "a"}), relying({"p": "b"}, {"r": "a"})], {})
    assert not found.told
    assert not found.fails


def test_answers_that_fit_together_are_told_as_such() -> None:
    found = coherence([relying({"p": "a"})], {})
    assert (found.incoherent, found.misdeclared, found.told) == (None, None, True)
    assert not found.fails


def test_answers_that_are_incoherent_fail_though_nothing_is_declared() -> None:
    found = coherence([relying({"p": "a"}), relying({"p": "b"})], {})
    assert found.incoherent is not None
    assert found.incoherent.declared == ()
    assert found.misdeclared is None
    assert found.fails


def test_a_situation_is_plain_by_all_that_follows_the_rule() -> None:
    long, short = relying({"p": "a"}, replay="one:a:b"), relying({"p": "a"}, replay="other:cc")
    assert strongest([long, short]) == (short,)


def test_what_leaves_least_open_comes_first() -> None:
    two, one = relying({"p": "a"}, {"p": "b", "r": "a"}), relying({"q": "a"})
    assert two.boxes < one.boxes
    assert strongest([two, one]) == (one, two)


def test_where_no_reading_is_left_of_what_is_declared_only_single_answers_count() -> None:
    """Together the answers fit nothing: that they do not fit what is declared says nothing."""
    found = coherence([relying({"p": "a"}), relying({"p": "b"})], {"q": "a"})
    assert found.incoherent is not None
    assert found.misdeclared is None


def test_two_that_clash_are_shown_and_not_three_that_come_first() -> None:
    three = [relying({"p": readings}) for readings in ("a b", "a c", "b c")]
    two = [relying({"q": "a"}), relying({"q": "b"})]
    clash = coherence([*three, *two], {}).incoherent
    assert clash is not None
    assert set(clash.answers) == set(two)


def test_of_those_that_clash_in_pairs_the_plainest_pair_is_shown() -> None:
    plain = [relying({"r": "a"}, replay="rule:x"), relying({"r": "b"}, replay="rule:x")]
    odd = [relying({"q": "a"}, replay="rule:x"), relying({"q": "b"}, replay="rule:" + "x" * 30)]
    clash = coherence([*odd, *plain], {}).incoherent
    assert clash is not None
    assert set(clash.answers) == set(plain)


def test_of_those_that_contradict_what_is_declared_the_plainest_is_shown() -> None:
    long, short = relying({"p": "a"}, replay="rule:xxxx"), relying({"q": "a"}, replay="rule:x")
    assert strongest([long, short]) == (long, short)
    found = coherence([long, short], {"p": "b", "q": "b"})
    assert found.misdeclared is not None
    assert found.misdeclared.answers == (short,)


def test_an_answer_contradicts_what_is_declared_though_others_are_incoherent() -> None:
    two = [relying({"p": "a"}), relying({"p": "b"})]
    found = coherence([*two, relying({"q": "a"})], {"q": "b"})
    assert found.incoherent is not None
    assert set(found.incoherent.answers) == set(two)
    assert found.misdeclared is not None
    assert found.misdeclared.declared == (("q", "b"),)


def test_two_answers_that_fit_what_is_declared_one_by_one_are_shown_together() -> None:
    two = [relying({"p": "b"}, {"q": "a"}), relying({"p": "b"}, {"q": "b"})]
    found = coherence([*two, relying({"r": "a"})], {"p": "a"})
    assert found.incoherent is None
    assert found.misdeclared is not None
    assert set(found.misdeclared.answers) == set(two)
    assert found.misdeclared.declared == (("p", "a"),)
    assert found.misdeclared.points == ("p", "q")


def test_an_answer_that_stands_between_three_that_clash_is_not_shown() -> None:
    three = [relying({"p": readings}) for readings in ("a b", "a c", "b c")]
    between = relying({"p": "a b c", "q": "a"})
    assert strongest([*three, between]) == (three[0], between, *three[1:])
    clash = coherence([*three, between], {}).incoherent
    assert clash is not None
    assert clash.answers == tuple(three)
    assert clash.points == ("p",)


def test_a_point_that_one_explanation_alone_is_about_is_not_named_beside_a_plain_one() -> None:
    two = [relying({"p": "a", "q": "a"}), relying({"p": "b"}, {"p": "c", "q": "b"})]
    clash = coherence(two, {}).incoherent
    assert clash is not None
    assert clash.points == ("p",)


def test_a_point_about_which_answers_agree_is_not_named_beside_one_that_parts_them() -> None:
    clash = coherence([relying({"p": "a", "q": "a"}), relying({"p": "b", "q": "a"})], {}).incoherent
    assert clash is not None
    assert clash.points == ("p",)


def test_points_that_part_answers_only_together_are_all_named() -> None:
    alike = relying({"p": "a", "q": "a", "r": "a"}, {"p": "b", "q": "b", "r": "a"})
    crossed = relying({"p": "a", "q": "b"}, {"p": "b", "q": "a"})
    clash = coherence([alike, crossed], {}).incoherent
    assert clash is not None
    assert clash.points == ("p", "q")


@pytest.mark.parametrize(("most", "told"), [(0, False), (1, False), (2, True)])
def test_every_box_that_is_tried_counts(
    monkeypatch: pytest.MonkeyPatch, most: int, *, told: bool
) -> None:
    monkeypatch.setattr("datausage.grading.coherence.MOST_TRIED", most)
    two = [relying({"p": "a"}, {"q": "a"}), relying({"r": "a"}, {"s": "a"})]
    assert coherence(two, {}).told is told


def test_of_what_follows_from_other_answers_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("datausage.grading.coherence.MOST_TRIED", 0)
    last, middle = relying({"p": "a"}, {"q": "a"}), relying({"p": "b"}, {"r": "b"})
    first = relying({"r": "a"})
    assert strongest([last, middle, first]) == (first, last, middle)
    assert coherence([last, middle, first], {}) == Coherence()


# --- whatever the answers are


def some_box() -> st.SearchStrategy[Box]:
    def readings(point: str) -> st.SearchStrategy[frozenset[str]]:
        return st.frozensets(st.sampled_from(POINTS[point]), min_size=1)

    def choice(points: frozenset[str]) -> st.SearchStrategy[dict[str, frozenset[str]]]:
        return st.fixed_dictionaries({point: readings(point) for point in sorted(points)})

    found = st.frozensets(st.sampled_from(sorted(POINTS)), min_size=1, max_size=3)
    return found.flatmap(choice).map(lambda made: boxes([made])[0])


ANSWERS = st.lists(
    st.builds(
        Reliance,
        st.lists(some_box(), min_size=1, max_size=4).map(lambda f: tuple(sorted(set(f)))),
        st.text("xyz", min_size=1, max_size=4).map(lambda text: f"rule:{text}"),
        st.just("traffic"),
        st.just("traffic"),
        st.sampled_from(["on", "off"]),
    ),
    max_size=6,
)
DECLARED = st.fixed_dictionaries(
    {}, optional={point: st.sampled_from(found) for point, found in POINTS.items()}
)

# A machine that is busy is no finding.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(ANSWERS)
def test_answers_are_incoherent_exactly_if_no_readings_explain_them_all(
    answers: list[Reliance],
) -> None:
    assert (coherence(answers, {}).incoherent is not None) is not explained(answers)


@patient
@given(ANSWERS)
def test_what_clashes_is_among_the_answers_and_none_of_it_can_be_left_out(
    answers: list[Reliance],
) -> None:
    clash = coherence(answers, {}).incoherent
    if clash is not None:
        told = list(clash.answers)
        assert set(told) <= set(answers)
        assert not explained(told)
        assert all(explained([o for o in told if o is not one]) for one in told)
        assert clash.points


@patient
@given(ANSWERS)
def test_two_answers_are_shown_wherever_two_clash(answers: list[Reliance]) -> None:
    clash = coherence(answers, {}).incoherent
    some_two = any(not explained([one, other]) for one in answers for other in answers)
    if clash is not None and some_two:
        assert len(clash.answers) == 2


@patient
@given(ANSWERS, DECLARED)
def test_a_target_is_misdeclared_if_its_answers_fit_no_world_that_it_declares(
    answers: list[Reliance], declared: dict[str, str]
) -> None:
    found = coherence(answers, declared)
    fitting = [w for w in explained(answers) if declared.items() <= w.items()]
    if found.incoherent is None:
        assert (found.misdeclared is not None) is not fitting
    if found.misdeclared is not None:
        told = list(found.misdeclared.answers)
        # The answers by themselves are fine: it is what is declared that they do not fit.
        assert explained(told)
        assert not [w for w in explained(told) if declared.items() <= w.items()]
        assert dict(found.misdeclared.declared).items() <= declared.items()


@patient
@given(ANSWERS, DECLARED, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(
    answers: list[Reliance], declared: dict[str, str], random: object
) -> None:
    mixed = list(answers)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert strongest(mixed) == strongest(answers)
    assert coherence(mixed, declared) == coherence(answers, declared)


@patient
@given(ANSWERS)
def test_those_are_kept_that_no_other_one_implies(answers: list[Reliance]) -> None:
    kept = strongest(answers)
    assert set(kept) <= set(answers)
    for one in answers:
        assert any(implies(held, one) for held in kept)
    for one, other in product(kept, kept):
        assert one == other or not implies(one, other)


@patient
@given(ANSWERS, ANSWERS)
def test_keeping_the_strongest_of_parts_is_keeping_the_strongest_of_the_whole(
    some: list[Reliance], others: list[Reliance]
) -> None:
    whole = strongest([*some, *others])
    assert strongest([*strongest(some), *strongest(others)]) == whole
    assert strongest(whole) == whole
    assert explained(list(whole)) == explained([*some, *others])


@patient
@given(ANSWERS, ANSWERS)
def test_more_answers_never_make_an_incoherent_run_coherent(
    some: list[Reliance], more: list[Reliance]
) -> None:
    if coherence(some, {}).incoherent:
        assert coherence([*some, *more], {}).incoherent


def test_of_very_many_those_that_say_most_are_kept() -> None:
    found = [boxes([{f"p{n:04}": frozenset("a")}]) for n in range(MOST_KEPT)]
    least = boxes([{"q": frozenset("a")}, {"r": frozenset("a")}])
    assert unimplied([least, *found]) == found
