"""Decision tables: what the policy permits for every combination of some facts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.verdicts import Verdict
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Fact, Point, Universe, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.oracle.aspects import Aspect
    from datausage.oracle.verdicts import Oracle

MOST_CELLS: Final = 20_000
"""No table has more cells: more are not made in a moment, and read by nobody."""

NOTHING_GIVEN: Final[Mapping[str, tuple[Value, ...]]] = {}


class NoTableError(ValueError):
    """There is no table of what was asked for; the message says why."""


class Row(NamedTuple):
    """A cell of a table, or several that say the same: one value of each fact, or several.

    ``permitted`` has the answers in the order of the aspect: all of them where the verdict is
    silent. ``turns_on`` names the open points on which an open verdict turns.
    """

    values: tuple[tuple[Value, ...], ...]
    permitted: tuple[str, ...]
    rules: tuple[str, ...]
    turns_on: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True, eq=False)
class DecisionTable(Mapping[Point, Verdict]):
    """Verdicts by the values of the ``facts``; every other fact has its value in ``others``.

    ``lookup`` is the fastest way to a verdict: it takes the values of the facts, in their order.
    """

    question: str
    aspect: Aspect
    facts: tuple[Fact, ...]
    others: Mapping[str, Value]
    cells: Mapping[Point, Verdict] = field(repr=False)
    lookup: Callable[[Point], Verdict] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lookup", self.cells.__getitem__)

    def __getitem__(self, values: Point) -> Verdict:
        return self.lookup(values)

    def __iter__(self) -> Iterator[Point]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def rows(self) -> Iterator[Row]:
        """Yield every cell, in the order of the facts' values."""
        for point, found in self.cells.items():
            yield self._row(tuple((value,) for value in point), found)

    def merged(self) -> Iterator[Row]:
        """Yield rows that are as few as this order of the facts allows, and cover all cells.

        Values of a fact are one where, after the same values of the facts before it, they say the
        same whatever the facts after it are.
        """
        known: dict[tuple[object, ...], int] = {}
        says = {v: known.setdefault(_said(v), len(known)) for v in set(self.cells.values())}
        yield from self._below((), (), says)

    def _row(self, values: tuple[tuple[Value, ...], ...], found: Verdict) -> Row:
        permitted = tuple(answer for answer in self.aspect.values if answer in found.permitted)
        return Row(values, permitted, found.rules, turning(found), found)

    def _below(
        self, first: Point, groups: tuple[tuple[Value, ...], ...], says: Mapping[Verdict, int]
    ) -> Iterator[Row]:
        """Yield the merged rows that begin with some groups of values, of each the first one."""
        if len(first) == len(self.facts):
            yield self._row(groups, self.lookup(first))
            return
        fact, *others = self.facts[len(first) :]
        alike: dict[tuple[int, ...], list[Value]] = {}
        for value in fact.values:
            ends = product(*(other.values for other in others))
            said = tuple(says[self.lookup((*first, value, *end))] for end in ends)
            alike.setdefault(said, []).append(value)
        for group in alike.values():
            yield from self._below((*first, group[0]), (*groups, tuple(group)), says)


def tabulated(
    question: str,
    aspect: str,
    facts: Sequence[str],
    oracle: Oracle,
    *,
    given: Mapping[str, tuple[Value, ...]] = NOTHING_GIVEN,
) -> DecisionTable:
    """Return what the policy permits for every combination of the values of some facts.

    Args:
        question: the name of the question.
        aspect: the name of the aspect of its answer.
        facts: the names of the facts that vary; each other one has its plainest value.
        oracle: what gives the verdicts.
        given: the values to which facts are restricted, whether they vary or not; a fact that
            varies has edges as its values only where they are among these.

    Raises:
        NoTableError: a fact is none of the question or named twice, or there are too many cells.
        EmptyUniverseError: what is given leaves no value, or is no fact of the question.
        LookupError: there is no such question or aspect.
    """
    asked = QUESTIONS[question]
    judged = asked.aspect(aspect)
    if asked.subject:
        raise NoTableError(f"{question} is judged by what is done with a situation, not by facts")
    universe = Universe(SPACES[question]).where(given)
    names = universe.space.names
    unknown = [name for name in facts if name not in names]
    if unknown:
        raise NoTableError(f"{question} does not depend on {unknown[0]!r}")
    positions = [names.index(name) for name in facts]
    columns = tuple(_column(universe.facts[position], given) for position in positions)
    check_size(columns)
    point = list(universe.plainest)
    cells: dict[Point, Verdict] = {}
    for values in product(*(column.values for column in columns)):
        for position, value in zip(positions, values, strict=True):
            point[position] = value
        cells[values] = oracle.verdict(judged, universe.space.situation(tuple(point)))
    plainest = zip(names, universe.plainest, strict=True)
    others = {name: value for name, value in plainest if name not in facts}
    return DecisionTable(question, judged, columns, others, cells)


def check_size(facts: Iterable[Fact]) -> None:
    """Check that facts have a table.

    Raises:
        NoTableError: one stands twice among them, or there would be too many cells.
    """
    sizes: dict[str, int] = {}
    for fact in facts:
        if fact.name in sizes:
            raise NoTableError(f"the fact {fact.name!r} is named twice")
        sizes[fact.name] = len(fact.values)
    count = math.prod(sizes.values())
    if count > MOST_CELLS:
        named = ", ".join(f"{name} ({size})" for name, size in sizes.items())
        raise NoTableError(
            f"a table has {MOST_CELLS:,} cells at most, this one would have {count:,}: "
            f"name fewer facts than {named}, or fewer of their values"
        )


def turning(found: Verdict) -> tuple[str, ...]:
    """Return the open points on which a verdict turns; all that count, where none does alone."""
    if not found.open:
        return ()
    asked = (point for outcome in found.outcomes for point in outcome.readings)
    return found.turns_on or tuple(dict.fromkeys(asked))


def _column(fact: Fact, given: Mapping[str, tuple[Value, ...]]) -> Fact:
    return Fact(fact.name, (*fact.values, *fact.edges) if fact.name in given else fact.values)


def _said(found: Verdict) -> tuple[object, ...]:
    return found.permitted, found.silent, found.inapplicable, found.rules, turning(found)
