"""Coherence: is there one set of readings that explains all answers of a run?

An answer that is right on some readings only is explained by those. What explains it is a union
of boxes: for some open points, readings of which any one will do. Answers are coherent if the sets
that explain them have something in common. Nothing here depends on the order of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import chain, combinations
from operator import or_
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datausage.oracle.verdicts import Choice

Box = tuple[tuple[str, tuple[str, ...]], ...]
"""Open points in order, each with the readings, in order, of which any one will do."""

MOST_BOXES: Final = 12
"""An answer that more boxes explain says too little about any reading to be looked at."""
MOST_KEPT: Final = 2_000
"""How many answers are kept; those that say most come first."""
MOST_TRIED: Final = 50_000
"""How many boxes are tried before it is left open whether answers are coherent."""


@dataclass(frozen=True, slots=True, order=True)
class Reliance:
    """An answer that relies on readings: each of the boxes explains it, and nothing else does.

    ``replay`` is the token that asks for it again.
    """

    boxes: tuple[Box, ...]
    replay: str
    question: str
    aspect: str
    said: str

    @property
    def plainness(self) -> tuple[int, str, str, str, str]:
        """Where it stands among answers that rely on the same: the plainest situation first."""
        situation = self.replay.partition(":")[2]
        return len(situation), situation, self.replay, self.aspect, self.said


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that no set of readings explains together, and the open points that they part on.

    None of them can be left out. ``declared`` has the readings that the target declares for these
    points, where the answers clash with what it declares rather than with each other; else none.
    """

    points: tuple[str, ...]
    answers: tuple[Reliance, ...]
    declared: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """What the answers of a run say together about the readings that they rely on.

    ``told`` is False where the answers are too entangled to be looked through.
    """

    incoherent: Clash | None = None
    misdeclared: Clash | None = None
    told: bool = True

    @property
    def fails(self) -> bool:
        """Whether the run fails for it."""
        return self.incoherent is not None or self.misdeclared is not None


class _EntangledError(Exception):
    """Too many boxes were tried."""


def boxes(choices: Iterable[Choice]) -> tuple[Box, ...]:
    """Return choices of readings as boxes, in order."""
    found = {tuple(sorted(_allowing(*one) for one in choice.items())) for choice in choices}
    return tuple(interned(box) for box in sorted(found))


@lru_cache(4_096)
def interned(box: Box) -> Box:
    """Return the one object that stands for this box: thousands of answers have the same."""
    return box


@lru_cache(10_000)
def _allowing(point: str, readings: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return what a box says of a point."""
    return point, tuple(sorted(readings))


def strongest(reliances: Iterable[Reliance]) -> tuple[Reliance, ...]:
    """Return those that no other one implies, in order; of those that say the same the plainest.

    Joining what was kept of several parts and keeping the strongest of that gives the same as
    keeping the strongest of the whole.
    """
    plainest: dict[tuple[Box, ...], Reliance] = {}
    for one in reliances:
        before = plainest.get(one.boxes)
        if before is None or one.plainness < before.plainness:
            plainest[one.boxes] = one
    return tuple(plainest[found] for found in unimplied(plainest))


def unimplied(
    found: Iterable[tuple[Box, ...]], most: int | None = MOST_KEPT
) -> list[tuple[Box, ...]]:
    """Return what no other one implies, in order: first what says most.

    Args:
        found: the sets of boxes.
        most: how many at the most; None for all of them.
    """
    kept: list[_Union] = []
    masks = _masks(found := sorted(found, key=lambda one: (len(one), one)))
    for one in found:
        here = _Union(one, list(map(masks.__getitem__, one)))
        # Most are told apart by what is in any of their boxes.
        beside = ~here.whole
        if not any(_implies(other, here) for other in kept if not other.whole & beside):
            kept = [
                before
                for before in kept
                if here.whole & ~before.whole or not _implies(here, before)
            ]
            kept.append(here)
    return [one.boxes for one in kept[:most]]


def _masks(found: Iterable[tuple[Box, ...]]) -> dict[Box, int]:
    """Return boxes as numbers, so that one lies within another where it has no bit beside it.

    There is a bit for each reading of each point, and one for each point that says nothing of it.
    """
    distinct = {box for some in found for box in some}
    bits: dict[tuple[str, str | None], int] = {}
    of_a_point: dict[str, int] = {}
    for point, readings in chain.from_iterable(distinct):
        for reading in (None, *readings):
            if (point, reading) not in bits:
                bits[point, reading] = 1 << len(bits)
                of_a_point[point] = of_a_point.get(point, 0) | bits[point, reading]
    free = (1 << len(bits)) - 1
    masks = {}
    for box in distinct:
        mask = free
        for point, readings in box:
            mask &= ~of_a_point[point]
            for reading in readings:
                mask |= bits[point, reading]
        masks[box] = mask
    return masks


_Known = dict[str, frozenset[str]]


def zip_box(box: Box) -> Iterable[tuple[str, frozenset[str]]]:
    """Return the points of a box, each with its readings as a set."""
    return ((point, _as_set(readings)) for point, readings in box)


@lru_cache(1_024)
def _as_set(readings: tuple[str, ...]) -> frozenset[str]:
    """Return readings as a set, of which there is one for thousands of boxes."""
    return frozenset(readings)


class _Union:
    """Boxes, the numbers that stand for them, what is beside each, and what is in any of them."""

    __slots__ = ("beside", "boxes", "numbers", "whole")

    def __init__(self, boxes: tuple[Box, ...], numbers: Sequence[int]) -> None:
        self.boxes = boxes
        self.numbers = numbers
        self.beside = [~number for number in numbers]
        self.whole = reduce(or_, numbers)


def _implies(one: _Union, other: _Union) -> bool:
    """Say whether each box of one lies within a box of the other: nothing of it is beside that."""
    return all(0 in map(number.__and__, other.beside) for number in one.numbers)


def _within(box: _Known, around: _Known) -> bool:
    # Most boxes are about other points, which is quickly told.
    if not around.keys() <= box.keys():
        return False
    return all(box[point] <= readings for point, readings in around.items())


def coherence(reliances: Iterable[Reliance], declared: Mapping[str, str]) -> Coherence:
    """Return what answers say together, also about the readings that the target declares."""
    kept = strongest(reliances)
    # Thousands of answers share most of their boxes.
    as_dicts = {box: dict(zip_box(box)) for one in kept for box in one.boxes}
    known = [[as_dicts[box] for box in one.boxes] for one in kept]
    said = {point: frozenset({reading}) for point, reading in declared.items()}
    try:
        incoherent = _clash(kept, known) if _solution(known) is None else None
        misdeclared = _against(kept, known, said, alone=incoherent is not None)
    except _EntangledError:
        return Coherence(told=False)
    return Coherence(incoherent, misdeclared)


def _clash(kept: Sequence[Reliance], known: Sequence[list[_Known]]) -> Clash:
    """Return the plainest two answers that clash; where no two do, some of which all are needed."""
    pairs = [
        (len(kept[one].replay) + len(kept[other].replay), one, other)
        for one, other in combinations(range(len(kept)), 2)
        if _apart(known[one], known[other])
    ]
    numbers = min(pairs)[1:] if pairs else _core(known, [])
    return _told(kept, known, numbers, {})


def _against(
    kept: Sequence[Reliance], known: Sequence[list[_Known]], said: _Known, *, alone: bool
) -> Clash | None:
    """Return the answers that clash with what is declared, one if possible.

    Args:
        kept: the answers.
        known: their boxes.
        said: what is declared.
        alone: whether only single answers count, since together they explain nothing.
    """
    if not said:
        return None
    single = [n for n, one in enumerate(known) if _apart(one, [said])]
    if single:
        plainest = min(single, key=lambda number: (len(kept[number].replay), number))
        return _told(kept, known, (plainest,), said)
    if alone or _solution([*known, [said]]) is not None:
        return None
    return _told(kept, known, _core(known, [[said]]), said)


def _core(known: Sequence[list[_Known]], core: list[list[_Known]]) -> tuple[int, ...]:
    """Return the places of some that cannot be explained with the core, of which all are needed."""
    left, found = list(range(len(known))), []
    while _solution(core) is not None:
        # The fewest from the beginning that are too many: the last of them is needed.
        low, high = 0, len(left)
        while high - low > 1:
            middle = (low + high) // 2
            tried = [known[n] for n in left[:middle]]
            low, high = (low, middle) if _solution([*core, *tried]) is None else (middle, high)
        found.append(left[high - 1])
        core = [*core, known[left[high - 1]]]
        left = left[: high - 1]
    return tuple(sorted(found))


def _told(
    kept: Sequence[Reliance],
    known: Sequence[list[_Known]],
    numbers: Sequence[int],
    said: _Known,
) -> Clash:
    """Return the clash of the answers at these places, with the points that they part on."""
    sets = [known[number] for number in numbers] + ([[said]] if said else [])
    # Points that every box is about part plainly; where there are none, those that some are.
    shared = _shared(sets, everywhere=len(sets) == len(("one", "other"))) or _shared(sets)
    parted = [point for point, found in shared.items() if not frozenset.intersection(*found)]
    points = tuple(sorted(parted or shared))
    told = tuple((p, next(iter(said[p]))) for p in points if p in said)
    return Clash(points, tuple(kept[number] for number in numbers), told)


def _shared(
    sets: Sequence[list[_Known]], *, everywhere: bool = False
) -> dict[str, list[frozenset[str]]]:
    """Return the points that several sets are about, each with the readings that these allow.

    ``everywhere`` leaves out of a set those that only some of its boxes are about.
    """
    meeting: dict[str, list[frozenset[str]]] = {}
    for one in sets:
        for point in sorted({point for box in one for point in box}):
            allowed = [box[point] for box in one if point in box]
            if len(allowed) == len(one) or not everywhere:
                meeting.setdefault(point, []).append(frozenset().union(*allowed))
    return {point: found for point, found in meeting.items() if len(found) > 1}


def _apart(one: Sequence[_Known], other: Sequence[_Known]) -> bool:
    return not any(_meet(here, there) for here in one for there in other)


def _meet(one: _Known, other: _Known) -> bool:
    return all(readings & one.get(point, readings) for point, readings in other.items())


def _solution(sets: Sequence[list[_Known]]) -> _Known | None:
    """Return a box that lies within a box of each; None where there is none."""
    tried = [0]

    def search(state: _Known, left: Sequence[list[_Known]]) -> _Known | None:
        found = _propagated(state, left)
        if found is None:
            return None
        state, left = found
        if not left:
            return state
        first = min(left, key=len)
        for box in first:
            tried[0] += 1
            if tried[0] > MOST_TRIED:
                raise _EntangledError
            if (solved := search(_both(state, box), left)) is not None:
                return solved
        return None

    return search({}, sets)


def _propagated(
    state: _Known, sets: Sequence[list[_Known]]
) -> tuple[_Known, list[list[_Known]]] | None:
    """Return what follows from a state, and the sets that still leave a choice; None if nothing."""
    changed, left = True, list(sets)
    while changed:
        changed, before, left = False, left, []
        for one in before:
            fitting = [box for box in one if _meet(state, box)]
            if not fitting:
                return None
            if any(_within(state, box) for box in fitting):
                continue
            if len(fitting) == 1:
                state, changed = _both(state, fitting[0]), True
            else:
                left.append(fitting)
    return state, left


def _both(state: _Known, box: _Known) -> _Known:
    return {**state, **{p: readings & state.get(p, readings) for p, readings in box.items()}}
