"""Drift: what has become of an edition in a copy of the page, by sentence and by rule.

Nothing here keeps or returns the wording of the copy: sentences are told by their ids, headings,
lines and fingerprints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from datausage.policy import fingerprints
from datausage.policy.lock import LockError
from datausage.policy.matching import match
from datausage.policy.reach import broken_off, unrecognised
from datausage.policy.rule_drift import RuleDrift, rule_drifts
from datausage.policy.sentences import units
from datausage.policy.source import Known, UnreachableError, as_markdown
from datausage.policy.surroundings import surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.policy.edition import Rule
    from datausage.policy.lock import Lock, LockedSentence
    from datausage.policy.matching import Matched
    from datausage.policy.sentences import Form, Unit

State = Literal["unchanged", "moved", "reworded", "removed", "new"]

MOST_SENTENCES = 1_000
"""Sentences that a copy may have; the first edition has about eighty."""

LONGEST_SENTENCE = 3_000
"""Characters that a sentence may have, its markup among them."""


@dataclass(frozen=True, slots=True)
class SentenceDrift:
    """What has become of a sentence.

    Attributes:
        id: Its permanent id; empty for one that is new.
        how: What there is to say beyond the state, such as "split" or "another heading".
        heading: Where it stands in the copy; where it stood, if it was removed.
        lines: The lines of the copy at which it, or its parts, begin.
        wording: The SHA-256 of what it is now: of each of its parts, none if it was removed. If it
            was regrouped, those of what it stands under follow.
    """

    id: str
    state: State
    how: str
    heading: tuple[str, ...]
    form: Form
    lines: tuple[int, ...]
    wording: tuple[str, ...]

    @property
    def touched(self) -> bool:
        """Whether it says something else than before, or is gone."""
        return self.state in ("reworded", "removed")


@dataclass(frozen=True, slots=True)
class Drift:
    """A copy compared with an edition: its sentences, those that are new, and every rule."""

    edition: str
    sentences: tuple[SentenceDrift, ...]
    rules: tuple[RuleDrift, ...]

    @property
    def changed(self) -> bool:
        """Whether there is anything to look at; a sentence that only moved is nothing."""
        return any(one.state not in ("unchanged", "moved") for one in self.sentences)

    def count(self) -> Counter[str]:
        """How many sentences have each state."""
        return Counter(one.state for one in self.sentences)


def drift(page: str, lock: Lock, rules: Iterable[Rule]) -> Drift:
    """Compare a copy, as `source.text` returns it, with an edition.

    Raises:
        UnreachableError: This is not a copy of the page, or only a part of it.
        LockError: The lock was made with another normaliser.
    """
    if lock.normaliser != fingerprints.NORMALISER:
        raise LockError(f"made with normaliser {lock.normaliser}, not {fingerprints.NORMALISER}")
    old = lock.sentences
    page = as_markdown(page, _known(old))
    new = units(page)
    if len(new) > MOST_SENTENCES:
        raise UnreachableError(f"it has more than {MOST_SENTENCES:,} sentences")
    if any(len(unit.text) > LONGEST_SENTENCE for unit in new):
        raise UnreachableError(f"a sentence has more than {LONGEST_SENTENCE:,} characters")
    matched = match(old, new)
    _reached(page, old, new, matched)
    found = tuple(_sentences(old, new, matched))
    return Drift(lock.edition, found, tuple(rule_drifts(old, found, rules)))


def wordings(page: str, lock: Lock) -> dict[str, str]:
    """What a copy says, by the SHA-256 of each sentence: to be shown to whose copy it is."""
    here = units(as_markdown(page, _known(lock.sentences)))
    return {fingerprints.sha256(unit.text): unit.text for unit in here}


def _known(old: Sequence[LockedSentence]) -> Known:
    paths = (one.heading[:level] for one in old for level in range(1, len(one.heading) + 1))
    levels = {fingerprints.normalise(path[-1]): len(path) for path in paths}
    return Known(levels, {one.sha256 for one in old if one.form == "lead"})


def _reached(
    page: str, old: Sequence[LockedSentence], new: Sequence[Unit], matched: Matched
) -> None:
    found = matched.now()
    cut = broken_off(page, old, found, matched.same, len(new))
    reason = unrecognised(page, old, found) or cut
    if reason:
        raise UnreachableError(reason)


def _sentences(
    old: Sequence[LockedSentence], new: Sequence[Unit], matched: Matched
) -> Iterator[SentenceDrift]:
    now, past = matched.now(), matched.past()
    ordered = _in_order(matched, len(old), len(new))
    around_old, around_new = surroundings(old), surroundings(new)
    for at, one in enumerate(old):
        here = [new[position] for position in now.get(at, ())]
        if not here:
            yield SentenceDrift(one.id, "removed", "", one.heading, one.form, (), ())
            continue
        above = [new[other] for other in around_new[now[at][0]]]
        under = {past.get(other, (-1,)) for other in around_new[now[at][0]]}
        regrouped = under != {past[now[other][0]] for other in around_old[at] if other in now}
        state: State = "reworded"
        how = matched.how(at) or ("regrouped" if regrouped else "")
        if at in matched.same and not regrouped:
            how = ", ".join(_moves(one, here[0], at in ordered))
            state = "moved" if how else "unchanged"
        yield _drifted(one.id, state, how, here, above if regrouped else ())
    for position, unit in enumerate(new):
        if position not in past:
            yield _drifted("", "new", "", [unit], ())


def _drifted(
    name: str, state: State, how: str, here: Sequence[Unit], above: Sequence[Unit]
) -> SentenceDrift:
    lines = tuple(unit.line for unit in here)
    wording = tuple(fingerprints.sha256(unit.text) for unit in (*here, *above))
    return SentenceDrift(name, state, how, here[0].heading, here[0].form, lines, wording)


def _moves(one: LockedSentence, here: Unit, ordered: bool) -> Iterator[str]:
    if _plainly(one.heading) != _plainly(here.heading):
        yield "another heading"
    if not ordered:
        yield "another order"
    if one.form != here.form:
        yield "another form"


def _plainly(heading: tuple[str, ...]) -> list[str]:
    return [fingerprints.normalise(title) for title in heading]


def _in_order(matched: Matched, old: int, new: int) -> set[int]:
    """The sentences in the same words that did not change places among each other."""
    before = [at for at in range(old) if at in matched.same]
    owner = {position: at for at, position in matched.same.items()}
    after = [owner[position] for position in range(new) if position in owner]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {at for start, _, size in blocks for at in before[start : start + size]}
