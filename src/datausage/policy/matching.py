"""Matching: which sentences of a copy are which sentences of an edition, by fingerprints alone.

First come those in the same words, then cells in the same place of a table, then those in similar
words: one for one, two or three for one (a sentence was split), or one for two (they were merged).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from datausage.policy.fingerprints import distance, sha256, simhash
from datausage.policy.similar import Group, candidates
from datausage.policy.spellings import spellings
from datausage.policy.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from datausage.policy.lock import LockedSentence
    from datausage.policy.sentences import Unit

BETWEEN = 26
"""Up to this distance a sentence counts as reworded where it is the only one that is not known
between two neighbours that are: there is little else that it could be."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of the sentences of an edition: in the same words, or in others."""

    same: Mapping[int, int]
    reworded: tuple[Group, ...]

    def now(self) -> dict[int, tuple[int, ...]]:
        """Where in the copy each sentence of the edition is; those that are gone are left out."""
        groups = {at: group.new for group in self.reworded for at in group.old}
        return {at: (position,) for at, position in self.same.items()} | groups

    def past(self) -> dict[int, tuple[int, ...]]:
        """Which sentences of the edition each of the copy was; those that are new are left out."""
        groups = {at: group.old for group in self.reworded for at in group.new}
        return {position: (at,) for at, position in self.same.items()} | groups

    def how(self, at: int) -> str:
        """Whether a sentence of the edition was split or merged."""
        group = next((group for group in self.reworded if at in group.old), Group((), ()))
        return "split" if len(group.new) > 1 else "merged" if len(group.old) > 1 else ""


def match(old: Sequence[LockedSentence], new: Sequence[Unit]) -> Matched:
    """Match the sentences of an edition with those of a copy."""
    same = _same(old, new)
    gone = [at for at in range(len(old)) if at not in same]
    fresh = [at for at in range(len(new)) if at not in set(same.values())]
    groups = list(_in_their_cells(old, new, same, gone, fresh))
    _settle(groups, candidates(old, new, gone, fresh))
    _settle(groups, _between(old, new, same, groups))
    return Matched(same, tuple(groups))


def _same(old: Sequence[LockedSentence], new: Sequence[Unit]) -> dict[int, int]:
    known = {one.sha256 for one in old}
    shas = [_known_sha(one.text, known) for one in new]
    around_old, around_new = surroundings(old), surroundings(new)
    found: dict[int, int] = {}
    for place in ("all", "under", "heading", ""):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for at, past in enumerate(old):
            if at not in found:
                under = frozenset(old[one].sha256 for one in around_old[at])
                waiting[past.sha256, _place(place, past.heading, under)].append(at)
        taken = set(found.values())
        for at, one in enumerate(new):
            under = frozenset(shas[other] for other in around_new[at])
            key = (shas[at], _place(place, one.heading, under))
            if at not in taken and (candidates := waiting.get(key)):
                found[candidates.pop(0)] = at
    return found


def _known_sha(text: str, known: Collection[str]) -> str:
    written = sha256(text)
    if written in known:
        return written
    return next((sha for one in spellings(text) if (sha := sha256(one)) in known), written)


def _place(which: str, heading: tuple[str, ...], under: frozenset[str]) -> Hashable:
    places: dict[str, Hashable] = {"all": (heading, under), "under": under, "heading": heading}
    return places.get(which)


def _in_their_cells(
    old: Sequence[LockedSentence],
    new: Sequence[Unit],
    same: Mapping[int, int],
    gone: list[int],
    fresh: list[int],
) -> Iterator[Group]:
    """Yield the cells whose row and column are where they were: they are the same cells."""
    around_old, around_new = surroundings(old), surroundings(new)
    places = {frozenset(around_new[at]): at for at in fresh if new[at].form == "cell"}
    for past in list(gone):
        under = around_old[past]
        if old[past].form != "cell" or not under or not all(one in same for one in under):
            continue
        if (at := places.get(frozenset(same[one] for one in under))) in fresh and at is not None:
            gone.remove(past)
            fresh.remove(at)
            yield Group((past,), (at,))


def _settle(groups: list[Group], candidates: Iterable[tuple[int, Group]]) -> None:
    """Take the likeliest groups of which nothing is taken yet."""
    old = {at for group in groups for at in group.old}
    new = {at for group in groups for at in group.new}
    for _, group in sorted(candidates):
        if old.isdisjoint(group.old) and new.isdisjoint(group.new):
            groups.append(group)
            old.update(group.old)
            new.update(group.new)


def _between(
    old: Sequence[LockedSentence],
    new: Sequence[Unit],
    same: Mapping[int, int],
    groups: Sequence[Group],
) -> Iterator[tuple[int, Group]]:
    """Yield the sentences that stand alone between two known neighbours, in both."""
    known = dict(same)
    known.update((group.old[0], group.new[0]) for group in groups if len(group.old) == 1)
    known.update({-1: -1, len(old): len(new)})
    for before, after in pairwise(sorted(known)):
        if after - before == 2 and known[after] - known[before] == 2:
            past, at = before + 1, known[before] + 1
            apart = distance(old[past].simhash, simhash(new[at].text))
            if apart <= BETWEEN:
                yield apart, Group((past,), (at,))
