"""Answers of several aspects: one reading has to explain the whole of each."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.examples import faithful
from datausage.grading.asking import Asker, Expectation
from datausage.grading.grades import Exposure, Grade
from datausage.grading.together import Part, clash, joined, joint
from datausage.oracle.aspects import Aspect
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import SILENT, ruled
from datausage.oracle.verdicts import Oracle, Outcome, Verdict
from datausage.policy.edition import load
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.outcome import Outcome as Returned
    from datausage.universe.spaces import Point

POINTS = {"first": ("a", "b"), "second": ("c", "d"), "third": ("e", "f", "g")}
WORDS = ("little", "more", "most")


def aspect(name: str, *, ranked: bool = True) -> Aspect:
    """Return an aspect of three answers, the last of which exposes most."""
    return Aspect(name, name, WORDS, lambda *_: SILENT, ranked=ranked)


def verdict(*outcomes: tuple[dict[str, str], str]) -> Verdict:
    """Return the verdict of outcomes: letters of readings by point, and the answers permitted."""
    made = tuple(
        Outcome(
            {point: frozenset(letters) for point, letters in readings.items()},
            ruled(frozenset(answers.split())) if answers else SILENT,
            weak=False,
        )
        for readings, answers in outcomes
    )
    answers = [one.ruling.answers for one in made]
    spoken = [found or frozenset() for found in answers]
    return Verdict(
        outcomes=made,
        permitted=frozenset().union(*(frozenset(WORDS) if a is None else a for a in answers)),
        mainstream=frozenset(WORDS),
        certain=spoken[0].intersection(*spoken[1:]),
        rules=(),
        open=len(set(answers)) > 1,
        silent=False,
        inapplicable=False,
    )


ONE = verdict(({"first": "a"}, "little"), ({"first": "b"}, "most"))
SAME = verdict(({"first": "a"}, "little"), ({"first": "b"}, "more most"))
APART = verdict(({"second": "c"}, "little"), ({"second": "d"}, "most"))


def part(name: str, about: Verdict, said: str) -> Part:
    return Part(aspect(name), about, said)


def test_parts_that_one_reading_explains_do_not_clash() -> None:
    assert clash((part("x", ONE, "little"), part("y", SAME, "little"))) is None
    assert clash((part("x", ONE, "most"), part("y", SAME, "more"))) is None


def test_parts_that_turn_on_different_points_do_not_clash() -> None:
    assert clash((part("x", ONE, "little"), part("y", APART, "most"))) is None


def test_parts_that_exclude_each_other_clash_and_the_exposing_side_is_told() -> None:
    for parts in (
        (part("x", ONE, "little"), part("y", SAME, "most")),
        (part("y", SAME, "most"), part("x", ONE, "little")),
    ):
        found = clash(parts)
        assert found is not None
        assert (found.part.aspect.name, found.said) == ("y", "most")
        assert found.permitted == {"little"}
        assert found.comparison.grade is Grade.VIOLATES
        assert found.comparison.exposure is Exposure.EXPOSES
        assert [aspect.name for aspect in found.aspects] == ["x", "y"]
        assert found.beside == "no reading permits that beside x little"


def test_a_clash_of_two_is_told_without_a_third() -> None:
    found = clash((part("w", APART, "most"), part("x", ONE, "little"), part("y", SAME, "most")))
    assert found is not None
    assert {aspect.name for aspect in found.aspects} == {"x", "y"}


KEEPS = ("kept", "added", "lost")


def deed(name: str, about: Verdict) -> Part:
    """Return a deed that may only keep."""
    return Part(Aspect(name, name, KEEPS, lambda *_: SILENT), about, "kept", frozenset({"kept"}))


def test_a_clash_of_deeds_says_what_they_amount_to_where_the_others_are_kept() -> None:
    one = verdict(({"first": "a"}, "kept"), ({"first": "b"}, "added"))
    other = verdict(({"first": "a"}, "added lost"), ({"first": "b"}, "kept"))
    found = clash((deed("x", one), deed("y", other)))
    assert found is not None
    assert (found.part.aspect.name, found.said) == ("y", "added or lost")
    assert found.permitted == {"kept"}
    assert found.comparison.exposure is Exposure.EXPOSES
    assert found.beside == "under each reading that explains x"
    both = verdict(
        ({"first": "a", "second": "c"}, "added"),
        ({"first": "a", "second": "d"}, "kept"),
        ({"first": "b"}, "kept"),
    )
    second = verdict(({"second": "c"}, "kept"), ({"second": "d"}, "added"))
    found = clash((deed("x", one), deed("y", second), deed("z", both)))
    assert found is not None
    assert found.beside == "under each reading that explains x, y"
    less = verdict(({"first": "a"}, "added"), ({"first": "b"}, "kept"))
    found = clash((deed("x", one), deed("y", less)))
    assert found is not None
    assert found.comparison.exposure is Exposure.OVER_RESTRICTIVE


def test_three_can_clash_of_which_no_two_do() -> None:
    either = verdict(({"first": "a"}, "little"), ({"first": "b"}, "most"))
    other = verdict(({"second": "c"}, "little"), ({"second": "d"}, "most"))
    both = verdict(
        ({"first": "a", "second": "c"}, "most"),
        ({"first": "a", "second": "d"}, "little"),
        ({"first": "b"}, "little"),
    )
    parts = (part("x", either, "little"), part("y", other, "little"), part("z", both, "little"))
    found = clash(parts)
    assert found is not None
    assert len(found.aspects) == 3
    assert found.beside == "no reading permits that beside x little, y little"
    for pair in ((0, 1), (0, 2), (1, 2)):
        assert clash((parts[pair[0]], parts[pair[1]])) is None


def test_a_reading_that_is_silent_explains_everything() -> None:
    mute = verdict(({"first": "a"}, ""), ({"first": "b"}, "little"))
    assert clash((part("x", ONE, "little"), part("y", mute, "most"))) is None
    found = clash((part("x", ONE, "most"), part("y", mute, "most")))
    assert found is not None
    assert found.permitted == {"little"}
    silent_then = verdict(({"first": "a"}, "most"), ({"first": "b"}, ""), ({"first": "c"}, "more"))
    most = verdict(({"first": "ab"}, "little"), ({"first": "c"}, "most"))
    found = clash((part("x", most, "little"), part("y", silent_then, "more")))
    assert found is None
    assert clash((part("x", most, "most"), part("y", silent_then, "little"))) is not None


choices = st.fixed_dictionaries(
    {},
    optional={
        point: st.sets(st.sampled_from(letters), min_size=1).map(frozenset)
        for point, letters in POINTS.items()
    },
)


def allows(choice: Mapping[str, frozenset[str]], world: Mapping[str, str]) -> bool:
    """Say whether a choice of readings leads to this world."""
    return all(world[point] in letters for point, letters in choice.items())


WORLDS = [dict(zip(POINTS, letters, strict=True)) for letters in product(*POINTS.values())]


@given(choices, choices)
def test_two_choices_join_to_what_both_allow(one: dict[str, Any], other: dict[str, Any]) -> None:
    both = joined(one, other)
    for world in WORLDS:
        wanted = allows(one, world) and allows(other, world)
        assert (both is not None and allows(both, world)) is wanted


@given(st.lists(st.lists(choices, min_size=1, max_size=3).map(tuple), max_size=3))
def test_what_is_joint_is_what_each_allows(each: list[tuple[dict[str, Any], ...]]) -> None:
    found = joint(each)
    for world in WORLDS:
        wanted = all(any(allows(choice, world) for choice in some) for some in each)
        assert any(allows(choice, world) for choice in found) is wanted


# --- through an asker


class Says:
    """Answers by a function."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def ask(self, question: str, cases: Any) -> list[Returned]:
        from datausage.targets.outcome import Outcome as Came  # noqa: PLC0415 - two of one name

        return [Came(self.answer(**case())) for case in cases]


def point(question: str, **facts: Any) -> Point:
    """Return the plainest point of a question, but for these facts."""
    space = SPACES[question]
    plainest = dict(zip(space.names, Universe(space).plainest, strict=True))
    given = {name.replace("_in_", " in "): value for name, value in facts.items()}
    assert given.keys() <= plainest.keys()
    return tuple({**plainest, **given}.values())


TWO_PLACES = point("bug_report", DISABLE_BUG_COMMAND="0", DISABLE_BUG_COMMAND_in_settings='"1"')


def asking(question: str, answer: Any) -> Asker:
    asked = QUESTIONS[question]
    expectation = Expectation(asked, asked.aspects)
    return Asker(Says(answer), SPACES[question], expectation, Oracle(load()))  # type: ignore[arg-type]


def report(**parts: Any) -> Any:
    """Return what answers with a report that is sent, but for these parts."""

    def answer(session: Any, **_: Any) -> dict[str, Any]:
        sent = faithful.bug_report({}, {}, session, confirmed=True, issue_requested=False)
        return {**sent, **parts}

    return answer


NOTHING = {"payload": None, "in_transit": "none", "at_rest": "none"}


@pytest.mark.parametrize(
    ("parts", "said"),
    [({"sent": False}, ("history", "complete")), (NOTHING, ("sent", "yes"))],
)
def test_a_report_that_no_reading_explains_violates(
    parts: dict[str, Any], said: tuple[str, str]
) -> None:
    (found,) = asking("bug_report", report(**parts)).ask([TWO_PLACES])
    assert found.comparison.grade is Grade.VIOLATES
    assert found.comparison.exposure is Exposure.EXPOSES
    assert (found.aspect.name, found.said) == said
    assert said[1] not in found.permitted
    assert found.detail.startswith("no reading permits that beside")


@pytest.mark.parametrize("parts", [{}, {"sent": False, **NOTHING}])
def test_each_half_is_admissible_as_a_whole(parts: dict[str, Any]) -> None:
    (found,) = asking("bug_report", report(**parts)).ask([TWO_PLACES])
    assert found.comparison.grade is Grade.OPEN
    assert not found.clashing


def test_what_clashes_is_asked_about_together_when_it_is_reduced() -> None:
    asker = asking("bug_report", report(sent=False))
    (found,) = asker.ask([TWO_PLACES])
    freely = asker.freely(found)
    assert freely.expectation.aspects == found.clashing
    assert freely.ask([TWO_PLACES])[0].failed


def test_a_hand_over_that_loses_one_opt_out_under_each_reading_violates() -> None:
    given = point(
        "environment",
        DISABLE_TELEMETRY="1",
        DISABLE_TELEMETRY_in_settings='"0"',
        DISABLE_BUG_COMMAND="0",
        DISABLE_BUG_COMMAND_in_settings='"1"',
    )
    nothing: dict[str, Any] = {"environment": {}, "settings": {}}
    (found,) = asking("environment", lambda **_: nothing).ask([given])
    assert found.comparison.grade is Grade.VIOLATES
    assert found.comparison.exposure is Exposure.EXPOSES
    assert (found.said, found.permitted) == ("lost", {"kept"})
    assert found.detail.startswith("under each reading that explains ")
    (fine,) = asking("environment", faithful.environment).ask([given])
    assert not fine.failed


def test_what_keeps_verdicts_alive_remembers_a_bounded_number() -> None:
    assert clash.cache_info().maxsize in range(1, 10_000)
