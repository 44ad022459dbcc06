"""The sentence lock: which sentences an edition consists of, kept without their text.

Every sentence has a permanent random id; whoever has a copy of the page can compare the two.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from datausage.policy import fingerprints
from datausage.policy.sentences import Form, Unit, unaccounted, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    NewId = Callable[[], str]

Kind = Literal["rule", "definition", "fact", "pointer", "information"]
"""A `rule` says what must, must not, may or by default happens; a `fact` how things are, such that
it can be checked; a `pointer` names another document; `information` is the rest."""

EDITIONS = Path(__file__).with_name("editions")

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # none is read for another


class LockError(ValueError):
    """A lock that cannot be read, or a page that cannot be locked."""


@dataclass(frozen=True, slots=True)
class LockedSentence:
    """One sentence of an edition: where it stands and what it is to us, never what it says.

    Attributes:
        id: Permanent and random; it says nothing of the position and is never given again.
        reason: In our own words, why no rule follows from it; empty for a rule or a fact.
        uncovered: In our own words, the part of it from which no rule follows, where one follows
            from the rest.
    """

    id: str
    heading: tuple[str, ...]
    form: Form
    sha256: str
    simhash: str
    words: int
    kind: Kind
    reason: str
    uncovered: str = ""

    @property
    def where(self) -> str:
        """The innermost heading and the form."""
        return f"{self.heading[-1] if self.heading else 'before any heading'} ({self.form})"


@dataclass(frozen=True, slots=True)
class Lock:
    """The sentences of one edition, in the order of the page."""

    edition: str
    normaliser: int
    sentences: tuple[LockedSentence, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between a copy and a lock; a sentence that is not locked has no id."""

    change: Literal["missing", "extra", "moved", "reworded", "unread"]
    id: str
    where: str
    line: int | None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else "nowhere"
        return f"{self.change:<8}  {self.id or 'not locked':<10}  {line:<8}  {self.where}"


def random_id() -> str:
    """A new sentence id, such as s-7kq2mf."""
    return "s-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def rebuild(page: str, old: Lock | None, *, edition: str, new_id: NewId = random_id) -> Lock:
    """Lock a page. What an old lock knows of a sentence stays with it, be it moved or reworded.

    A sentence that is new is of kind `information` without a reason: not classified yet.

    Raises:
        LockError: The page says nothing, or the old lock was made with another normaliser.
    """
    sentences = [_draft(unit) for unit in units(page)]
    if not sentences:
        raise LockError("the page holds no sentence")
    kept = _matches(old, sentences) if old else {}
    taken = {past.id for past in old.sentences} if old else set()
    for at, draft in enumerate(sentences):
        if past := kept.get(at):
            known = replace(draft, id=past.id, kind=past.kind, reason=past.reason)
            sentences[at] = replace(known, uncovered=past.uncovered)
        else:
            taken.add(fresh := next(one for one in iter(new_id, None) if one not in taken))
            sentences[at] = replace(draft, id=fresh)
    return Lock(edition, fingerprints.NORMALISER, tuple(sentences))


def check(page: str, lock: Lock) -> list[Finding]:
    """Every difference between a copy and a lock, in page order; none: it is the locked edition.

    Raises:
        LockError: The lock was made with another normaliser.
    """
    found = [(unit.line, _draft(unit)) for unit in units(page)]
    kept = _matches(lock, [draft for _, draft in found])
    here = [kept[at].id if at in kept else "" for at in range(len(found))]
    order = SequenceMatcher(None, [past.id for past in lock.sentences], here, autojunk=False)
    ordered = {past for _, at, size in order.get_matching_blocks() for past in here[at : at + size]}
    gone = (past for past in lock.sentences if past.id not in here)
    findings = [Finding("missing", past.id, past.where, None) for past in gone]
    findings += [Finding("unread", "", "not understood", line) for line, _ in unaccounted(page)]
    for at, (line, draft) in enumerate(found):
        if (past := kept.get(at)) is None:
            findings.append(Finding("extra", "", draft.where, line))
        elif past.sha256 != draft.sha256:
            findings.append(Finding("reworded", past.id, draft.where, line))
        elif (past.heading, past.form) != (draft.heading, draft.form):
            findings.append(Finding("moved", past.id, f"{draft.where}, was in {past.where}", line))
        elif past.id not in ordered:
            findings.append(Finding("moved", past.id, f"{draft.where}, in another order", line))
    return sorted(findings, key=lambda finding: finding.line or len(page))


def _matches(lock: Lock, drafts: Sequence[LockedSentence]) -> dict[int, LockedSentence]:
    if lock.normaliser != fingerprints.NORMALISER:
        raise LockError(f"made with normaliser {lock.normaliser}, not {fingerprints.NORMALISER}")
    pairs = fingerprints.pairs(list(_fingerprints(lock.sentences)), list(_fingerprints(drafts)))
    return {at: lock.sentences[past] for at, past in pairs.items()}


def _fingerprints(sentences: Sequence[LockedSentence]) -> Iterator[fingerprints.Fingerprint]:
    row, column = "", 0
    for one in sentences:
        column = column + 1 if one.form == "cell" else 0
        if not column:
            row = one.sha256 if one.form == "row" else ""
        place = (one.heading, one.form, row, column)
        yield fingerprints.Fingerprint(one.sha256, one.simhash, place)


def _draft(unit: Unit) -> LockedSentence:
    prints = fingerprints.sha256(unit.text), fingerprints.simhash(unit.text)
    size = fingerprints.word_count(unit.text)
    return LockedSentence("", unit.heading, unit.form, *prints, size, "information", "")


def editions() -> tuple[str, ...]:
    """The editions that are locked here, oldest first."""
    return tuple(sorted(path.parent.name for path in EDITIONS.glob("*/sentences.json")))


def load(edition: str) -> Lock:
    """The lock of an edition.

    Raises:
        LockError: No such edition is locked, or its lock is damaged.
    """
    if edition not in editions():
        raise LockError(f"unknown edition {edition!r}; locked: {', '.join(editions()) or 'none'}")
    return parse((EDITIONS / edition / "sentences.json").read_text("utf-8"))


def parse(text: str) -> Lock:
    """Read a lock as `dump` writes it.

    Raises:
        LockError: The text is anything else.
    """
    try:
        data = json.loads(text)
        entries = [entry | {"heading": tuple(entry["heading"])} for entry in data["sentences"]]
        sentences = tuple(LockedSentence(**entry) for entry in entries)
        lock = Lock(**data | {"sentences": sentences})
    except (ValueError, TypeError, KeyError) as problem:
        raise LockError(f"not a sentence lock: {problem}") from problem
    if unknown := {one.kind for one in sentences} - set(get_args(Kind)):
        raise LockError(f"not a kind of sentence: {', '.join(sorted(unknown))}")
    if len({one.id for one in sentences}) < len(sentences):
        raise LockError("one id stands for two sentences")
    return lock


def dump(lock: Lock) -> str:
    """Write a lock as JSON, a sentence to a line, so that a changed sentence is a changed line."""
    lines = ",\n".join(f"    {json.dumps(_entry(sentence))}" for sentence in lock.sentences)
    head = f'"edition": {json.dumps(lock.edition)},\n  "normaliser": {lock.normaliser}'
    return f'{{\n  {head},\n  "sentences": [\n{lines}\n  ]\n}}\n'


def _entry(sentence: LockedSentence) -> dict[str, object]:
    entry = asdict(sentence)
    if not sentence.uncovered:
        del entry["uncovered"]
    return entry
