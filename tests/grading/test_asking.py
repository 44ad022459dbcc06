"""Asking: what a target receives, and how what comes back is graded, without a real target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.asking import Case, Expectation, SpecificationError
from datausage.grading.grades import Comparison, Exposure, Grade
from datausage.grading.judged import Judged, badness
from datausage.oracle.questions import QUESTIONS
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .recorders import CLOUD, MEMBER, Recorder, asker, failed, says

if TYPE_CHECKING:
    from datausage.universe.spaces import Point


HEADING = {"opt_in": ("account", "role", "method")}


def test_a_target_receives_the_arguments_of_the_question_and_nothing_else() -> None:
    asking = asker(says("ineffective"))
    caller: Any = asking.caller
    asking.ask([CLOUD, MEMBER])
    assert [question for question, _ in caller.asked] == ["opt_in", "opt_in"]
    assert [tuple(arguments) for _, arguments in caller.asked] == [HEADING["opt_in"]] * 2
    assert [str(arguments["role"]) for _, arguments in caller.asked] == ["admin", "member"]


def test_another_caller_is_asked_where_there_is_one() -> None:
    asking, other = asker(says("ineffective")), Recorder(says("effective"))
    caller: Any = asking.caller
    cases = asking.put([CLOUD], other)  # type: ignore[arg-type]
    assert (len(caller.asked), len(other.asked)) == (0, 1)
    assert cases[0].outcome == Outcome("effective")
    assert asking.judge(cases[0]).failed


@pytest.mark.parametrize(
    ("answer", "grade", "exposure"),
    [
        ("ineffective", Grade.CONFORMS, None),
        ("effective", Grade.VIOLATES, Exposure.EXPOSES),
        ("undetermined", Grade.INCOMPLETE, None),
    ],
)
def test_an_answer_is_graded_against_the_reference(
    answer: str, grade: Grade, exposure: Exposure | None
) -> None:
    (found,) = asker(says(answer)).ask([CLOUD])
    assert (found.point, found.aspect.name, found.said) == (CLOUD, "opt_in", answer)
    assert (found.comparison.grade, found.comparison.exposure) == (grade, exposure)
    assert found.permitted == {"ineffective"}
    assert found.verdict is not None
    assert found.verdict.certain == {"ineffective"}
    assert (found.detail, found.printed, found.returned) == ("", "", "")


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.PRINTED])
def test_a_fault_of_the_target_is_an_error_in_plain_words(fault: Fault) -> None:
    (found,) = asker(lambda **_: Outcome("ineffective", fault, "the detail")).ask([CLOUD])
    assert found.comparison == Comparison(Grade.ERRORED)
    assert found.said == str(fault).replace("_", " ")
    assert "_" not in found.said
    assert (found.detail, found.verdict, found.permitted) == ("the detail", None, frozenset())
    assert found.aspect.name == "opt_in"


def test_what_a_target_prints_does_no_harm_and_is_told() -> None:
    (found,) = asker(lambda **_: Outcome("ineffective", Fault.PRINTED, "hello")).ask([CLOUD])
    assert (found.comparison.grade, found.printed, found.detail) == (Grade.CONFORMS, "hello", "")


class Breaking:
    """An answer whose own code fails when it is read."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError


@pytest.mark.parametrize(
    ("question", "answer", "detail"),
    [
        ("opt_in", "perhaps", "the answer is 'perhaps', not one of 'ineffective', 'effective'"),
        ("selection", Breaking(), "reading the answer raises RuntimeError"),
        ("environment", {"environment": {}}, "has no field 'settings'"),
    ],
    ids=["another word", "broken", "a field missing"],
)
def test_an_answer_that_cannot_be_read_is_malformed(
    question: str, answer: object, detail: str
) -> None:
    (found,) = asker(says(answer), question).ask([Universe(SPACES[question]).plainest])
    assert (found.comparison.grade, found.said) == (Grade.ERRORED, "malformed")
    assert found.detail.endswith(detail)
    assert found.aspect is QUESTIONS[question].aspects[0]


def test_a_case_is_judged_only_after_it_was_put() -> None:
    asking = asker(says("ineffective"))
    with pytest.raises(TypeError, match=r"^a case is judged after it was put to a target$"):
        asking.judge(Case(CLOUD, SPACES["opt_in"], ("account",)))


CLONED = Universe(SPACES["cloud_session"]).plainest
TRACE = [
    {
        "event": "clone",
        "where": "isolated-vm",
        "authenticated_by": "secure-proxy",
        "via": "security-proxy",
    },
    {"event": "delete-clone"},
]


@pytest.mark.parametrize(
    ("changes", "aspect", "said"),
    [
        ({"where": "laptop"}, "clone_place", "elsewhere"),
        ({"authenticated_by": "a token"}, "authentication", "otherwise"),
        ({"via": "direct"}, "outbound", "otherwise"),
        ({"where": "laptop", "via": "direct"}, "clone_place", "elsewhere"),
    ],
)
def test_of_several_aspects_the_worst_counts_and_of_several_the_first(
    changes: dict[str, str], aspect: str, said: str
) -> None:
    answer = [{**TRACE[0], **changes}, TRACE[1]]
    (found,) = asker(says(answer), "cloud_session").ask(
        [Universe(SPACES["cloud_session"]).plainest]
    )
    assert (found.aspect.name, found.said) == (aspect, said)
    assert found.comparison.grade is Grade.VIOLATES
    assert found.returned == repr(answer)


def test_an_answer_of_several_aspects_that_is_right_is_not_shown() -> None:
    (found,) = asker(says(TRACE), "cloud_session").ask([CLONED])
    assert (found.comparison.grade, found.returned) == (Grade.CONFORMS, "")


# --- what a scenario states


def test_a_scenario_that_the_reference_contradicts_is_a_defect_with_its_situation() -> None:
    with pytest.raises(SpecificationError) as caught:
        asker(says("effective"), answers="effective").ask([CLOUD])
    assert str(caught.value) == (
        "the scenario states ['effective'], the reference permits ['ineffective'] where "
        "{'plan': 'team', 'access': 'bedrock', 'who': 'admin', 'method': 'programme'}"
    )


def test_a_scenario_may_state_more_than_is_permitted_and_speak_where_the_reference_is_silent() -> (
    None
):
    (found,) = asker(says("effective"), answers="effective ineffective").ask([CLOUD])
    assert found.comparison.grade is Grade.VIOLATES
    silent: Point = ("surveys", "at-rest", "local")
    (found,) = asker(says("none"), "protection", answers="tls").ask([silent])
    assert found.comparison.grade is Grade.UNJUDGED


def test_asked_freely_a_scenario_states_nothing_about_one_aspect() -> None:
    asking = asker(says("ineffective"), answers="effective").freely(
        failed(QUESTIONS["opt_in"].aspects[0])
    )
    assert asking.expectation.answers is None
    assert asking.ask([CLOUD])[0].comparison.grade is Grade.CONFORMS
    deeds = asker(says(None), "environment", answers="kept added")
    narrowed = deeds.freely(failed(QUESTIONS["environment"].aspect("metrics"))).expectation
    assert [aspect.name for aspect in narrowed.aspects] == ["metrics"]
    assert narrowed.answers == {"kept", "added"}


# --- hand-overs


OPTED_OUT: Point = tuple(
    "1" if name == "DISABLE_TELEMETRY" else value
    for name, value in zip(
        SPACES["environment"].names, Universe(SPACES["environment"]).plainest, strict=True
    )
)


@pytest.mark.parametrize(
    ("environment", "answers", "grade", "exposure", "said"),
    [
        ({"DISABLE_TELEMETRY": "1"}, "", Grade.CONFORMS, None, "kept"),
        ({}, "", Grade.VIOLATES, Exposure.EXPOSES, "lost"),
        ({}, "kept lost", Grade.CONFORMS, None, "lost"),
        ({"DISABLE_TELEMETRY": "0"}, "", Grade.OPEN, None, "kept or lost"),
    ],
)
def test_a_hand_over_is_graded_by_what_it_amounts_to(
    environment: dict[str, str],
    answers: str,
    grade: Grade,
    exposure: Exposure | None,
    said: str,
) -> None:
    answer = {"environment": environment, "settings": {}}
    (found,) = asker(says(answer), "environment", answers, "metrics").ask([OPTED_OUT])
    assert (found.comparison.grade, found.comparison.exposure) == (grade, exposure)
    assert found.said == said
    assert found.permitted == frozenset((answers or "kept").split())
    assert found.returned == (repr(answer) if found.failed else "")


# --- how bad an answer is


def test_badness_goes_by_grade_and_then_by_exposure() -> None:
    ranked = [
        Comparison(Grade.UNJUDGED),
        Comparison(Grade.CONFORMS),
        Comparison(Grade.OPEN),
        Comparison(Grade.ERRORED),
        Comparison(Grade.VIOLATES, Exposure.OVER_RESTRICTIVE),
        Comparison(Grade.VIOLATES, Exposure.EXPOSES),
    ]
    mixed = ranked[3:] + ranked[:3]
    assert sorted(mixed, key=badness) == ranked
    restricts, differs = (
        Comparison(Grade.VIOLATES, way) for way in (Exposure.OVER_RESTRICTIVE, Exposure.DIFFERS)
    )
    assert badness(restricts) == badness(differs)


def test_what_is_not_said_of_an_answer_is_empty() -> None:
    question = QUESTIONS["opt_in"]
    assert Expectation(question, question.aspects).answers is None
    point = Universe(SPACES["opt_in"]).plainest
    judged = Judged(point, question.aspects[0], "effective", Comparison(Grade.CONFORMS), None)
    assert (judged.detail, judged.printed, judged.returned) == ("", "", "")
    assert (judged.notable, judged.clashing) == ((), ())
    case = Case(point, SPACES["opt_in"], question.arguments)
    assert (case.situation, case.outcome) == (None, None)


def test_a_case_that_was_put_to_no_target_cannot_be_judged() -> None:
    point = Universe(SPACES["opt_in"]).plainest
    case = Case(point, SPACES["opt_in"], QUESTIONS["opt_in"].arguments)
    with pytest.raises(TypeError, match=r"^a case is judged after it was put to a target$"):
        asker(says("effective")).judge(case)


def test_an_expectation_without_an_aspect_cannot_be_judged() -> None:
    nothing = replace(asker(says("effective")), expectation=Expectation(QUESTIONS["opt_in"], ()))
    with pytest.raises(TypeError, match=r"^an expectation is about one aspect at least$"):
        nothing.ask([Universe(SPACES["opt_in"]).plainest])


def test_a_scenario_may_state_exactly_what_the_reference_permits() -> None:
    point = Universe(SPACES["opt_in"]).plainest
    (judged,) = asker(says("effective")).ask([point])
    assert judged.verdict is not None
    exactly = " ".join(judged.verdict.permitted)
    (stated,) = asker(says("effective"), answers=exactly).ask([point])
    assert stated.permitted == judged.verdict.permitted


def test_a_fault_is_called_by_its_name() -> None:
    for fault in sorted(set(Fault) - {Fault.PRINTED}):
        failing = asker(lambda fault=fault, **_: Outcome(None, fault, "why"))
        (judged,) = failing.ask([Universe(SPACES["opt_in"]).plainest])
        assert (judged.said, judged.detail) == (str(fault), "why")
