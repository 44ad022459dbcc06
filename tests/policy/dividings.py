"""Edits that split and merge sentences, take them out and put others in."""

from __future__ import annotations

from typing import Final

from tests.policy.editing import (
    BACKUPS,
    CLOSES,
    COUNTS,
    DESK,
    ERASED,
    EVERY,
    FILE,
    GONE,
    KEY,
    LEARNS,
    LOOK,
    MADE,
    OFF,
    OWNER,
    QUIET,
    RENTED,
    STOPS,
    STROKE,
    STUDIO,
    TRACES,
    Edit,
    moved,
    put,
    section,
    sub,
)
from tests.policy.made_up import cell

SHOP: Final = """\
## Pencils and paper

Pencils are sold apart. They come in boxes of ten, and every box has a list of colours in it.

## Opening hours

The shop opens at eight in the morning. On Sundays it stays closed.
"""

DIVIDINGS: Final[dict[str, Edit]] = {
    # --- split and merged
    "at its and": Edit(
        "split", put((" and sends the totals", ". It sends the totals")), (COUNTS,), ("split",)
    ),
    "at its comma": Edit(
        "split", put((", and every look at", ". Every look at")), (LOOK,), ("split",)
    ),
    "an item into two items": Edit(
        "split",
        put((" while the owner has switched", ".\n* This holds only while the owner has switched")),
        (LEARNS,),
        ("split",),
    ),
    "in unequal parts": Edit(
        "split",
        put(
            (
                " unless the studio signs a separate agreement",
                " as a rule. A studio may sign a separate agreement",
            )
        ),
        (STUDIO,),
        ("split",),
    ),
    "into three": Edit(
        "split",
        put(
            (" in the customer's own region", ". These stand in the customer's own region"),
            ("are stored for 90 days on", "are stored for 90 days. They are on"),
        ),
        (BACKUPS,),
        ("split",),
    ),
    "and a number changed": Edit(
        "split",
        put((", and every look at a sketch", ". From day 2 every look at a sketch")),
        (LOOK,),
        ("split",),
    ),
    "and both parts moved": Edit(
        "split",
        lambda page: moved(
            "Nobody at the repair desk may copy a sketch to another team. Every look at a sketch is"
            " written down.",
            "Hobby backups are",
        )(put((", and every look at", ". Every look at"))(page)),
        (LOOK,),
        ("split",),
    ),
    "two with an and": Edit(
        "merged",
        put(
            (
                " sealed with a key that changes once a month. A customer",
                " sealed with a key that changes once a month, and a customer",
            )
        ),
        (KEY, CLOSES),
        ("merged",),
    ),
    "two with a semicolon": Edit(
        "merged", put((" for 3 years. Nobody", " for 3 years; nobody")), (DESK, LOOK), ("merged",)
    ),
    "two with a which": Edit(
        "merged",
        put((" another plan. They were", " another plan, which were")),
        (MADE, ERASED),
        ("merged",),
    ),
    "two items into one": Edit(
        "merged",
        put(
            (
                " has switched learning on.\n* The owner may switch",
                " has switched learning on, and the owner may switch",
            )
        ),
        (LEARNS, OFF),
        ("merged",),
    ),
    # --- out and in
    "a sentence removed": Edit(
        "removed",
        put(("Every backup is sealed with a key that changes once a month. ", "")),
        (KEY,),
        GONE,
    ),
    "an item removed": Edit("removed", put((OWNER, "")), (OFF,), GONE),
    "a row removed": Edit(
        "removed",
        sub(r"\| Traces [^\n]*\n", ""),
        tuple(cell("Traces", at) for at in range(3)),
        GONE,
    ),
    "a note removed": Edit("removed", sub(r"<Note>.*</Note>\n", ""), (MADE, ERASED), GONE),
    "a section removed": Edit(
        "removed",
        lambda page: page.replace(section("Backups"), ""),
        (BACKUPS, KEY, CLOSES, MADE, ERASED),
        GONE,
    ),
    "the last section removed": Edit(
        "removed",
        lambda page: page.replace(section("Defaults by kind of host"), ""),
        (
            RENTED,
            FILE,
            *(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        ),
        GONE,
    ),
    "the last two sections written anew": Edit(
        "removed",
        lambda page: page[: page.index("## Signals")] + SHOP,
        (
            *(COUNTS, STROKE, QUIET, STOPS, TRACES, RENTED, FILE),
            *(cell(row, at) for row in ("Signal", "Totals", "Traces", "Acorns") for at in range(3)),
        ),
        GONE,
        (4,),
    ),
    "everything written anew under the same headings": Edit(
        "removed",
        sub(
            r"(^#.*?$).*?(?=^#|\Z)",
            lambda found: (
                found[1]
                + "\n\n"
                + " ".join(
                    f"Week {week} of harvest brings {word} apples from a farm in the hills nearby."
                    for week, word in enumerate(
                        ("red", "green", "small", "late", "sweet"), found.start()
                    )
                )
                + "\n\n"
            ),
        ),
        EVERY,
        GONE,
        (35,),
    ),
    "a sentence added": Edit(
        "added",
        put(("Nobody at the", "Repairs are free of charge in winter. Nobody at the")),
        new=(1,),
    ),
    "an item added": Edit(
        "added", put((OWNER, OWNER + "* Paper sketches are of no interest.\n")), new=(1,)
    ),
    "a section added": Edit(
        "added",
        lambda page: page + "\n## Pencils\n\nPencils are sold apart. They come in boxes.\n",
        new=(2,),
    ),
}
