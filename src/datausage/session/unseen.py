"""What a bounded number of calls leaves unseen, for the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.grading.budgets import FEW
from datausage.oracle.questions import QUESTIONS
from datausage.session.folding import folded, listed
from datausage.targets.reaching import is_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.grading.results import Population
    from datausage.session.setting_up import Setup
    from datausage.session.tally import Tally

_TOLD = """\
Of mistakes that nobody has thought of, 64 calls for each question find about \
four in five, and 400 calls nineteen in twenty."""


_WATCHED = """\
Each answer comes from runs of seconds, so that a check rests on the situations in which these \
show something, however few: the population of each check says how many."""


def told(tally: Tally, setup: Setup) -> Iterator[str]:
    """Yield a paragraph about what was not asked, where the number of calls was bounded."""
    if setup.calls is None or setup.replay is not None or tally.nothing:
        return
    watched = is_client(setup.target.value)
    lines = [folded(f"Not seen with --calls={setup.calls}:")]
    for question in QUESTIONS:
        known = [result.population for result in tally.results if result.question == question]
        asked = [population for population in known if population.asked]
        if asked:
            lines.append(listed(_question(question, asked)))
    if setup.calls < FEW:
        lines.append(listed("texts, numbers and times beyond those listed: no search was made"))
    lines.append(folded(_WATCHED if watched else _TOLD))
    yield "\n".join(lines)


def _question(question: str, asked: list[Population]) -> str:
    # The widest of the scenarios of a question has about all its situations.
    widest = max(asked, key=lambda one: one.cells)
    distinct = sum(one.distinct for one in asked)
    edges = max(asked, key=lambda one: one.edges)
    bounds = f", and {edges.edges_covered} of {edges.edges} boundaries" if edges.edges else ""
    return f"{question}: {distinct:,} situations asked, of {widest.cells:,} combinations{bounds}"
