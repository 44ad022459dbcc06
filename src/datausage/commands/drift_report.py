"""How a comparison of a copy with an edition is told: as text of eighty columns, and as JSON."""

from __future__ import annotations

import json
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any, Final

from datausage.commands.lines import WIDTH
from datausage.evidence.visible import shown
from datausage.policy.source import LONGEST_PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.policy.drift import Drift, SentenceDrift
    from datausage.policy.rule_drift import RuleDrift

FORMAT: Final = "datausage-drift"
VERSION: Final = 1
"""Raised whenever a reader of the JSON has to change; new keys may come without that."""

MOST_OF_A_HEADING: Final = 80
"""Characters of a heading of the copy that the JSON has; a whole paragraph may stand in one."""

_STATES: Final = ("unchanged", "moved", "reworded", "removed", "new")
_STANDINGS: Final = ("current", "suspect", "orphaned")


def unreachable(edition: str, reason: str, *, json: bool) -> str:
    """Tell that what arrived is not the page."""
    if json:
        return _written(_head(edition) | {"source": "unreachable", "reason": reason})
    told = f"Source unreachable: this is not a copy of the page, {reason}."
    return f"{fill(told, WIDTH)}\nNothing can be said about edition {edition}.\n"


def as_json(found: Drift) -> str:
    """Tell everything, without the wording of the copy."""
    return _written(
        _head(found.edition)
        | {
            "source": "reached",
            "changed": found.changed,
            "sentences": [_sentence(one) for one in found.sentences],
            "rules": [
                {"rule": one.rule, "state": one.state, "because": list(one.because)}
                for one in found.rules
            ],
        }
    )


def _head(edition: str) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "edition": edition}


def _sentence(one: SentenceDrift) -> dict[str, Any]:
    return {
        "id": one.id or None,
        "state": one.state,
        "how": one.how or None,
        "heading": [shown(title, MOST_OF_A_HEADING) for title in one.heading],
        "form": one.form,
        "lines": list(one.lines),
        "wording": list(one.wording),
    }


def _written(data: dict[str, Any]) -> str:
    # In ASCII no character of a heading acts on a terminal.
    return json.dumps(data, indent=2) + "\n"


def as_text(found: Drift, texts: Mapping[str, str], *, every: bool) -> str:
    """Tell what changed, or everything; with the wording of the copy, where texts are given."""
    sentences = [one for one in found.sentences if every or one.state != "unchanged"]
    rules = [one for one in found.rules if every or one.state != "current"]
    blocks = [
        fill(f"Compared with edition {found.edition}.", WIDTH),
        "\n".join(_table(sentences, texts)),
        "\n".join(_rules(rules)),
        "\n".join(_sums(found)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _table(sentences: Iterable[SentenceDrift], texts: Mapping[str, str]) -> Iterator[str]:
    rows = [_row(one) for one in sentences]
    if not rows:
        return
    yield _columns("state", "sentence", "line", "where")
    yield _columns("-" * 9, "-" * 8, "-" * 4, "-" * 30)
    for one, row in zip(sentences, rows, strict=True):
        yield row
        for sha in one.wording if one.state not in ("unchanged", "removed") else ():
            if sha in texts:
                yield from wrap(
                    shown(texts[sha], LONGEST_PARAGRAPH),
                    WIDTH,
                    initial_indent="    > ",
                    subsequent_indent="    > ",
                )


def _row(one: SentenceDrift) -> str:
    heading = one.heading[-1] if one.heading else "before any heading"
    what = f"{one.form}; {one.how}" if one.how else one.form
    line = str(one.lines[0]) if one.lines else "-"
    room = WIDTH - _BEFORE - len(f" ({what})")
    first = _columns(one.state, one.id or "-", line, shown(heading, max(room, _LEAST)))
    if len(first) + len(f" ({what})") <= WIDTH:
        return f"{first} ({what})"
    return f"{first}\n{'':{_BEFORE}}({what})"


_BEFORE: Final = 27
_LEAST: Final = 50
"""Columns before a heading, and those that it has at least."""


def _columns(*cells: str) -> str:
    state, name, line, where = cells
    return f"{state:<9}  {name:<8}  {line:>4}  {where}".rstrip()


def _rules(rules: Iterable[RuleDrift]) -> Iterator[str]:
    for one in rules:
        because = f" ({', '.join(one.because)})" if one.because else ""
        yield fill(
            f"{one.state:<8}  {one.rule}{because}",
            WIDTH,
            subsequent_indent=" " * 12,
            break_on_hyphens=False,
        )


def _sums(found: Drift) -> Iterator[str]:
    count = found.count()
    told = ", ".join(f"{count[state]} {state}" for state in _STATES if count[state])
    yield fill(f"Sentences: {told}.", WIDTH)
    standings = [one.state for one in found.rules]
    told = ", ".join(f"{standings.count(one)} {one}" for one in _STANDINGS if one in standings)
    yield fill(f"Rules: {told}.", WIDTH)
