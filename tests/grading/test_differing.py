"""Where targets differ: the plainest situation, what each says, and what is permitted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.grading.differing import Comparing, Difference, Said, permitted
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .recorders import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable


def right(question: str) -> Callable[..., Outcome]:
    """Return what answers as the faithful example does."""
    return lambda **given: Outcome(getattr(faithful, question)(**given))


def difference(question: str, other: Callable[..., Outcome], calls: int | None = 80) -> Difference:
    """Return where the faithful example and another one differ."""
    callers: Any = {"right": Recorder(right(question)), "other": Recorder(other)}
    return Comparing(QUESTIONS[question], callers, Oracle(load())).difference(calls)


def test_targets_that_answer_alike_differ_nowhere() -> None:
    found = difference("traffic", right("traffic"))
    assert found == Difference("traffic", 80)
    assert difference("opt_in", right("opt_in"), None).asked <= 600


def test_the_plainest_situation_is_told_with_what_each_says() -> None:
    def other(environment: dict[str, str], **given: Any) -> Outcome:
        kept = {k: v for k, v in environment.items() if k != "DISABLE_TELEMETRY"}
        return Outcome(faithful.traffic(environment=kept, **given))

    found = difference("traffic", other, None)
    assert found.facts == (("DISABLE_TELEMETRY", "1"),)
    assert found.permitted == ("off",)
    assert found.answers == (
        Said("right", "off", Grade.CONFORMS),
        Said("other", "on", Grade.VIOLATES),
    )
    assert [permitted(said) for said in found.answers] == [True, False]
    assert found.replay.startswith("agrees-traffic:")
    assert Difference.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_a_target_that_breaks_down_differs_from_one_that_answers() -> None:
    found = difference("opt_in", lambda **_: Outcome(None, Fault.RAISED, "ValueError"))
    assert [permitted(said) for said in found.answers] == [True, False]
    assert found.answers[1].grade is Grade.ERRORED
    assert found.answers[1].answer == "raised"


def test_hand_overs_differ_in_their_effect() -> None:
    def dropping(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
        kept = {k: v for k, v in environment.items() if k != "DISABLE_ERROR_REPORTING"}
        return Outcome({"environment": kept, "settings": settings})

    found = difference("environment", dropping, None)
    assert (found.aspect, found.permitted) == ("error-reports", ("kept",))
    assert found.facts == (("DISABLE_ERROR_REPORTING", "1"),)
    assert found.answers == (
        Said("right", "kept", Grade.CONFORMS),
        Said("other", "lost", Grade.VIOLATES),
    )


def test_an_effect_that_readings_call_differently_has_all_their_words() -> None:
    def dropping(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
        kept = {k: v for k, v in environment.items() if (k, v) != ("DISABLE_ERROR_REPORTING", "0")}
        return Outcome({"environment": kept, "settings": settings})

    found = difference("environment", dropping, None)
    assert [(said.answer, permitted(said)) for said in found.answers] == [
        ("kept", True),
        ("kept or lost", True),
    ]


def test_hand_overs_of_one_effect_are_not_told_apart() -> None:
    def adding(environment: dict[str, str], settings: dict[str, Any]) -> Outcome:
        return Outcome({"environment": {**environment, "EDITOR": "vi"}, "settings": settings})

    found = difference("environment", adding)
    assert (found.question, found.answers) == ("environment", ())


def reduced(differ: Callable[[dict[str, Any]], bool], **facts: Any) -> Difference:
    """Return where they differ about traffic, from a crowded situation on."""

    def other(**given: Any) -> Outcome:
        answer = faithful.traffic(**given)
        return Outcome({"on": "off", "off": "on"}[answer] if differ(given) else answer)

    space = SPACES["traffic"]
    plainest = dict(zip(space.names, Universe(space).plainest, strict=True))
    crowded = tuple({**plainest, **facts}.values())
    callers: Any = {"right": Recorder(right("traffic")), "other": Recorder(other)}
    question = QUESTIONS["traffic"]
    return Comparing(question, callers, Oracle(load()), planned=(crowded,)).difference(None)


def test_a_situation_is_made_plainer_as_long_as_anything_can_be() -> None:
    """The service can only be plainer once the variable is: it takes a second pass."""

    def differ(given: dict[str, Any]) -> bool:
        off = given["environment"].get("DISABLE_TELEMETRY") is None
        return given["service"] == "bug-reports" or (given["service"] == "error-reports" and off)

    found = reduced(differ, service="bug-reports", DISABLE_TELEMETRY="1")
    assert found.facts == (("service", "error-reports"),)
    assert found.aspect == "traffic"


def test_of_several_values_the_plainest_that_differs_is_told() -> None:
    def differ(given: dict[str, Any]) -> bool:
        return given["environment"].get("DISABLE_TELEMETRY") in {"0", "yes"}

    found = reduced(differ, DISABLE_TELEMETRY="yes", DISABLE_BUG_COMMAND="1")
    assert found.facts == (("DISABLE_TELEMETRY", "0"),)
    odd = {"DISABLE_BUG_COMMAND": "2"}
    unchanged = reduced(lambda given: given["environment"] == odd, **odd)
    assert unchanged.facts == (("DISABLE_BUG_COMMAND", "2"),)


def test_who_breaks_down_first_keeps_nobody_else_from_being_told() -> None:
    broken = Recorder(lambda **_: Outcome(None, Fault.RAISED, "ValueError"))
    callers: Any = {"broken": broken, "right": Recorder(right("opt_in"))}
    found = Comparing(QUESTIONS["opt_in"], callers, Oracle(load())).difference(20)
    assert [said.target for said in found.answers] == ["broken", "right"]
    assert found.replay.startswith("agrees-opt-in:")


def test_where_the_policy_is_silent_nothing_is_told_to_be_permitted() -> None:
    space = SPACES["protection"]
    silent = ("surveys", "at-rest", "cloud")
    situation = space.situation(silent)
    where = {name: getattr(situation, name) for name in QUESTIONS["protection"].arguments}
    callers: Any = {
        "one": Recorder(lambda **given: Outcome("none" if given == where else "tls")),
        "other": Recorder(lambda **given: Outcome("aes-256" if given == where else "tls")),
    }
    question = QUESTIONS["protection"]
    found = Comparing(question, callers, Oracle(load()), planned=(silent,)).difference(None)
    assert [said.answer for said in found.answers] == ["none", "aes-256"]
    assert found.permitted == ()
    assert {said.grade for said in found.answers} == {Grade.UNJUDGED}


def test_what_is_sent_between_processes_is_plain() -> None:
    found = difference("opt_in", lambda **_: Outcome(None, Fault.RAISED, "ValueError"))
    (first, *_) = found.to_json()["answers"]
    assert first.keys() == {"target", "answer", "grade"}
    assert type(first["grade"]) is str


def test_targets_that_do_not_differ_leave_all_else_empty() -> None:
    found = Difference("traffic", 80)
    assert (found.aspect, found.facts, found.permitted) == ("", (), ())
    assert (found.answers, found.replay) == ((), "")


def test_what_is_handed_on_is_graded_as_everywhere() -> None:
    found = difference("environment", lambda **_: Outcome(None, Fault.RAISED, "ValueError"))
    assert [said.grade for said in found.answers] == [Grade.CONFORMS, Grade.ERRORED]
