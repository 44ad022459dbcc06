"""Words are read as what they are, alone and in the fields of a record."""

from __future__ import annotations

from enum import Enum, StrEnum
from types import SimpleNamespace
from typing import Any

import pytest

from datausage.oracle.answers import brief, field, word
from datausage.oracle.aspects import UNDETERMINED, MalformedAnswerError
from datausage.oracle.questions import QUESTIONS
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

from .observing import observed


class Colour(Enum):
    RED = "red"
    SEVEN = 7


class Paint(StrEnum):
    RED = "red"


class Text(str):
    __slots__ = ()


class Agreeing:
    """An answer that says of itself that it is any word."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("red", "red"),
        (Colour.RED, "red"),
        (Paint.RED, "red"),
        (Text("red"), "red"),
        (UNDETERMINED, UNDETERMINED),
    ],
)
def test_a_word_is_one_of_those_allowed_whatever_its_type(answer: object, said: str) -> None:
    assert word(answer, ("red", "blue")) == said
    assert type(word(answer, ("red", "blue"))) is str


@pytest.mark.parametrize("answer", ["green", Colour.SEVEN, 7, None, ["red"], Agreeing()])
def test_anything_but_an_allowed_word_is_malformed_and_said_to_be(answer: object) -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        word(answer, ("red", "blue"))
    assert str(caught.value) == f"the answer is {answer!r}, not one of 'red', 'blue'"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (name, answer)
        for name, question in QUESTIONS.items()
        if question.is_decision
        for answer in (*question.aspects[0].values, UNDETERMINED)
    ],
)
def test_an_answer_of_one_word_gives_the_value_of_its_one_aspect(
    question: str, answer: str
) -> None:
    assert observed(question, None, answer) == {question: answer}


@pytest.mark.parametrize(
    "question", [name for name, question in QUESTIONS.items() if question.is_decision]
)
def test_an_answer_that_should_be_one_word_and_is_another_is_malformed(question: str) -> None:
    with pytest.raises(MalformedAnswerError, match=r"^the answer is 'perhaps', not one of '"):
        observed(question, None, "perhaps")


@pytest.mark.parametrize("may_choose", ["yes", "no", UNDETERMINED])
@pytest.mark.parametrize("setting", ["off", "none", "on", UNDETERMINED])
def test_the_words_of_a_record_are_read_by_name(may_choose: str, setting: str) -> None:
    said = {"may_choose": may_choose, "setting": setting}
    assert observed("selection", None, said) == said
    assert observed("selection", None, SimpleNamespace(**said)) == said


def plainest(question: str, **facts: Any) -> Any:
    """Return the plainest situation of a question but for some facts."""
    space = SPACES[question]
    named = dict(zip(space.names, Universe(space).plainest, strict=True))
    return space.build({**named, **{name.replace("_", " "): v for name, v in facts.items()}})


def test_the_faults_of_a_record_name_the_field() -> None:
    situation, said = plainest("selection"), {"may_choose": "yes", "setting": "off"}
    with pytest.raises(MalformedAnswerError, match=r"^field 'setting' is 'yes', not one of 'off'"):
        observed("selection", situation, {**said, "setting": "yes"})


def test_a_missing_field_and_one_of_another_type_are_malformed() -> None:
    assert field({"a": None}, "a") is None
    assert field(SimpleNamespace(a=3), "a", (str, int)) == 3
    with pytest.raises(
        MalformedAnswerError, match=r"^the answer is \{'a': 1\}, and has no field 'b'"
    ):
        field({"a": 1}, "b")
    with pytest.raises(MalformedAnswerError, match=r"^the answer is .*, and has no field 'b'"):
        field(object(), "b")
    with pytest.raises(MalformedAnswerError, match=r"^field 'a' is 1, not str$"):
        field({"a": 1}, "a", str)
    with pytest.raises(MalformedAnswerError, match=r"^field 'a' is \[\], not str or int or None$"):
        field({"a": []}, "a", (str, int, type(None)))


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x" * 10, f"'{'x' * 10}'"),
        ("x" * 398, f"'{'x' * 398}'"),
        ("x" * 399, f"'{'x' * 396}..."),
        (Unshowable(), "a Unshowable whose repr raises RuntimeError"),
    ],
    ids=["short", "as long as may be", "longer", "that cannot be shown"],
)
def test_a_value_is_shown_in_brief(value: object, shown: str) -> None:
    assert brief(value) == shown


def test_a_long_answer_that_is_no_word_is_shown_in_eighty_characters() -> None:
    with pytest.raises(MalformedAnswerError) as caught:
        word("x" * 500, ("red",))
    assert str(caught.value) == f"the answer is '{'x' * 76}..., not one of 'red'"
