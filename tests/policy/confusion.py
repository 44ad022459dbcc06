"""The confusion table: what was done to the made-up page, and what was told of it.

Write it anew into the documents, and look at what differs, with

    python -m tests.policy.confusion
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests.policy.editing import UNREACHABLE, Edit
from tests.policy.edits import EDITS
from tests.policy.made_up import LOCK, PAGE, RULES

from datausage.policy.drift import Drift, drift
from datausage.policy.source import UnreachableError, text

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "drift.md"
BEGIN: Final = "<!-- confusion: begin -->\n"
END: Final = "<!-- confusion: end -->\n"
TOLD: Final = (
    "unchanged", "moved", "reworded", "split", "merged", "regrouped", "removed", "new",
    UNREACHABLE,
)  # fmt: skip
"""The columns; `reworded` is without those that were split, merged or regrouped."""


class Told(NamedTuple):
    """What was told of an edit: of the sentences aimed at (all, if none), new ones, and others."""

    aimed: Counter[str]
    new: int
    others: Counter[str]


@cache
def compared(name: str) -> Drift | None:
    """Return what is told of an edited page; None where it is not the page."""
    try:
        return drift(text(EDITS[name].change(PAGE).encode()), LOCK, RULES)
    except UnreachableError:
        return None


def told(name: str) -> Told:
    """Return what was told of an edit."""
    found = compared(name)
    if found is None:
        return Told(Counter({UNREACHABLE: 1}), 0, Counter())
    words = {
        one.id: one.how if one.how in TOLD[3:6] else one.state for one in found.sentences if one.id
    }
    aims = EDITS[name].aims or tuple(words)
    return Told(
        Counter(words[one] for one in aims),
        found.count()["new"],
        Counter(word for one, word in words.items() if one not in aims and word != "unchanged"),
    )


def right(name: str) -> bool:
    """Say whether what was told of an edit is what should be."""
    edit, found = EDITS[name], told(name)
    return set(found.aimed) <= set(edit.tells) and found.new in edit.new and not found.others


def table() -> str:
    """Return the table in Markdown."""
    rows: dict[str, Counter[str]] = {}
    for name, edit in EDITS.items():
        found = told(name)
        row = rows.setdefault(edit.kind, Counter())
        row.update(edits=1, right=int(right(name)), **found.aimed)
        row.update(new=found.new, others=found.others.total())
    columns = ("edits", *TOLD, "others", "right")
    lines = [f"| what was done | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    lines += (
        f"| {kind} | {' | '.join(str(row[one] or '') for one in columns)} |"
        for kind, row in rows.items()
    )
    return "".join(f"{line}\n" for line in lines)


def document() -> str:
    """Return the document with the table of today."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def wrong() -> dict[str, tuple[Edit, Told]]:
    """Return the edits of which something wrong is told."""
    return {name: (edit, told(name)) for name, edit in EDITS.items() if not right(name)}


if __name__ == "__main__":
    DOCUMENT.write_text(document(), "utf-8")
