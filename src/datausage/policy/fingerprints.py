"""Fingerprints: what is kept of a sentence in place of its text.

Two copies of a page rarely agree byte for byte: one wraps its lines, another lost its bold type or
had its quotes bent. A fingerprint is therefore taken of the *normalised* text. Where a link leads
and whether letters are capital is left out of it; every word and mark of punctuation counts.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NORMALISER = 1
"""Version of the normal form. Any change of `normalise` or `words` asks for the next number, since
fingerprints of two versions cannot be compared."""

NEAR = 16
"""Up to this distance a sentence counts as reworded. Measured on the first edition: of 1,744 pairs
of sentences without a common word none is this near, and with one word replaced 98 % of sentences
of ten or more words still are. A shorter one with another word may count as a new sentence."""

_BITS = 64

_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"')
)

# Set aside while markup is removed: an asterisk or angle bracket in there is meant literally.
_LITERAL = re.compile(r"(`+)(?P<code>.+?)\1|\\(?P<escaped>[!-/:-@\[-`{-~])")
_SET_ASIDE = re.compile("\ue000(\\d+)\ue001")

_MARKUP = (
    (re.compile(r"""<img\b[^<>]*?\balt=(["'])(.*?)\1[^<>]*>""", re.IGNORECASE), r" \2 "),
    (re.compile(r'!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\)'), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), " "),
    (re.compile(r"\*{2,3}(?=\S)(.+?)(?<=\S)\*{2,3}"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)(_{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
)

# "don't", "5-year" and "settings.json" are one word each, however a copy escapes their mark.
_JOINT = re.compile(r"(?<=\w)[-'./=\\]+(?=\w)")


def plain(text: str) -> str:
    """The words a reader sees: no markup, one kind of quote, single spaces; capitals kept."""
    literals: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        literals.append(match["code"] or match["escaped"])
        return f"\ue000{len(literals) - 1}\ue001"

    text = " ".join(text.replace("\ue000", "").replace("\ue001", "").split())
    text = _LITERAL.sub(set_aside, text)
    for markup, reduced in _MARKUP:
        text = markup.sub(reduced, text)
    text = html.unescape(text)
    text = _SET_ASIDE.sub(lambda match: literals[int(match[1])], text)
    return _unified(text)


def _unified(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    # Soft hyphens and zero-width marks come with text copied from a browser, and nobody sees them.
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(text.split())


def normalise(text: str) -> str:
    """The normal form that fingerprints are taken of: `plain`, with case folded."""
    return unicodedata.normalize("NFKC", plain(text).casefold())


def words(text: str, *, markup: bool = True) -> list[str]:
    """The words of a text in their normal form, without punctuation.

    Args:
        text: Any text.
        markup: False reads the text as it stands: nothing is taken for a tag, a link or emphasis.
    """
    normal = normalise(text) if markup else _unified(text).casefold()
    spelled = (word.strip("_") for word in re.findall(r"\w+", _JOINT.sub("", normal)))
    return [word for word in spelled if word]


def word_count(text: str) -> int:
    """How many words a reader counts."""
    return len(words(text))


def sha256(text: str) -> str:
    """The identity of a text: equal for two texts with one normal form, and for no others."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def simhash(text: str) -> str:
    """A 64-bit likeness of a text, as 16 hex digits: similar wording differs in few bits.

    Its features are the words and the pairs of neighbouring words, so both another word and another
    order of words show.
    """
    return likeness(words(text))


def likeness(spelled: Sequence[str]) -> str:
    """The `simhash` of a text of which the words are known."""
    tally = [0] * _BITS
    for feature in (*spelled, *map(" ".join, pairwise(spelled))):
        hashed = _hash(feature)
        for bit in range(_BITS):
            tally[bit] += 1 if hashed >> bit & 1 else -1
    return f"{sum(1 << bit for bit, votes in enumerate(tally) if votes > 0):016x}"


def distance(one: str, other: str) -> int:
    """In how many of their 64 bits two likenesses differ: 0 is alike, about 32 is unrelated.

    Raises:
        ValueError: One of the two is not a hexadecimal number.
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()


class Fingerprint(NamedTuple):
    """What two sentences are told apart by; the first part of its place is its heading."""

    sha256: str
    simhash: str
    place: tuple[object, ...]


def pairs(old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> dict[int, int]:
    """Which old sentence each new one is, by position: the same text, or else the nearest."""
    kept: dict[int, int] = {}
    # The same text in the same place comes first, so that repeated cells do not swap their ids;
    # then under the same heading, then anywhere.
    for parts in (None, 1, 0):
        waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for one in _left(old, kept.values()):
            waiting[old[one].sha256, *old[one].place[:parts]].append(one)
        for at in _left(new, kept):
            if same := waiting.get((new[at].sha256, *new[at].place[:parts])):
                kept[at] = same.pop(0)
    for apart, _, at, one in sorted(
        (distance(old[one].simhash, new[at].simhash), old[one].place != new[at].place, at, one)
        for one in _left(old, kept.values())
        for at in _left(new, kept)
    ):
        if apart <= NEAR and at not in kept and one not in kept.values():
            kept[at] = one
    return kept


def _left(sentences: Sequence[Fingerprint], gone: Iterable[int]) -> list[int]:
    return sorted(set(range(len(sentences))) - set(gone))


def shingles(text: str, size: int = 8) -> set[int]:
    """The hashes of every run of `size` neighbouring words: empty for a text shorter than that."""
    return set(runs(words(text), size))


def runs(spelled: Sequence[str], size: int = 8) -> Iterator[int]:
    """The hash of each run of `size` words, in order: the first belongs to the first word."""
    return (_hash(" ".join(spelled[at : at + size])) for at in range(len(spelled) - size + 1))


def _hash(feature: str) -> int:
    return int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=_BITS // 8).digest())
