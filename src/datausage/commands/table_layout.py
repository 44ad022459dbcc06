"""Layouts of decision tables: as text of eighty columns, as Markdown and as CSV."""

from __future__ import annotations

import csv
import io
import textwrap
from typing import TYPE_CHECKING, Final

from tabulate import tabulate

from datausage.commands.columns import fitted
from datausage.commands.lines import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from datausage.oracle.verdicts import Verdict
    from datausage.universe.spaces import Fact, Value
    from datausage.universe.tables import DecisionTable, Row


def shown(value: Value) -> str:
    """Return a value as text of one line, in which nothing is unseen."""
    if value is None:
        return "not set"
    text = str(value)
    seen = text.isascii() and text.isprintable() and text == text.strip() != ""
    return text if seen else ascii(value)


def text(table: DecisionTable) -> str:
    """Return a table of eighty columns, with notes on rules and open points below it."""
    notes: dict[str, int] = {}
    rows = [
        [
            *_values(table, row),
            _permitted(table, row),
            str(notes.setdefault(_note(row), len(notes) + 1)),
        ]
        for row in table.merged()
    ]
    heads = [*(fact.name for fact in table.facts), "permitted", "note"]
    pieces = [_title(table), *_others(table), fitted(heads, rows)]
    pieces.append("\n".join(_hanging(f"{number}: ", note) for note, number in notes.items()))
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def markdown(table: DecisionTable) -> str:
    """Return a table in Markdown, with rules and open points in columns of their own."""
    rows = [
        [
            *_values(table, row),
            _permitted(table, row),
            ", ".join(row.rules),
            ", ".join(row.turns_on),
        ]
        for row in table.merged()
    ]
    heads = [*(fact.name for fact in table.facts), "permitted", "by the rules", "open points"]
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    drawn = tabulate(escaped, headers=heads, tablefmt="github", disable_numparse=True)
    return "\n\n".join([drawn, *_others(table)]) + "\n"


def separated(table: DecisionTable) -> str:
    """Return a table of comma-separated values: a line for every cell, and nothing else."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    names = [fact.name for fact in table.facts]
    lines.writerow([*names, "verdict", "permitted", "rules", "open points"])
    for row in table.rows():
        values = [shown(value) for (value,) in row.values]
        permitted = () if row.verdict.silent else row.permitted
        lists = (permitted, row.rules, row.turns_on)
        lines.writerow([*values, _state(row.verdict), *(" ".join(words) for words in lists)])
    return written.getvalue()


LAYOUTS: Final[Mapping[str, Callable[[DecisionTable], str]]] = {
    "text": text,
    "markdown": markdown,
    "csv": separated,
}


def _title(table: DecisionTable) -> str:
    title = table.aspect.title
    return "\n".join(textwrap.wrap(f"{table.question}: {title}", WIDTH))


def _others(table: DecisionTable) -> Iterator[str]:
    alike: dict[str, list[str]] = {}
    for name, value in table.others.items():
        alike.setdefault(shown(value), []).append(name)
    others = "; ".join(f"{', '.join(names)}: {value}" for value, names in alike.items())
    if others:
        yield "\n".join(textwrap.wrap(f"Everything else is plain: {others}.", WIDTH))


def _values(table: DecisionTable, row: Row) -> Iterator[str]:
    for fact, values in zip(table.facts, row.values, strict=True):
        yield _group(fact, values)


def _group(fact: Fact, values: tuple[Value, ...]) -> str:
    if len(values) == len(fact.values) > 1:
        return "any"
    texts = [shown(value) for value in values]
    return ("; " if any("," in text for text in texts) else ", ").join(texts)


def _permitted(table: DecisionTable, row: Row) -> str:
    found = row.verdict
    if found.silent:
        return "does not apply" if found.inapplicable else "nothing is said"
    if found.open and len(row.permitted) == len(table.aspect.values):
        return "any answer"
    return " or ".join(row.permitted)


def _state(found: Verdict) -> str:
    if found.silent:
        return "inapplicable" if found.inapplicable else "silent"
    return "open" if found.open else "determined"


def _note(row: Row) -> str:
    by = f"by {', '.join(row.rules)}" if row.rules else "by no rule"
    return f"{by}; turns on {', '.join(row.turns_on)}" if row.turns_on else by


def _hanging(head: str, note: str) -> str:
    return "\n".join(
        textwrap.wrap(
            note,
            WIDTH,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_on_hyphens=False,
        )
    )
