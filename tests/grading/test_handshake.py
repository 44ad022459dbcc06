"""Shaking hands: each question once, in its plainest situation, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import faithful
from datausage.grading.handshake import Tried, handshake
from datausage.oracle.questions import QUESTIONS
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .watched import Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.targets.calling import Arguments


class Answers:
    """Answers each question with an outcome of its own, and keeps what it was asked with."""

    def __init__(self, **outcomes: Outcome) -> None:
        self.outcomes = outcomes
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return the outcome of the question."""
        self.asked += [(question, arguments()) for arguments in batch]
        return [self.outcomes[question] for _ in batch]


class Faithful(Answers):
    """Answers as the faithful example does."""

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return what the example says."""
        found = [arguments() for arguments in batch]
        self.asked += [(question, arguments) for arguments in found]
        return [Outcome(getattr(faithful, question)(**arguments)) for arguments in found]


def tried(**outcomes: Outcome) -> list[Tried]:
    """Return what comes of asking the questions that have these outcomes."""
    return list(handshake(Answers(**outcomes), outcomes))  # type: ignore[arg-type]


def test_every_question_is_asked_once_and_all_is_well_where_the_answer_has_the_right_form() -> None:
    caller = Faithful()
    found = list(handshake(caller, QUESTIONS))  # type: ignore[arg-type]
    assert found == [Tried(name) for name in QUESTIONS]
    assert [name for name, _ in caller.asked] == [*QUESTIONS]
    for name, arguments in caller.asked:
        situation = SPACES[name].situation(Universe(SPACES[name]).plainest)
        assert arguments == {one: getattr(situation, one) for one in QUESTIONS[name].arguments}


def test_arguments_are_made_anew_for_each_call() -> None:
    first, second = Faithful(), Faithful()
    for caller in (first, second):
        list(handshake(caller, ["training"]))  # type: ignore[arg-type]
    one, other = first.asked[0][1], second.asked[0][1]
    assert one == other
    assert all(one[name] is not other[name] for name in ("account", "material"))


def test_an_answer_of_the_wrong_form_is_complained_of() -> None:
    (found,) = tried(traffic=Outcome("perhaps"))
    assert found.question == "traffic"
    assert "perhaps" in found.complaint
    assert not found.fault
    assert found.answered


def test_what_the_wire_found_malformed_is_complained_of() -> None:
    (found,) = tried(traffic=Outcome(None, Fault.MALFORMED, "answer.text is missing"))
    assert found == Tried("traffic", "answer.text is missing")


@pytest.mark.parametrize("fault", [Fault.PRINTED, Fault.CHANGED_ITS_INPUT])
def test_what_happens_beside_an_answer_is_told_with_it(fault: Fault) -> None:
    (found,) = tried(traffic=Outcome("on", fault, "what happened"))
    assert found == Tried("traffic", "", f"{fault}: what happened", answered=True)


def test_no_answer_is_no_complaint_about_its_form() -> None:
    (found,) = tried(traffic=Outcome(None, Fault.RAISED, "ValueError"))
    assert found == Tried("traffic", "", f"{Fault.RAISED}: ValueError", answered=False)


def test_nothing_more_is_asked_after_one_that_takes_too_long() -> None:
    late = Outcome(None, Fault.TIMED_OUT, "no answer")
    found = tried(traffic=Outcome("on"), provider=late, opt_in=Outcome("effective"))
    assert [each.question for each in found] == ["traffic", "provider"]


def test_an_answer_that_breaks_while_it_is_read_is_said_to() -> None:
    class Broken:
        def __getattribute__(self, name: str) -> Any:
            raise RuntimeError("hidden")

        def __eq__(self, other: object) -> bool:
            raise RuntimeError("hidden")

        __hash__ = None  # type: ignore[assignment]

    (found,) = tried(traffic=Outcome(Broken()))
    assert found.complaint == "reading the answer raised RuntimeError"
    assert found.answered


class Looking(Watched):
    """Sees what happens only where a condition holds, and keeps what it was asked with."""

    def __init__(self, sees: Callable[[Mapping[str, Any]], bool]) -> None:
        super().__init__()
        self._sees = sees
        self.looked_at: list[Mapping[str, Any]] = []
        self.asked: list[dict[str, Any]] = []

    def needs(self, question: str, given: Mapping[str, Any]) -> frozenset[str] | None:
        assert question == "traffic"
        self.looked_at.append(given)
        return frozenset({"a run"}) if self._sees(given) else None

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        self.asked += [arguments() for arguments in batch]
        return super().ask(question, batch)


def unplain(given: Mapping[str, Any]) -> int:
    """Return how many variables and settings there are."""
    return len(given["environment"]) + len(given["settings"])


@pytest.mark.parametrize(("wanted", "found"), [(0, 0), (1, 1), (3, 0)])
def test_a_target_that_is_watched_is_asked_where_it_is_seen_or_where_all_is_plain(
    wanted: int, found: int
) -> None:
    caller = Looking(lambda given: unplain(given) == wanted)
    assert [one.question for one in handshake(caller, ["traffic"])] == ["traffic"]
    (asked,) = caller.asked
    assert unplain(asked) == found
    assert set(asked) == set(QUESTIONS["traffic"].arguments)


def test_what_a_target_does_to_its_arguments_stays_its_own() -> None:
    caller = Looking(lambda given: bool(given["settings"]))
    list(handshake(caller, ["traffic"]))
    (asked,) = caller.asked
    looked_at = caller.looked_at[-1]
    assert asked == looked_at
    assert asked["settings"]
    for name, value in asked["settings"].items():
        assert isinstance(value, dict)
        assert value is not looked_at["settings"][name]
