"""Hand-overs that follow each other, of a target that is made up: what is asked, and the grade."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.asking import Expectation
from datausage.grading.grades import Exposure, Grade
from datausage.grading.handing_on import HAND_OVERS, HandOverAsker
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.changes import CHANGES, MARK
from datausage.universe.spaces import Universe

from .recorders import Recorder, failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import VerdictOf

    from datausage.grading.asking import Judged
    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Point

QUESTION = QUESTIONS["environment"]
SPACE = SPACES["environment"]
AGAIN, AROUND = "it is handed on once more", "another project came before"
PLAINEST = Universe(SPACE).plainest
EDITION = load()


def setting(**variables: str) -> Point:
    """Return the plainest situation in which these variables have these values."""
    chosen = dict(zip(SPACE.names, PLAINEST, strict=True)) | variables
    return tuple(chosen.values())


OPTED_OUT = setting(DISABLE_TELEMETRY="1")


def handed_on(environment: dict[str, str], **settings: Any) -> Outcome:
    return Outcome({"environment": environment, "settings": settings})


def faithfully(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
    return handed_on(dict(environment), **settings)


def in_turn(*outcomes: Outcome) -> Callable[..., Outcome]:
    """Return what answers so, call after call."""
    left = iter(outcomes)
    return lambda **_: next(left)


def asker(answer: Callable[..., Outcome], change: str, *aspects: Aspect, oracle: Any = None) -> Any:
    """Return an asker about hand-overs of one who answers so."""
    expectation = Expectation(QUESTION, aspects or QUESTION.aspects, None, CHANGES[change])
    caller: Any = Recorder(answer)
    return HandOverAsker(caller, SPACE, expectation, CHANGES[change], oracle or Oracle(EDITION))


def saying(**verdicts: Verdict) -> Any:
    """Return an oracle that says this of an aspect, whatever is handed on."""
    return SimpleNamespace(
        verdicts=lambda aspects, _: tuple(verdicts[aspect.name] for aspect in aspects)
    )


def graded(found: Judged) -> tuple[Grade, Exposure | None]:
    return found.comparison.grade, found.comparison.exposure


def test_the_rules_about_one_hand_over_are_those_of_the_policy() -> None:
    about = {rule.id for rule in EDITION.rules.values() if rule.question == QUESTION.name}
    assert set(HAND_OVERS) == about


# --- what is asked


def test_once_more_asks_about_all_and_then_about_what_was_handed_on() -> None:
    def nesting(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
        return handed_on({**environment, "N": environment.get("N", "") + "x"}, **settings)

    asking = asker(nesting, AGAIN)
    found = asking.ask([PLAINEST, OPTED_OUT])
    assert asking.caller.asked == [
        ("environment", {"environment": {}, "settings": {}}),
        ("environment", {"environment": {"DISABLE_TELEMETRY": "1"}, "settings": {}}),
        ("environment", {"environment": {"N": "x"}, "settings": {}}),
        ("environment", {"environment": {"DISABLE_TELEMETRY": "1", "N": "x"}, "settings": {}}),
    ]
    assert [one.point for one in found] == [PLAINEST, OPTED_OUT]
    for one in found:
        assert graded(one) == (Grade.CONFORMS, None)
        assert (one.said, one.aspect.name, one.returned) == ("kept", "provider", "")


def test_where_nothing_was_handed_on_nothing_is_asked_once_more() -> None:
    answers = [Outcome(None, Fault.RAISED, "ValueError"), handed_on({}), handed_on({})]
    asking = asker(in_turn(*answers), AGAIN)
    first, second = asking.ask([OPTED_OUT, PLAINEST])
    assert len(asking.caller.asked) == 3
    assert (first.point, first.comparison.grade, first.said) == (OPTED_OUT, Grade.ERRORED, "raised")
    assert (second.point, second.comparison.grade) == (PLAINEST, Grade.CONFORMS)


def test_another_project_comes_between_the_two_times() -> None:
    asking = asker(faithfully, AROUND)
    found = asking.ask([PLAINEST, OPTED_OUT])
    assert [one.point for one in found] == [PLAINEST, OPTED_OUT]
    assert [one.said for one in found] == ["kept", "kept"]
    plain, between, again, *others = asking.caller.asked
    assert plain == again == ("environment", {"environment": {}, "settings": {}})
    assert between[0] == "environment"
    assert MARK in str(between[1]["settings"])
    opted_out = {"environment": {"DISABLE_TELEMETRY": "1"}, "settings": {}}
    assert others == [("environment", opted_out), between, ("environment", opted_out)]


class OfOneUser(Recorder):
    """A caller that can tell users apart, and is only asked so."""

    at_once = 1

    def ask_as_one_user(self, question: str, groups: Any) -> list[list[Outcome]]:
        return [Recorder.ask(self, question, group) for group in groups]

    def ask(self, question: str, cases: Any) -> list[Outcome]:
        raise AssertionError(question, cases)

    def fresh(self) -> OfOneUser:
        return self

    def close(self) -> None:
        """Nothing is open."""


def test_projects_are_those_of_one_user_where_the_caller_tells_users_apart() -> None:
    asking, other = asker(faithfully, AROUND), OfOneUser(faithfully)
    pairs = asking.put([PLAINEST, OPTED_OUT], other)
    assert [asking.judge(pair).said for pair in pairs] == ["kept", "kept"]
    assert [question for question, _ in other.asked] == ["environment"] * 6
    assert asking.caller.asked == []


@pytest.mark.parametrize("change", [AGAIN, AROUND])
def test_hand_overs_are_asked_of_another_caller_where_there_is_one(change: str) -> None:
    asking, other = asker(faithfully, change), Recorder(faithfully)
    asking.put([PLAINEST], other)
    assert (len(asking.caller.asked), len(other.asked)) == (0, CHANGES[change].calls)


def test_what_failed_is_asked_about_alone_and_what_clashes_together() -> None:
    asking = asker(faithfully, AGAIN)
    provider, metrics, *_ = QUESTION.aspects
    assert asking.freely(failed(metrics)).expectation.aspects == (metrics,)
    clashing = asking.freely(failed(metrics, provider, metrics))
    assert clashing.expectation.aspects == (provider, metrics)
    assert (clashing.caller, clashing.change) == (asking.caller, asking.change)


# --- what came back


def test_an_opt_out_that_is_dropped_the_second_time_is_lost() -> None:
    asking = asker(in_turn(handed_on({"DISABLE_TELEMETRY": "1"}), handed_on({})), AGAIN)
    (found,) = asking.ask([OPTED_OUT])
    assert graded(found) == (Grade.VIOLATES, Exposure.EXPOSES)
    assert (found.point, found.aspect.name, found.verdict) == (OPTED_OUT, "metrics", None)
    assert found.said == "lost when it is handed on once more"
    assert found.returned == "{'environment': {}, 'settings': {}}"


def test_a_target_that_changes_what_it_was_given_cannot_change_what_it_handed_on() -> None:
    def emptying(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
        if "N" not in environment:
            return handed_on({**environment, "N": "1"}, **settings)
        environment.clear()
        return handed_on(environment, **settings)

    (found,) = asker(emptying, AGAIN).ask([OPTED_OUT])
    assert (found.comparison.grade, found.aspect.name) == (Grade.VIOLATES, "metrics")


@pytest.mark.parametrize("marked", ["first", "last"])
@pytest.mark.parametrize("place", ["environment", "settings"])
def test_anything_of_the_other_project_is_too_much(marked: str, place: str) -> None:
    much = handed_on({"A": MARK}) if place == "environment" else handed_on({}, some=[{"a": MARK}])
    between = handed_on({"B": "between"})
    answers = (
        [much, between, handed_on({})] if marked == "first" else [handed_on({}), between, much]
    )
    (found,) = asker(in_turn(*answers), AROUND).ask([PLAINEST])
    assert graded(found) == (Grade.VIOLATES, Exposure.EXPOSES)
    assert found.said == "something of that project is handed on when another project came before"
    assert (found.point, found.aspect.name, found.verdict) == (PLAINEST, "provider", None)
    assert found.returned == repr(answers[-1].answer)


def test_of_the_other_project_itself_everything_may_be_handed_on() -> None:
    answers = [handed_on({}), handed_on({"A": MARK}), handed_on({})]
    (found,) = asker(in_turn(*answers), AROUND).ask([PLAINEST])
    assert graded(found) == (Grade.CONFORMS, None)


def test_a_mark_means_nothing_where_no_other_project_came() -> None:
    (found,) = asker(in_turn(*[handed_on({"A": MARK})] * 2), AGAIN).ask([PLAINEST])
    assert graded(found) == (Grade.CONFORMS, None)


def test_settings_may_hold_what_is_no_json() -> None:
    (found,) = asker(in_turn(*[handed_on({}, some={1, 2})] * 3), AROUND).ask([PLAINEST])
    assert graded(found) == (Grade.CONFORMS, None)


@pytest.mark.parametrize("change", [AGAIN, AROUND])
def test_the_last_hand_over_is_compared_with_the_first(change: str) -> None:
    first, last = handed_on({"DISABLE_TELEMETRY": "1"}), handed_on({"N": "last"})
    between = [handed_on({"DISABLE_TELEMETRY": "1"})] if change == AROUND else []
    (found,) = asker(in_turn(first, *between, last), change).ask([OPTED_OUT])
    assert found.said == f"lost when {change}"
    assert found.returned == repr(last.answer)


@pytest.mark.parametrize("change", [AGAIN, AROUND])
@pytest.mark.parametrize("broken", [0, 1])
def test_a_hand_over_that_fails_is_an_error(change: str, broken: int) -> None:
    answers = [handed_on({})] * CHANGES[change].calls
    answers[broken] = Outcome({"environment": {}})
    (found,) = asker(in_turn(*answers), change).ask([PLAINEST])
    assert (found.point, found.comparison.grade, found.said) == (
        PLAINEST,
        Grade.ERRORED,
        "malformed",
    )


# --- where readings differ


def test_what_readings_call_differently_is_said_in_all_their_words(verdict_of: VerdictOf) -> None:
    either = verdict_of(one="lost", other="added")
    asking = asker(faithfully, AGAIN, QUESTION.aspects[0], oracle=saying(provider=either))
    (found,) = asking.ask([PLAINEST])
    assert graded(found) == (Grade.VIOLATES, Exposure.EXPOSES)
    assert found.said == "added or lost when it is handed on once more"


@pytest.mark.parametrize("exposes", [True, False])
def test_two_aspects_that_no_reading_explains_together_clash(
    verdict_of: VerdictOf, *, exposes: bool
) -> None:
    provider, metrics, *_ = QUESTION.aspects
    changed = "lost" if exposes else "added"
    verdicts = {
        "provider": verdict_of(one="kept", other="added"),
        "metrics": verdict_of(one=changed, other="kept"),
    }
    asking = asker(faithfully, AGAIN, provider, metrics, oracle=saying(**verdicts))
    (found,) = asking.ask([OPTED_OUT])
    direction = Exposure.EXPOSES if exposes else Exposure.OVER_RESTRICTIVE
    assert graded(found) == (Grade.VIOLATES, direction)
    said = "when it is handed on once more, under each reading that explains provider"
    assert found.said == f"{changed} {said}"
    assert found.clashing == (provider, metrics)
    assert (found.point, found.aspect, found.verdict) == (OPTED_OUT, metrics, None)
    assert found.returned == "{'environment': {'DISABLE_TELEMETRY': '1'}, 'settings': {}}"


def test_aspects_that_one_reading_explains_do_not_clash(verdict_of: VerdictOf) -> None:
    open_ = verdict_of(one="kept", other="lost")
    certain = verdict_of(one="kept", other="kept")
    oracle = saying(provider=certain, metrics=open_)
    aspects = QUESTION.aspects[:2]
    (found,) = asker(faithfully, AGAIN, *aspects, oracle=oracle).ask([PLAINEST])
    assert (found.said, found.aspect, found.clashing) == ("kept", aspects[0], ())
    oracle = saying(provider=open_, metrics=open_)
    (found,) = asker(faithfully, AGAIN, *aspects, oracle=oracle).ask([PLAINEST])
    assert (found.said, found.aspect, found.clashing) == ("kept", aspects[0], ())
