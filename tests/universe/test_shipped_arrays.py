"""The arrays that are shipped: made for the domains there are, or made anew."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest

from datausage.universe import arrays
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Space

NOBODY = Space("nobody asks", (Fact("a", (0, 1)), Fact("b", ("x", "y", "z"))), dict)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_the_shipped_arrays_are_fresh(space: Space) -> None:
    assert arrays.fresh(space)


def test_an_array_made_for_other_domains_is_stale_and_said_to_be() -> None:
    space = SPACES["opt_in"]
    changed = replace(space, facts=(*space.facts[:-1], Fact("method", ("programme",))))
    assert not arrays.fresh(changed)
    message = r"^the covering array of opt_in is out of date; run 'datausage arrays'$"
    with pytest.raises(arrays.StaleArrayError, match=message):
        arrays.load(changed)


def test_there_is_no_fresh_array_of_a_question_that_is_not_asked() -> None:
    assert not arrays.fresh(NOBODY)


@pytest.mark.parametrize("more", [(), (Fact("c", (True, False)),)], ids=["two", "three"])
def test_a_new_array_of_few_facts_has_every_combination_and_knows_its_domains(
    more: tuple[Fact, ...],
) -> None:
    space = replace(NOBODY, facts=(*NOBODY.facts, *more))
    text = arrays.make(space)
    made = json.loads(text)
    assert made["digest"] == arrays.digest(space)
    assert made["rows"] == [
        list(row) for row in product(*(range(len(fact.values)) for fact in space.facts))
    ]
    assert text.splitlines()[1].startswith("[0,0")
    assert text.endswith("\n]}\n")


def test_a_new_array_of_many_facts_has_every_combination_of_three() -> None:
    pytest.importorskip("covertable")
    facts = tuple(Fact(name, (0, 1, 2)) for name in "abcde")
    rows = json.loads(arrays.make(Space("made up", facts, dict)))["rows"]
    assert len(rows) < 3**5
    for columns in ((0, 1, 2), (0, 2, 4), (2, 3, 4)):
        shown = {tuple(row[column] for column in columns) for row in rows}
        assert shown == set(product(range(3), repeat=3))
