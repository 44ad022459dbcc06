"""Similar wording: which sentences of a copy could be which of an edition, and how likely.

Of the edition there are likenesses only, and a likeness cannot be added to another. The copy has
its text: so its sentences are put together to find one that was split, and cut to find two that
were merged.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from datausage.policy.fingerprints import NEAR, distance, likeness, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from datausage.policy.lock import LockedSentence
    from datausage.policy.sentences import Unit

MARGIN = 2
"""By so much two sentences together must be nearer than one of them alone."""


class Group(NamedTuple):
    """Sentences of an edition that have become these of a copy, by position."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def candidates(
    old: Sequence[LockedSentence], new: Sequence[Unit], gone: Sequence[int], fresh: Sequence[int]
) -> Iterator[tuple[int, Group]]:
    """Yield groups in similar words, each with its distance: the smaller, the likelier.

    Args:
        old: The sentences of the edition.
        new: Those of the copy.
        gone: The positions of those of the edition that are looked for.
        fresh: The positions of those of the copy that are not known.
    """
    spelled = {at: words(new[at].text) for at in fresh}
    for at in fresh:
        own = likeness(spelled[at])
        for past in gone:
            apart = distance(old[past].simhash, own)
            if apart <= NEAR:
                yield apart, Group((past,), (at,))
    yield from _split(old, gone, spelled)
    yield from _merged(old, gone, spelled)


def _split(
    old: Sequence[LockedSentence], gone: Sequence[int], spelled: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, Group]]:
    for run in _runs(list(spelled), (2, 3)):
        size = sum(len(spelled[at]) for at in run)
        likely = [past for past in gone if _near_in_size(size, old[past].words)]
        joined = _joined([spelled[at] for at in run]) if likely else []
        for past in likely:
            apart = min(distance(old[past].simhash, one) for one in joined)
            if apart <= NEAR:
                yield apart + MARGIN, Group((past,), run)


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    """The likenesses of parts in a row, with and without the words that make them sentences.

    Who splits a sentence writes "It" or "This is" where there was an "and".
    """
    first, *others = parts
    cut = ([word for part in others for word in part[begin:]] for begin in range(3))
    return [likeness([*first, *rest]) for rest in cut]


def _merged(
    old: Sequence[LockedSentence], gone: Sequence[int], spelled: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, Group]]:
    pairs = list(_runs(gone, (2,)))
    for at, said in spelled.items():
        halves = _halves(said)
        for first, second in pairs:
            if _near_in_size(len(said), old[first].words + old[second].words):
                apart = min(
                    (
                        _apart(halves(cut), old[first], old[second])
                        for cut in range(2, len(said) - 1)
                        if _near_in_size(cut, old[first].words)
                    ),
                    default=NEAR + 1,
                )
                if apart <= NEAR:
                    yield apart + MARGIN, Group((first, second), (at,))


def _halves(said: Sequence[str]) -> Callable[[int], tuple[str, str]]:
    """Tell the likenesses of what stands before and after a word, each worked out once."""
    return cache(lambda cut: (likeness(said[:cut]), likeness(said[cut:])))


def _apart(halves: tuple[str, str], first: LockedSentence, second: LockedSentence) -> int:
    return max(distance(first.simhash, halves[0]), distance(second.simhash, halves[1]))


def _near_in_size(one: int, other: int) -> bool:
    return abs(one - other) <= max(4, other // 4)


def _runs(positions: Sequence[int], sizes: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Yield the runs of neighbours among some positions."""
    among = set(positions)
    for at in positions:
        for size in sizes:
            run = tuple(range(at, at + size))
            if among.issuperset(run):
                yield run
