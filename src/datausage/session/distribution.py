"""How what was asked is distributed: by scenario, and by the values of facts; for ``-v``."""

from __future__ import annotations

from collections import Counter
from textwrap import fill
from typing import TYPE_CHECKING

from tabulate import SEPARATING_LINE, tabulate

from datausage.grading.grades import PASSING, Grade
from datausage.session.escaping import shown
from datausage.session.folding import WIDTH, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.grading.results import Population, Result

MOST_VALUES = 6
_HEADS = ("check", "held", "open", "silent", "failed", "cells", "edges")
_LEGEND = """\
Situations are counted as held (right), open (right on some reading), silent \
(the page says nothing of them) and failed. Cells: how many of the combinations \
of plain values were asked; edges: how many of the boundaries."""


def distribution(results: Sequence[Result]) -> Iterator[str]:
    """Yield the paragraphs about what was asked: a table by rule, and the facts by question."""
    asked = [result for result in results if result.population.asked]
    if asked:
        yield _table(asked)
        yield from _facts(asked)


def _table(results: Iterable[Result]) -> str:
    by_rule: dict[str, list[Population]] = {}
    for result in sorted(results, key=lambda result: result.rule):
        by_rule.setdefault(result.rule, []).append(result.population)
    rows = [_row(rule, populations) for rule, populations in by_rule.items()]
    align = ["left", *["right"] * (len(_HEADS) - 1)]
    # Without heads of its own: tabulate makes a column wider than its head.
    text = tabulate(
        [_HEADS, SEPARATING_LINE, *rows], tablefmt="simple", colalign=align, disable_numparse=True
    )
    return "\n".join([*(line.rstrip() for line in text.splitlines()), folded(_LEGEND)])


def _row(rule: str, populations: Sequence[Population]) -> tuple[str, ...]:
    grades: Counter[Grade] = Counter()
    for population in populations:
        grades.update(dict(population.grades))
    cells = sum(p.cells_covered for p in populations), sum(p.cells for p in populations)
    edges = sum(p.edges_covered for p in populations), sum(p.edges for p in populations)
    failed = sum(count for grade, count in grades.items() if grade not in PASSING)
    return (
        shown(rule, 30),
        f"{grades[Grade.CONFORMS]}",
        f"{grades[Grade.OPEN] + grades[Grade.CONTESTED]}",
        f"{grades[Grade.UNJUDGED]}",
        f"{failed}",
        "all" if cells[0] >= cells[1] else _share(*cells),
        "" if not edges[1] else "all" if edges[0] >= edges[1] else f"{edges[0]}/{edges[1]}",
    )


def _share(part: int, whole: int) -> str:
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 1 else "< 1 %"


def _facts(results: Iterable[Result]) -> Iterator[str]:
    counted: dict[str, dict[str, Counter[str]]] = {}
    for result in results:
        facts = counted.setdefault(result.question, {})
        for fact, value, count in result.population.values:
            facts.setdefault(fact, Counter())[value] += count
    for question, facts in sorted(counted.items()):
        lines = [_fact(name, values) for name, values in facts.items()]
        yield "\n".join([f"Situations of {question}, by fact:", *lines])


def _fact(name: str, values: Counter[str]) -> str:
    whole = values.total()
    ranked = values.most_common()
    most, left = ranked[:MOST_VALUES], ranked[MOST_VALUES:]
    told = [f"{shown(value, 40)} {_share(count, whole)}" for value, count in most]
    if left:
        rarest, count = min(left, key=lambda item: (item[1], item[0]))
        told.append(f"{len(left)} more, the rarest {shown(rarest, 40)} with {count}")
    return fill(
        f"{shown(name, 60)}: {', '.join(told)}",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
