"""Drawing: the strategies with which Hypothesis makes points of a universe."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from datausage.universe.domains import Moments, Numbers, OpenDomain, Texts
from datausage.universe.moments import read, written

if TYPE_CHECKING:
    from datausage.universe.spaces import Fact, Point, Universe, Value

OPEN_AT_ONCE = 3


def points(universe: Universe) -> st.SearchStrategy[Point]:
    """Return a strategy for points: a cell of the finite part, with some facts left open."""
    # Made once: making a strategy for every draw would cost more than drawing.
    domains = {
        position: _open(fact)
        for position, fact in enumerate(universe.facts)
        if fact.edges or fact.anything
    }
    numbers = st.integers(0, universe.cells - 1)
    most = min(OPEN_AT_ONCE, len(domains))
    positions = (
        st.lists(st.sampled_from(list(domains)), max_size=most, unique=True)
        if domains
        else st.just([])
    )

    @st.composite
    def compose(draw: st.DrawFn) -> Point:
        point = tuple(_decode(draw(numbers), universe))
        for position in draw(positions):
            point = (*point[:position], draw(domains[position]), *point[position + 1 :])
        return point

    return compose()


def values(domain: OpenDomain) -> st.SearchStrategy[Value]:
    """Return a strategy for the values of an open domain."""
    match domain:
        case Numbers(least, most):
            return st.integers(least, most)
        case Moments(first, step, most):
            start = read(first)
            return st.integers(0, most).map(
                lambda count: written(start + timedelta(seconds=step * count))
            )
        case Texts(listed):
            # An environment can hold no NUL, and no text that is not valid Unicode.
            characters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
            return st.one_of(st.sampled_from(listed), st.text(characters, max_size=6))
        case _:
            # Without an alphabet Hypothesis would first work out all of Unicode, for seconds.
            texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
            plain = st.one_of(texts, st.integers(-3, 3), st.booleans())
            return st.one_of(st.sampled_from(domain.listed), plain.map(json.dumps))


def _open(fact: Fact) -> st.SearchStrategy[Value]:
    branches: list[st.SearchStrategy[Value]] = []
    if fact.edges:
        branches.append(st.sampled_from(fact.edges))
    if fact.anything:
        branches.append(values(fact.anything))
    return st.one_of(branches)


def _decode(number: int, universe: Universe) -> list[Value]:
    found: list[Value] = []
    for fact in universe.facts:
        number, index = divmod(number, len(fact.values))
        found.append(fact.values[index])
    return found
