"""Members of a JSON document, and where they stand."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.setup.members import DEEPEST, checked, members
from datausage.setup.opening import UnreadError

KEYS = st.text(max_size=6)
DOCUMENTS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


def _walk(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(value, list):
        return [found for item in value for found in _walk(item, (*path, "[]"))]
    if not isinstance(value, dict):
        return []
    found = []
    for key, inner in value.items():
        found += [(*path, key), *_walk(inner, (*path, key))]
    return found


@given(DOCUMENTS, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_every_member_of_every_object_is_found_in_order(
    document: Any, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    found = list(members(text))
    lists = [tuple(name for name in member.path) for member in found]
    # A list in a list has no key of its own on the way, nor has an object in it.
    expected = [tuple(name for name in path) for path in _walk(document)]
    assert [_plain(path) for path in lists] == [_plain(path) for path in expected]
    for member in found:
        key = text[member.key.start : member.key.end]
        assert json.loads(key) == member.path[-1]
        line = text.splitlines(keepends=False)[member.line - 1] if "\n" in text else text
        if ascii_only:
            assert line[member.column - 1 :].startswith(key)


def _plain(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in path if name != "[]")


def test_a_value_is_all_of_it_or_the_first_sign() -> None:
    text = '{"a": "x y", "b": -1.5e3, "c": [1, {"d": null}], "e": {}}'
    found = {
        member.path[-1]: text[member.value.start : member.value.end] for member in members(text)
    }
    assert found == {"a": '"x y"', "b": "-1.5e3", "c": "[", "d": "null", "e": "{"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("{", 1),
        ('{\n"a": 1,\n}', 3),
        ('{"a": 1}\r\n}', 2),
        ('{\r\r"a" 1}', 3),
        ('{"a": "\n"}', 1),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 1),
        ("[\n" * 100_000, DEEPEST + 1),
        ('{"a": ' + "1" * 5_000 + "}", 1),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadError) as refused:
        checked(text)
    assert refused.value.line == line
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ['"' + '\\"' * 400_000, '{"a":' * 160_000, '"' * 900_001, "[" + "1," * 450_000, "\\" * 900_000],
    ids=["quotes", "objects", "texts", "numbers", "slashes"],
)
def test_nothing_takes_long(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnreadError):
        checked(text)
    assert time.process_time() - begun < 3
