"""Asking in pairs: answers before and after a change, of a target that is made up."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.asking import Expectation
from datausage.grading.consistency import PairAsker
from datausage.grading.grades import Exposure, Grade
from datausage.oracle.questions import QUESTIONS
from datausage.targets.asks import AsksThen
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.changes import Change

from .recorders import CLOUD, MEMBER, Recorder, failed, says

if TYPE_CHECKING:
    from collections.abc import Callable


def pairs(answer: Callable[..., Outcome], *, restricting: bool = False, apply: Any = None) -> Any:
    """Return an asker before and after another role took over."""
    question = QUESTIONS["opt_in"]

    def by_admin(situation: Any) -> Any:
        if situation.role == "admin":
            return None
        return SimpleNamespace(account=situation.account, role="admin", method=situation.method)

    change = Change("an admin does it", apply or by_admin, restricting)
    expectation = Expectation(question, question.aspects, None, change)
    caller: Any = Recorder(answer)
    return PairAsker(caller, SPACES["opt_in"], expectation, change)


@pytest.mark.parametrize(
    ("before", "after", "restricting", "grade", "exposure"),
    [
        ("effective", "effective", False, Grade.CONFORMS, None),
        ("effective", "ineffective", False, Grade.VIOLATES, Exposure.DIFFERS),
        ("effective", "ineffective", True, Grade.CONFORMS, None),
        ("ineffective", "effective", True, Grade.VIOLATES, Exposure.EXPOSES),
        ("undetermined", "effective", True, Grade.CONFORMS, None),
        ("effective", "undetermined", True, Grade.CONFORMS, None),
        ("effective", "undetermined", False, Grade.VIOLATES, Exposure.DIFFERS),
    ],
)
def test_answers_before_and_after_a_change_agree_or_restrict(
    before: str, after: str, restricting: bool, grade: Grade, exposure: Exposure | None
) -> None:
    asking = pairs(
        lambda role, **_: Outcome(after if role == "admin" else before), restricting=restricting
    )
    (found,) = asking.ask([MEMBER])
    assert (found.comparison.grade, found.comparison.exposure) == (grade, exposure)
    assert (found.point, found.aspect.name, found.verdict) == (MEMBER, "opt_in", None)
    shown = f"{before}, and {after} when an admin does it"
    assert found.said == (before if grade is Grade.CONFORMS else shown)


def test_a_point_that_cannot_change_is_not_asked_about_and_not_judged() -> None:
    asking = pairs(says("effective"))
    first, second = asking.ask([CLOUD, MEMBER])
    assert (first.comparison.grade, first.said, first.point) == (Grade.UNJUDGED, "", CLOUD)
    assert second.comparison.grade is Grade.CONFORMS
    assert [str(arguments["role"]) for _, arguments in asking.caller.asked] == ["member", "admin"]


@pytest.mark.parametrize("broken", ["member", "admin"])
@pytest.mark.parametrize(
    ("outcome", "said", "detail"),
    [
        (Outcome(None, Fault.RAISED, "ValueError"), "raised", "ValueError"),
        (Outcome("perhaps"), "malformed", "the answer is 'perhaps', not one of"),
    ],
)
def test_an_error_before_or_after_is_an_error_of_the_pair(
    broken: str, outcome: Outcome, said: str, detail: str
) -> None:
    asking = pairs(lambda role, **_: outcome if role == broken else Outcome("effective"))
    (found,) = asking.ask([MEMBER])
    assert (found.comparison.grade, found.said) == (Grade.ERRORED, said)
    assert found.detail.startswith(detail)
    assert found.point == MEMBER


class Late(Recorder):
    """Ends the calls of the first pairs only after those of the others have begun."""

    at_once = 2

    def fresh(self) -> Any:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def ask_then(self, question: str, batch: Any, build: Any, then: Any) -> list[Any]:
        built = [build(one)[1] for one in batch]
        came = self.ask(question, [lambda given=given: given for given in built])
        made = {n: then(batch[n], None, came[n]) for n in [*range(0, len(batch), 2)]}
        made |= {n: then(batch[n], None, came[n]) for n in [*range(1, len(batch), 2)]}
        return [made[n] for n in range(len(batch))]


def test_an_answer_that_comes_late_is_that_of_its_own_pair() -> None:
    other = (*MEMBER[:-1], "other")
    asking = pairs(lambda method, **_: Outcome("effective" if method == "other" else "ineffective"))
    late = replace(asking, caller=Late(asking.caller.answer))
    assert isinstance(late.caller, AsksThen)
    found = late.ask([MEMBER, other])
    assert [one.said for one in found] == ["ineffective", "effective"]
    assert {one.comparison.grade for one in found} == {Grade.CONFORMS}


def test_pairs_are_asked_of_another_caller_and_about_one_aspect() -> None:
    asking, other = pairs(says("effective")), Recorder(says("ineffective"))
    put = asking.put([MEMBER], other)
    assert (len(asking.caller.asked), len(other.asked)) == (0, 2)
    assert [case.outcome for case in put[0].cases] == [Outcome("ineffective")] * 2
    aspect = QUESTIONS["selection"].aspects[1]
    assert asking.freely(failed(aspect)).expectation.aspects == (aspect,)
    assert asking.freely(failed(aspect)).change is asking.change
