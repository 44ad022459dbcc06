"""Decision tables: their cells, their rows, and what has no table."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from itertools import product
from typing import TYPE_CHECKING

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.rulings import ruled
from datausage.oracle.verdicts import Oracle, Outcome, Verdict
from datausage.policy.edition import load
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import EmptyUniverseError, Fact, Universe
from datausage.universe.tables import (
    MOST_CELLS,
    DecisionTable,
    NoTableError,
    check_size,
    tabulated,
    turning,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
ORACLE = Oracle(load())
FACTS = {
    "selection": ("plan", "moment"),
    "training": ("plan", "access", "setting when added"),
    "opt_in": ("method", "plan", "access", "who"),
    "survey_record": ("response",),
    "retention": ("kind", "access", "plan"),
    "presence": ("age", "setting when added"),
    "local_cache": ("configured days", "age", "plan"),
    "protection": ("stream", "state", "venue"),
    "cloud_session": ("end", "repository"),
    "metrics_event": (),
    "error_event": ("happened", "secrets"),
    "bug_report": ("user", "public issue", "DISABLE_BUG_COMMAND"),
    "provider": ("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"),
    "traffic": ("service", "DISABLE_TELEMETRY", "DISABLE_TELEMETRY in settings"),
}


def tables() -> Iterator[DecisionTable]:
    for name, facts in FACTS.items():
        for aspect in QUESTIONS[name].aspects:
            yield tabulated(name, aspect.name, facts, ORACLE)


@pytest.fixture(params=list(tables()), ids=lambda table: f"{table.question}-{table.aspect.name}")
def table(request: pytest.FixtureRequest) -> DecisionTable:
    found: DecisionTable = request.param
    return found


def test_every_question_that_facts_decide_has_tables() -> None:
    assert set(FACTS) == {name for name, question in QUESTIONS.items() if not question.subject}


def test_a_cell_is_what_the_oracle_says_where_all_else_is_plain(table: DecisionTable) -> None:
    space = SPACES[table.question]
    plainest = dict(zip(space.names, Universe(space).plainest, strict=True))
    assert list(table) == list(product(*(fact.values for fact in table.facts)))
    for values, found in table.items():
        facts = dict(zip((fact.name for fact in table.facts), values, strict=True))
        assert {**plainest, **facts} == {**table.others, **facts}
        situation = space.build({**plainest, **facts})
        assert ORACLE.verdict(table.aspect, situation) is found is table.lookup(values)


def test_rows_are_the_cells_in_order(table: DecisionTable) -> None:
    rows = list(table.rows())
    assert [tuple(value for (value,) in row.values) for row in rows] == list(table)
    for row in rows:
        assert set(row.permitted) == row.verdict.permitted
        assert (row.rules, row.turns_on) == (row.verdict.rules, turning(row.verdict))
        assert bool(row.turns_on) is row.verdict.open


def test_merged_rows_cover_every_cell_once_and_say_what_it_says(table: DecisionTable) -> None:
    left = dict(table)
    for row in table.merged():
        for values in product(*row.values):
            found = left.pop(values)
            same = (found.permitted, found.silent, found.inapplicable, found.rules)
            said = row.verdict
            assert same == (said.permitted, said.silent, said.inapplicable, said.rules)
            assert turning(found) == row.turns_on
    assert not left


def test_neighbouring_rows_differ_where_they_could_be_one() -> None:
    rows = list(tabulated("opt_in", "opt_in", ("plan", "access"), ORACLE).merged())
    assert len(rows) < 40
    for one, other in product(rows, rows):
        if one is not other and one.values[0] == other.values[0]:
            assert one[1:4] != other[1:4]


def test_what_is_given_restricts_the_facts_that_vary_and_those_that_do_not() -> None:
    given = {"age": ("30d -1s", "0d", "5y +1d"), "plan": ("team", "max"), "kind": ("code",)}
    table = tabulated("presence", "presence", ("age", "plan"), ORACLE, given=given)
    assert [fact.values for fact in table.facts] == [("30d -1s", "0d", "5y +1d"), ("max", "team")]
    assert len(table) == 6
    assert table.others["kind"] == "code"
    assert "age" not in table.others
    plain = tabulated("presence", "presence", ("age",), ORACLE)
    assert not set(plain.facts[0].values) & set(SPACES["presence"].facts[-1].edges)


def test_a_table_without_facts_has_one_cell() -> None:
    table = tabulated("metrics_event", "code", (), ORACLE)
    assert [row.permitted for row in table.rows()] == [("absent",)]
    assert list(table) == [()]


def test_a_table_does_not_change(table: DecisionTable) -> None:
    with pytest.raises(FrozenInstanceError):
        table.question = "another"  # type: ignore[misc]
    with pytest.raises(KeyError):
        table.lookup(("no", "such", "cell"))
    with pytest.raises(KeyError):
        _ = table["nothing",]
    assert ("nothing",) not in table


ALL_VARIABLES = [fact.name for fact in SPACES["traffic"].facts]


@pytest.mark.parametrize(
    ("asked", "facts", "given", "error", "message"),
    [
        ("traffic/traffic", ALL_VARIABLES[:8], {}, NoTableError, "have 312,500: .*service .4."),
        ("opt_in/opt_in", ["plan", "plan"], {}, NoTableError, "'plan' is named twice"),
        ("opt_in/opt_in", ["moon"], {}, NoTableError, "does not depend on 'moon'"),
        ("opt_in/opt_in", [], {"moon": ("full",)}, EmptyUniverseError, "'moon'"),
        ("opt_in/opt_in", ["plan"], {"plan": ("huge",)}, EmptyUniverseError, "'plan'"),
        ("environment/provider", [], {}, NoTableError, "by what is done"),
        ("moons/moons", [], {}, LookupError, "moons"),
        ("traffic/moons", [], {}, LookupError, "moons"),
    ],
)
def test_what_has_no_table_is_refused(
    asked: str, facts: list[str], given: dict, error: type, message: str
) -> None:
    question, _, aspect = asked.partition("/")
    with pytest.raises(error, match=message):
        tabulated(question, aspect, facts, ORACLE, given=given)


def test_a_table_of_as_many_cells_as_there_may_be_is_made() -> None:
    some = dict.fromkeys(ALL_VARIABLES[1:7], (None, "1", "0", ""))
    table = tabulated("traffic", "traffic", ALL_VARIABLES[:7], ORACLE, given=some)
    assert MOST_CELLS // 2 < len(table) <= MOST_CELLS


def test_a_table_has_twenty_thousand_cells_at_most() -> None:
    facts = [Fact("long", tuple(range(200))), Fact("wide", tuple(range(100)))]
    assert MOST_CELLS == 20_000
    check_size(facts)
    with pytest.raises(NoTableError, match=r"20,001: .*than one \(20001\), or"):
        check_size([Fact("one", tuple(range(20_001)))])
    with pytest.raises(NoTableError, match=r"than long \(200\), wide \(100\), two \(2\), or"):
        check_size([*facts, Fact("two", (0, 1))])


def test_a_table_is_made_of_cells_and_shown_without_them(table: DecisionTable) -> None:
    assert "lookup" not in repr(table)
    assert "cells" not in repr(table)
    with pytest.raises(TypeError, match="cells"):
        DecisionTable(table.question, table.aspect, table.facts, table.others)  # type: ignore[call-arg]


def test_where_no_point_alone_is_turned_on_all_are_told() -> None:
    outcomes = tuple(
        Outcome({"one": frozenset(one), "other": frozenset(other)}, ruled(answer), weak=False)
        for one, other, answer in (("a", "c", "on"), ("b", "d", "off"))
    )
    both = frozenset({"on", "off"})
    found = Verdict(
        outcomes, both, both, frozenset(), (), open=True, silent=False, inapplicable=False
    )
    assert found.turns_on == ()
    assert turning(found) == ("one", "other")
