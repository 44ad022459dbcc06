"""Names of targets: those that installed distributions have registered, and ours."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "datausage.targets"
"""The group of entry points under which they stand."""

CLIENT: Final = "claude-code"
"""The one name that is ours: the real client. Nobody else can register it."""

_MOST_LISTED: Final = 10


def names() -> list[str]:
    """Return all names, sorted."""
    return sorted(entry_points(group=GROUP).names)


def resolved(reference: str) -> str:
    """Return where a registered name leads to, as module:object; anything else as it is.

    Raises:
        TargetError: the name leads nowhere, or to several places.
    """
    found = entry_points(group=GROUP, name=reference) if _may_be_name(reference) else ()
    places = {_place(entry): entry for entry in found}
    if len(places) > 1:
        whose = " and ".join(sorted(map(_whose, places.values())))
        raise TargetError(f"{reference} is registered by {whose}; write module:object instead")
    return next(iter(places), reference)


def whose(reference: str) -> str:
    """Return who has registered a name, for a message; nothing where nobody has."""
    found = entry_points(group=GROUP, name=reference) if _may_be_name(reference) else ()
    return " and ".join(_whose(entry) for entry in found)


def hint(reference: str) -> str:
    """Return what to say about registered names where a reference leads nowhere; maybe nothing."""
    if not _may_be_name(reference):
        return ""
    known = names()
    near = get_close_matches(reference, [*known, CLIENT], n=1)
    if near:
        return f"; or did you mean the registered {near[0]}?"
    if not known:
        return ""
    more = ", ..." if len(known) > _MOST_LISTED else ""
    return f"; registered names are: {', '.join(known[:_MOST_LISTED])}{more}"


def _may_be_name(reference: str) -> bool:
    return not any(letter in reference for letter in ":/\\=")


def _place(entry: EntryPoint) -> str:
    try:
        return f"{entry.module}:{entry.attr}" if entry.attr else entry.module
    except AttributeError:
        raise TargetError(
            f"{entry.name} is registered by {_whose(entry)} as {entry.value!r}, which is not of "
            "the form module:object"
        ) from None


def _whose(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unknown distribution"
