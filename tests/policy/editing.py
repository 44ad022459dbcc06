"""Edits of the made-up page: what each does, and what should be told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.policy.made_up import LOCK, PAGE, named

if TYPE_CHECKING:
    from collections.abc import Callable

UNREACHABLE: Final = "unreachable"


@dataclass(frozen=True)
class Edit:
    """One edit of the page.

    Attributes:
        kind: What was done, as the table groups it.
        change: Makes the edited page of the page.
        aims: The sentences that it concerns; all others should be told as unchanged.
        tells: What may be told of each of them: the right answers.
        new: How many sentences may be told as new.
    """

    kind: str
    change: Callable[[str], str]
    aims: tuple[str, ...] = ()
    tells: tuple[str, ...] = ("unchanged",)
    new: tuple[int, ...] = (0,)


def put(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Return an edit that puts texts in the place of others, each of which stands once."""

    def change(page: str) -> str:
        for old, fresh in pairs:
            assert page.count(old) == 1, old
            page = page.replace(old, fresh)
        return page

    return change


def sub(pattern: str, fresh: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """Return an edit that puts a text wherever a pattern matches."""

    def change(page: str) -> str:
        changed = re.sub(pattern, fresh, page, flags=re.MULTILINE | re.DOTALL)
        assert changed != page
        return changed

    return change


def moved(text: str, before: str) -> Callable[[str], str]:
    """Return an edit that moves a text to stand before another."""
    return lambda page: put((before, text + " " * (not text.endswith("\n")) + before))(
        put((text, ""))(page)
    )


def section(title: str) -> str:
    """Return a section of the page, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(title)}\n.*?(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


LEARNS, OFF, DELETED = named("Larch learns"), named("The owner"), named("Sketches deleted")
STUDIO, STANDARD, REQUEST = named("Larch never"), named("Standard"), named("On request")
NOTES, TYPING, DESK, LOOK = named("Our ["), named("Typing"), named("The repair"), named("Nobody")
BACKUPS, KEY, CLOSES = named("Hobby backups"), named("Every backup"), named("A customer")
MADE, ERASED = named("Backups made"), named("They were")
COUNTS, STROKE, QUIET = named("Larch counts"), named("No stroke"), named("To keep")
STOPS, TRACES = named("When Larch"), named("The variable")
RENTED, FILE = named("On a rented"), named("All of these")
EVERY = tuple(one.id for one in LOCK.sentences)
REWORDED = ("reworded",)
SAME = ("unchanged", "moved")
GONE = ("removed",)
LAST = "All of these variables may also stand in the file `larch.toml`.\n"
OWNER = "* The owner may switch learning off again whenever they please.\n"
TABLE = PAGE[PAGE.index("| Signal |") : PAGE.index("\n\nAll of these")]
