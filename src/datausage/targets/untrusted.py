"""Texts that come from a target: shown to people, and therefore never shown as they are."""

from __future__ import annotations

from unicodedata import category

LIMIT = 200
# Controls, format characters (bidi marks, zero-width ones), lone surrogates, separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def one_line(text: str, limit: int = LIMIT) -> str:
    """Return the text as one bounded line without control characters and bidi marks."""
    # A subclass of str may answer anything, hence the slot of the base class; slicing first
    # keeps the work bounded as well as the result.
    head = str.__str__(text)[: 8 * limit]
    seen = "".join(
        " " if char.isspace() else char
        for char in head
        if char.isspace() or category(char) not in _UNSEEN
    )
    line = " ".join(seen.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def thrown(error: BaseException) -> str:
    """Return the type and message of what a target threw, as one bounded line."""
    try:
        message = one_line(str(error))
    except BaseException:  # noqa: BLE001 - the message is computed by the target
        message = "(its message cannot be read)"
    name = one_line(type(error).__name__)
    return one_line(f"{name}: {message}") if message else name
