"""Reach: whether what arrived is the page at all, or something that was sent in its place.

An error page or half a download must never be told as "all removed": nothing is known then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from datausage.policy.fingerprints import normalise, plain, word_count

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from datausage.policy.lock import LockedSentence

FEW_SENTENCES = 0.2
"""With fewer of its sentences and few of its headings, it is another page."""

FEW_HEADINGS = 1 / 3
"""See `FEW_SENTENCES`."""

SOME_SENTENCES = 1 / 3
"""With fewer of its sentences, in a page that is short, it is a page in its place."""

SHORT = 0.5
"""A page with fewer than this share of the edition's words is short."""

WHOLE = 0.8
"""With more of its sentences up to a point, and none after it, it was broken off there."""

LOST_HEADINGS = 2
"""So many sections at the end must be gone for a page to be broken off."""

LOST_SENTENCES = 3
"""So many sentences at the end must be gone, where a page ends amid a sentence."""

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_ENDED = re.compile(r"[.!?:;|)\]>\"'`*_\u201d\u2019]\s*$")


def unrecognised(page: str, locked: Sequence[LockedSentence], found: Collection[int]) -> str:
    """Say why a page is not this one; nothing where it is.

    Args:
        page: The copy.
        locked: The sentences of the edition.
        found: The positions of those that are on the page, in these words or nearly.
    """
    share = len(found) / len(locked)
    told = f"it has {len(found)} of {len(locked)} sentences"
    headings = {normalise(one.heading[-1]) for one in locked if one.heading}
    here = len(headings & {normalise(title) for title in _HEADING.findall(page)})
    if share < FEW_SENTENCES and here <= FEW_HEADINGS * len(headings):
        return f"{told} and {here} of {len(headings)} headings of the edition"
    length = word_count(plain(page)) / sum(one.words for one in locked)
    if share < SOME_SENTENCES and length < SHORT:
        return f"{told} and {length:.0%} of the words of the edition"
    return ""


def broken_off(
    page: str,
    locked: Sequence[LockedSentence],
    found: Collection[int],
    same: Mapping[int, int],
    size: int,
) -> str:
    """Say where a page was broken off; nothing where it was not.

    Args:
        page: The copy.
        locked: The sentences of the edition.
        found: The positions of those that are on the page, in these words or nearly.
        same: Where on the page those stand that are there in the same words.
        size: How many sentences the page has.
    """
    # Half a sentence at the end may be near to any other one, so only the same words count.
    end = max(same, default=-1) + 1
    after = size - max(same.values(), default=-1) - 1
    if after > 1 or sum(at < end for at in found) < WHOLE * end:
        return ""
    missing = len(locked) - end
    lost = {one.heading for one in locked[end:]} - {one.heading for one in locked[:end]}
    amid = not _ENDED.search(page)
    if len(lost) < LOST_HEADINGS and not (amid and missing >= LOST_SENTENCES):
        return ""
    return f"it breaks off: nothing is there of the last {missing} sentences"
