"""What a target says about itself."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace

import pytest

from datausage.targets.description import Description, describe
from datausage.targets.error import TargetError


def saying(answer: object) -> object:
    return SimpleNamespace(describe=lambda: answer)


def refusal(target: object) -> str:
    with pytest.raises(TargetError) as caught:
        describe(target, "impl:Target")
    assert "impl:Target" in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_silent_target_is_named_like_its_reference():
    assert describe(object(), "impl:Target") == Description("impl:Target", None, None, {})


def test_something_else_called_describe_says_nothing():
    assert describe(SimpleNamespace(describe="a text"), "impl").name == "impl"


FULL = Description("gate", "1.2", "2025-10-27", {"both-providers": "bedrock"})


@dataclass
class _Whole:
    name: str = "gate"
    version: str = "1.2"
    edition: str = "2025-10-27"
    readings: dict[str, str] = field(default_factory=lambda: {"both-providers": "bedrock"})


_Tuple = namedtuple("_Tuple", "name version edition readings")  # noqa: PYI024 - what a target may use


@pytest.mark.parametrize(
    "answer",
    [
        vars(_Whole()),
        MappingProxyType(vars(_Whole())),
        _Whole(),
        SimpleNamespace(**vars(_Whole())),
        _Tuple(**vars(_Whole())),
        FULL,
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_a_mapping_and_an_object_say_the_same(answer):
    assert describe(saying(answer), "impl") == FULL


@pytest.mark.parametrize("answer", [{}, {"name": None, "readings": None}, {"name": " \u202e\n"}])
def test_what_is_left_out_has_its_default(answer):
    assert describe(saying(answer), "impl") == Description("impl", None, None, {})


def test_texts_lose_controls_and_bidi_marks_and_are_bounded():
    evil = "a\x1b[2J\u202eb\u2066\r\nc\x00\ud800\u2028d" + "x" * 100_000
    found = describe(saying({"name": evil, "version": evil, "readings": {evil: evil}}), "impl")
    (reading,) = found.readings.items()
    for text in (found.name, found.version, *reading):
        assert text.startswith("a[2Jb c dxxx")
        assert len(text) == 200
        assert text.isprintable()


def test_a_subclass_of_str_becomes_plain_text():
    class Sly(str):
        __slots__ = ()

        def __getitem__(self, key):
            raise ValueError

        def __str__(self):
            raise ValueError

        def __len__(self):
            raise ValueError

    found = describe(saying({"name": Sly("gate")}), "impl")
    assert type(found.name) is str
    assert found.name == "gate"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"nmae": "gate"}, "unknown key 'nmae'"),
        ({3: "gate"}, "unknown key '3'"),
        (SimpleNamespace(name="gate", colour="red"), "unknown key 'colour'"),
        ({"name": 3}, "'name' of type int"),
        ({"version": 1.2}, "'version' of type float"),
        ({"edition": b"x"}, "'edition' of type bytes"),
        ({"readings": ["a"]}, "readings that are not a mapping"),
        ({"readings": {"a": 1}}, "readings that are not a mapping"),
        ({"readings": {1: "a"}}, "readings that are not a mapping"),
        (None, "returned NoneType"),
        ("gate", "returned str"),
        (["gate"], "returned list"),
    ],
)
def test_what_has_no_place_in_a_description_is_refused_by_name(answer, said):
    assert said in refusal(saying(answer))


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("two\nlines"), "ValueError: two lines"), (SystemExit(3), "SystemExit: 3")],
)
def test_a_description_that_raises_is_named(error, said):
    class Target:
        def describe(self):
            raise error

    assert f"describe of impl:Target raised {said}" in refusal(Target())


def test_a_description_that_needs_arguments_is_named():
    class Target:
        def describe(self, plan): ...

    assert "raised TypeError" in refusal(Target())


def test_an_async_description_is_refused():
    class Target:
        async def describe(self): ...

    assert "is async" in refusal(Target())


def test_an_object_whose_attributes_raise_is_named():
    class Answer:
        name = "gate"

        @property
        def version(self):
            raise RuntimeError("no")

    assert "RuntimeError: no" in refusal(saying(Answer()))


def test_a_real_interrupt_stops_the_run():
    class Target:
        def describe(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        describe(Target(), "impl")
