"""What the oracle says about many fixed situations, summed up so that a change can be reviewed.

The table has four parts per aspect: which answers are right, which rules decide, on which open
points that turns, and which readings were told apart. Each line has a number of situations, and a
sum over which ones these are, for readings with what is right under them. Write the table anew,
and look at what differs, with

    python tests/oracle/pinning.py
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.oracle.aspects import Aspect, Question
    from datausage.oracle.verdicts import Verdict

TABLE: Final = Path(__file__).with_name("pinned_verdicts.txt")
WIDTH: Final = 100


@cache
def situations(question: str) -> list[Any]:
    """Return the fixed situations of a question: its array, plain ones, and those at edges."""
    space = SPACES[question]
    universe = Universe(space)
    rows = gears.cover(universe, 10_000)
    points = [*rows, *gears.near(universe, 1), *gears.around_edges(universe, rows, 2)]
    built = [space.situation(point) for point in dict.fromkeys(points)]
    return list(_hand_overs(built)) if QUESTIONS[question].subject else built


def _hand_overs(received: list[Configured]) -> Iterator[HandOver]:
    """Hand some configurations on in four ways, and as others were."""
    for number, one in enumerate(received[::8]):
        other = received[number * 7 % len(received)]
        ones = dict.fromkeys(one.environment, "1")
        yield HandOver(one, one)
        yield HandOver(one, Configured({}, one.settings))
        yield HandOver(one, Configured(one.environment, {}))
        yield HandOver(one, Configured(ones, {"env": one.environment}))
        yield HandOver(one, other)


def told(found: Verdict) -> Iterator[tuple[str, str, str]]:
    """Yield what a verdict says: the part of the table, the line there, and what is summed up."""
    if found.inapplicable:
        yield "answers", "inapplicable", ""
    elif found.silent:
        yield "answers", "silent", ""
    else:
        permitted, mainstream, certain = (
            ", ".join(sorted(answers)) or "-"
            for answers in (found.permitted, found.mainstream, found.certain)
        )
        yield "answers", f"permitted {permitted}; mainstream {mainstream}; certain {certain}", ""
    for rule in found.rules:
        yield "rules", rule, ""
    for point in found.turns_on:
        yield "turns on", point, ""
    for outcome in found.outcomes:
        says = " ".join([*sorted(outcome.ruling.answers or ()), *outcome.ruling.rules])
        for point, readings in outcome.readings.items():
            yield "readings", f"{point}: {', '.join(sorted(readings))}", says


def lines(question: Question, aspect: Aspect) -> list[str]:
    """Return the part of the table about an aspect."""
    oracle = Oracle(load())
    met: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    asked = situations(question.name)
    for number, situation in enumerate(asked):
        for part, line, says in told(oracle.verdict(aspect, situation)):
            met[part, line].append(f"{number} {says}")
    parts = sorted({part for part, _ in met})
    written = [f"== {question.name}, {aspect.name}: {len(asked)} situations"]
    for part in parts:
        written.append(f"  {part}")
        for (other, line), which in sorted(met.items()):
            if other == part:
                summed = crc32(",".join(which).encode())
                written.append(f"    {len(which):5} {summed:08x} {line}")
    return written


@cache
def _reviewed() -> dict[str, list[str]]:
    blocks = (block.splitlines() for block in TABLE.read_text("utf-8").split("== ")[1:])
    return {block[0].partition(":")[0]: block for block in blocks}


def parts() -> list[str]:
    """Return the names of the parts of the table, in order."""
    return [f"{q.name}, {aspect.name}" for q in QUESTIONS.values() for aspect in q.aspects]


def holds(part: str) -> bool:
    """Say whether a part of the table is as it was reviewed."""
    name, _, aspect = part.partition(", ")
    question = QUESTIONS[name]
    heading, *found = lines(question, question.aspect(aspect))
    return [heading.removeprefix("== "), *found] == _reviewed().get(part)


def table() -> str:
    """Return the whole table."""
    return "".join(
        f"{line}\n"
        for question in QUESTIONS.values()
        for aspect in question.aspects
        for line in lines(question, aspect)
    )


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
