"""Edits after which every sentence says what it said: place, form, typography, links."""

from __future__ import annotations

import re
from typing import Final

from tests.policy.editing import (
    BACKUPS,
    CLOSES,
    DELETED,
    DESK,
    ERASED,
    EVERY,
    FILE,
    KEY,
    LEARNS,
    LOOK,
    MADE,
    OFF,
    OWNER,
    RENTED,
    REQUEST,
    SAME,
    STANDARD,
    STUDIO,
    TABLE,
    TRACES,
    TYPING,
    Edit,
    moved,
    put,
    section,
    sub,
)
from tests.policy.made_up import cell, named


def _columns_swapped(page: str) -> str:
    rows = [line.split("|") for line in TABLE.splitlines()]
    swapped = "\n".join(f"{a}|{b}|{d}|{c}|{e}" for a, b, c, d, e in rows)
    return page.replace(TABLE, swapped)


def _transposed(page: str) -> str:
    rows = [[one.strip() for one in line.strip("|").split("|")] for line in TABLE.splitlines()]
    del rows[1]
    head, *others = [f"| {' | '.join(row)} |" for row in zip(*rows, strict=True)]
    return page.replace(TABLE, "\n".join([head, "| - | - | - | - |", *others]))


def _rewrapped(page: str) -> str:
    return "\n".join(
        re.sub(r"(.{30}\S*) (?=[\w`(])", r"\1\n  ", line)
        if not line.startswith(("#", "|", "<", "**", ">"))
        else line
        for line in page.splitlines()
    )


def _rows(page: str, one: str, other: str) -> str:
    lines = page.splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line.startswith(f"| {one}"))
    second = next(at for at, line in enumerate(lines) if line.startswith(f"| {other}"))
    lines[first], lines[second] = lines[second], lines[first]
    return "".join(lines)


def _as_seen(page: str) -> str:
    """Return a page as a browser shows it: no marks, bullets, and tabs between cells."""
    for pattern, seen in (
        (r"^#+ |^> |</?Note>\n|\| -+ .*?\n", ""),
        (r"^\* ", "\u2022 "),
        (r"\[([^]]+)\]\([^)]+\)", r"\1"),
        (r"[*`]", ""),
        (r" *\|\n|^\| ", "\n"),
        (r"\n\n(?=\w+ *\|)", "\n"),
        (r" *\| ", "\t"),
    ):
        page = re.sub(pattern, seen, page, flags=re.MULTILINE)
    return page


REARRANGEMENTS: Final[dict[str, Edit]] = {
    # --- order and place
    "two items change places": Edit(
        "reordered", moved(OWNER, "* Larch learns"), (LEARNS, OFF), SAME
    ),
    "two sentences change places": Edit(
        "reordered",
        moved("Every backup is sealed with a key that changes once a month. ", "Hobby backups are"),
        (BACKUPS, KEY),
        SAME,
    ),
    "rows change places": Edit(
        "reordered",
        lambda page: _rows(page, "Totals", "Traces"),
        tuple(cell(row, at) for row in ("Totals", "Traces") for at in range(3)),
        SAME,
    ),
    "a heading renamed": Edit(
        "heading renamed",
        put(("## Backups", "## How backups are kept")),
        (BACKUPS, KEY, CLOSES, MADE, ERASED),
        SAME,
    ),
    "the top heading renamed": Edit(
        "heading renamed",
        put(("# What Larch does with sketches", "# Larch and sketches")),
        EVERY,
        SAME,
    ),
    "a sentence to another section": Edit(
        "other section",
        moved("The variable `LARCH_NO_TRACES` switches traces off.", "On a rented"),
        (TRACES,),
        SAME,
    ),
    "a section to another place": Edit(
        "other section",
        lambda page: page.replace(section("Backups"), "") + "\n" + section("Backups"),
        (BACKUPS, KEY, CLOSES, MADE, ERASED),
        SAME,
    ),
    "a section under another": Edit(
        "other section", put(("### Crash reports", "## Crash reports")), (TYPING, DESK, LOOK), SAME
    ),
    "an item to another list": Edit(
        "other list",
        moved("* Standard: backups live for 45 days\n", "* The owner may"),
        (STANDARD,),
        ("regrouped",),
    ),
    # --- form
    "wrapped elsewhere": Edit("reformatted", _rewrapped),
    "all emphasis gone": Edit("reformatted", sub(r"`(?=\w|/)|(?<=\w)`", "")),
    "more emphasis": Edit("reformatted", sub(r"\b(never|Nobody|10 days)\b", r"**\1**")),
    "a list as prose": Edit(
        "reformatted",
        sub(r"^\* (?=Larch learns|The owner|Sketches)", ""),
        (LEARNS, OFF, DELETED),
        SAME,
    ),
    "prose as a list": Edit(
        "reformatted",
        put(
            ("Every backup is sealed", "\n* Every backup is sealed"),
            ("A customer who", "\n* A customer who"),
        ),
        (KEY, CLOSES),
        SAME,
    ),
    "items with full stops": Edit("reformatted", sub(r"(live for \d+ days)$", r"\1.")),
    "as copied from a browser": Edit(
        "reformatted",
        _as_seen,
        (
            MADE,
            ERASED,
            named("Notes on"),
            *(named("**" + one) for one in ("Hobby", "Studio")),
        ),
        SAME,
    ),
    "bold lines as headings": Edit(
        "reformatted",
        sub(r"^\*\*(\w+ accounts.*?)\*\*:$", r"#### \1"),
        (named("**Hobby"), named("**Studio"), LEARNS, OFF, DELETED, STUDIO, STANDARD, REQUEST),
        SAME,
    ),
    "stars as hyphens": Edit("reformatted", sub(r"^\* ", "- ")),
    "the note as a quote": Edit(
        "reformatted",
        put(("<Note>\n  ", "> "), ("</Note>\n", "")),
        (MADE, ERASED),
        SAME,
    ),
    "columns exchanged": Edit(
        "table reshaped",
        _columns_swapped,
        tuple(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        SAME,
    ),
    "rows and columns exchanged": Edit(
        "table reshaped",
        _transposed,
        tuple(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        SAME,
    ),
    "columns exchanged below a renamed heading": Edit(
        "table reshaped",
        lambda page: put(("## Defaults by kind", "## Presets by kind"))(_columns_swapped(page)),
        (
            RENTED,
            FILE,
            *(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        ),
        SAME,
    ),
    "another column": Edit(
        "table reshaped",
        lambda page: page.replace(
            TABLE,
            "\n".join(
                f"{line} {more} |"
                for line, more in zip(
                    TABLE.splitlines(), ("Borrowed", "---", "Off.", "Out.", "No."), strict=True
                )
            ),
        ),
        new=(4,),
    ),
    "a table as a list": Edit(
        "table reshaped",
        lambda page: page.replace(
            TABLE,
            "\n".join(
                "* " + ", ".join(one.strip() for one in line.strip("|").split("|"))
                for line in TABLE.splitlines()[2:]
            ),
        ),
        tuple(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        ("removed", "reworded", "merged"),
        (0, 1, 2, 3),
    ),
    # --- typography
    "bent quotes and apostrophes": Edit("typography", put(("customer's", "customer\u2019s"))),
    "spaces that do not break": Edit("typography", sub(r"(\d+) (?=days)", "\\1\u00a0")),
    "long dashes without spaces": Edit(
        "typography", put((" - even by an hour - ", "\u2014even by an hour\u2014"))
    ),
    "short dashes with spaces": Edit(
        "typography", put((" - even by an hour - ", " \u2013 even by an hour \u2013 "))
    ),
    "soft hyphens": Edit("typography", put(("machines", "ma\u00adchines"))),
    "entities": Edit(
        "typography", put(("customer's", "customer&#39;s"), ("90 days", "90&nbsp;days"))
    ),
    "more white space": Edit("typography", sub(r" (?=\w+ \w+\.)", "   ")),
    "empty lines and tabs": Edit("typography", sub(r"\n\n(?!\|)", " \n\t\n\n")),
    "all in capitals": Edit("typography", sub(r"[\w.]+(?![\w.]*>)", lambda word: word[0].upper())),
    "carriage returns": Edit("typography", lambda page: page.replace("\n", "\r\n")),
    # --- links
    "a link leads elsewhere": Edit(
        "links", put(("https://larch.example/learning", "https://larch.example/en/learning"))
    ),
    "a link is gone": Edit(
        "links", put(("[learning notes](https://larch.example/learning)", "learning notes"))
    ),
    "a link is new": Edit("links", put(("Woodpecker service", "[Woodpecker](/w) service"))),
}
