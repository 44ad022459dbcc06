"""Edits after which sentences say something else, or say it otherwise."""

from __future__ import annotations

from typing import Final

from tests.policy.editing import (
    BACKUPS,
    CLOSES,
    COUNTS,
    DESK,
    KEY,
    LEARNS,
    LOOK,
    MADE,
    OFF,
    QUIET,
    REQUEST,
    REWORDED,
    STANDARD,
    STROKE,
    STUDIO,
    TRACES,
    TYPING,
    Edit,
    put,
)
from tests.policy.made_up import cell, named

REWORDINGS: Final[dict[str, Edit]] = {
    "nothing at all": Edit("nothing", lambda page: page),
    # --- slightly reworded
    "one word for another": Edit(
        "reworded slightly", put(("how often a brush", "how often a pencil")), (COUNTS,), REWORDED
    ),
    "one word more": Edit(
        "reworded slightly",
        put(("Every backup is sealed", "Every single backup is sealed")),
        (KEY,),
        REWORDED,
    ),
    "one word less": Edit(
        "reworded slightly", put(("our repair desk", "the desk")), (TYPING,), REWORDED
    ),
    "may for must not": Edit(
        "reworded slightly", put(("may ask for all", "must ask for all")), (CLOSES,), REWORDED
    ),
    "a word in a short item": Edit(
        "reworded slightly",
        put(("On request: backups", "On demand: backups")),
        (REQUEST,),
        REWORDED,
    ),
    "a variable renamed": Edit(
        "reworded slightly", put(("`LARCH_NO_TRACES`", "`LARCH_QUIET`")), (TRACES,), REWORDED
    ),
    "a cell reworded": Edit(
        "reworded slightly",
        put(("| Off for good.  ", "| Off always.  ")),
        (cell("Acorns", 2),),
        REWORDED,
    ),
    "a bold line reworded": Edit(
        "reworded slightly",
        put(("(Grove and Forest)", "(Grove, Forest and Wood)")),
        (named("**Studio"),),
        REWORDED,
    ),
    # --- strongly reworded
    "said in other words": Edit(
        "reworded strongly",
        put(
            (
                "A customer who closes an account may ask for all backups to be erased within 10",
                "All backups are erased, if a customer asks for it on leaving, within 10",
            )
        ),
        (CLOSES,),
        REWORDED,
    ),
    "an item said anew": Edit(
        "reworded strongly",
        put(
            (
                "The owner may switch learning off again whenever they please",
                "Learning can be switched off by the owner at any moment",
            )
        ),
        (OFF,),
        ("reworded", "removed"),
        (0, 1),
    ),
    "all but the subject": Edit(
        "reworded strongly",
        put(
            (
                "The repair desk keeps what it received for 3 years",
                "The repair desk throws everything away once it has been looked at",
            )
        ),
        (DESK,),
        ("reworded", "removed"),
        (0, 1),
    ),
    "another sentence in its place": Edit(
        "reworded strongly",
        put(
            (
                "Every backup is sealed with a key that changes once a month",
                "Nothing else about machines, regions or keys is promised to anybody here",
            )
        ),
        (KEY,),
        ("reworded", "removed"),
        (0, 1),
    ),
    "a sentence shortened by half": Edit(
        "reworded strongly",
        put((", and every look at a sketch is written down", "")),
        (LOOK,),
        REWORDED,
    ),
    "an exception at the end": Edit(
        "reworded strongly",
        put(
            (
                "switches traces off.",
                "switches traces off, except on machines that belong to a school or to a club.",
            )
        ),
        (TRACES,),
        ("reworded", "removed"),
        (0, 1),
    ),
    # --- numbers
    "a number in words": Edit(
        "number changed", put(("within 10 days", "within ninety days")), (CLOSES,), REWORDED
    ),
    "a number in brackets": Edit(
        "number changed", put(("the last 20 strokes", "the last 200 strokes")), (TYPING,), REWORDED
    ),
    "a day": Edit("number changed", put(("4 March 2021", "14 March 2021")), (MADE,), REWORDED),
    "a variable of another row": Edit(
        "number changed",
        put(("`RENTED_TRACES` is 1", "`RENTED_TOTALS` is 1")),
        (cell("Traces", 2),),
        REWORDED,
    ),
    "90 days are 60": Edit("number changed", put(("90 days", "60 days")), (BACKUPS,), REWORDED),
    "3 years are 5": Edit("number changed", put(("for 3 years", "for 5 years")), (DESK,), REWORDED),
    "45 days are 30": Edit(
        "number changed", put(("for 45 days", "for 30 days")), (STANDARD,), REWORDED
    ),
    "45 and 7 change places": Edit(
        "number changed",
        put(
            ("for 45 days", "for x days"),
            ("for 7 days", "for 45 days"),
            ("for x days", "for 7 days"),
        ),
        (STANDARD, REQUEST),
        REWORDED,
    ),
    "a year": Edit("number changed", put(("March 2021", "March 2022")), (MADE,), REWORDED),
    "1 is 0 in a cell": Edit(
        "number changed",
        put(("`RENTED_TOTALS` is 1", "`RENTED_TOTALS` is 0")),
        (cell("Totals", 2),),
        REWORDED,
    ),
    "1 is 0 in a sentence": Edit(
        "number changed",
        put(("`LARCH_NO_TOTALS` to 1", "`LARCH_NO_TOTALS` to 0")),
        (QUIET,),
        REWORDED,
    ),
    # --- negation
    "a not": Edit(
        "negation", put(("Larch learns from", "Larch does not learn from")), (LEARNS,), REWORDED
    ),
    "never is gone": Edit(
        "negation", put(("Larch never learns", "Larch learns")), (STUDIO,), REWORDED
    ),
    "no is some": Edit("negation", put(("No stroke,", "Each stroke,")), (STROKE,), REWORDED),
    "cells exchanged": Edit(
        "negation",
        put(
            (
                "| On from the start. | Off for good.                     |",
                "| Off for good.      | On from the start.                |",
            )
        ),
        (cell("Acorns", 1), cell("Acorns", 2)),
        ("reworded", "regrouped"),
    ),
}
