"""How what was asked is distributed, as ``-v`` tells it."""

from __future__ import annotations

from datausage.grading.grades import Grade
from datausage.grading.results import Population, Result
from datausage.session.distribution import MOST_VALUES, distribution


def _told(*counts: tuple[str, int]) -> str:
    values = tuple(("plan", value, count) for value, count in counts)
    population = Population(asked=sum(count for _, count in counts), values=values)
    result = Result("rule", "part", "a scenario", "training", Grade.CONFORMS, population)
    _, facts = distribution([result])
    return " ".join(facts.split())


def test_the_rarest_value_is_one_that_is_not_listed() -> None:
    alike = [(name, 5) for name in "zyxwvuab"]
    assert len(alike) == MOST_VALUES + 2
    assert _told(*alike).endswith("v 12 %, u 12 %, 2 more, the rarest a with 5")
    assert _told(*alike, ("q", 1)).endswith("3 more, the rarest q with 1")


def test_where_all_values_are_listed_none_is_the_rarest() -> None:
    assert _told(("max", 3), ("pro", 1)).endswith("plan: max 75 %, pro 25 %")
