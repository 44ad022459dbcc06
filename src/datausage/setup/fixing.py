"""Fixing a settings file: only the pieces that are wrong change, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.setup.members import checked, members
from datausage.setup.opening import UnreadError, content
from datausage.setup.settings_file import decoded, of_text
from datausage.setup.writing import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from datausage.setup.findings import Edit, Finding
    from datausage.setup.places import Place
    from datausage.setup.settings_file import SettingsFile


def fixed(
    place: Place, lint: Callable[[SettingsFile], Iterable[Finding]], *, guess: bool
) -> tuple[str, list[Finding]]:
    """Fix the file at a place; return the name of the backup, and the findings that are gone.

    Args:
        place: where the file is. A managed file is left alone.
        lint: what finds what is wrong with it.
        guess: whether names that are nearly known are written as the known ones.

    Raises:
        UnreadError: the file cannot be read, or not be replaced safely; it is as it was.
    """
    raw = None if place.scope == "managed" else content(place)
    if raw is None:
        return "", []
    text = decoded(raw)
    mending = [f for f in lint(of_text(place, text)) if f.edit and (guess or not f.edit.guess)]
    if not mending:
        return "", []
    new = edited(text, [finding.edit for finding in mending if finding.edit])
    return replaced(place, raw, new.encode()), mending


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a document with some pieces replaced.

    Raises:
        UnreadError: something else would change.
    """
    wanted = {edit.span: edit.text for edit in edits}
    new = text
    for span in sorted(wanted, key=lambda span: -span.start):
        new = new[: span.start] + wanted[span] + new[span.end :]
    plain = text.removeprefix("\ufeff")
    shift = len(text) - len(plain)
    checked(plain)
    checked(new.removeprefix("\ufeff"))
    before = [
        wanted.get(span, text[span.start : span.end])
        for member in members(" " * shift + plain)
        for span in (member.key, member.value)
    ]
    written = " " * shift + new.removeprefix("\ufeff")
    after = [
        written[span.start : span.end]
        for member in members(written)
        for span in (member.key, member.value)
    ]
    if before != after:
        raise UnreadError("it cannot be fixed without changing something else")
    return new
