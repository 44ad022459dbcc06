"""A page about a product that does not exist, its lock, and rules about it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

from datausage.policy.edition import Rule
from datausage.policy.lock import rebuild
from datausage.policy.sentences import units

PAGE: Final = Path(__file__).with_name("made_up_page.md").read_text("utf-8")
LOCK: Final = rebuild(
    PAGE,
    None,
    edition="2019-05-02",
    new_id=map("s-{:06}".format, itertools.count(1)).__next__,
)
_TEXTS: Final = [unit.text for unit in units(PAGE)]


def named(beginning: str) -> str:
    """Return the id of the one sentence of the page that begins so."""
    (at,) = [at for at, text in enumerate(_TEXTS) if text.startswith(beginning)]
    return LOCK.sentences[at].id


def cell(row: str, column: int) -> str:
    """Return the id of a cell."""
    return LOCK.sentences[_TEXTS.index(row) + column].id


def rule(name: str, *sentences: str) -> Rule:
    """Return a rule that rests on some sentences."""
    return Rule(name, "signals", f"What {name} says.", "must", "stated", "traffic", sentences)


RULES: Final = (
    rule("learning-off", named("Larch learns"), named("The owner may")),
    rule("studio-never", named("Larch never")),
    rule("studio-days", named("Standard")),
    rule("repair-years", named("The repair desk")),
    rule("hobby-days", named("Hobby backups")),
    rule("no-names", named("No stroke")),
    rule("totals-rented", cell("Totals", 2)),
    rule("acorns-own", cell("Acorns", 1)),
    rule("totals-quiet", named("To keep")),
)
