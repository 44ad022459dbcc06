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


def test_hand_overs_that_read_alike_are_not_told_apart() -> None:
    nothing: dict[str, Any] = {"environment": {}, "settings": {}}
    found = difference("environment", lambda **_: Outcome(nothing))
    assert found.question == "environment"
    assert found.answers == ()
