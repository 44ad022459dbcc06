"""Reviews: who has read which rule, on which day, and against which wording.

A review is of our statement, and of the sentences of the edition that it rests on; a *clearance* is
of the wording that these sentences have on a page of today. Both are kept as digests and
fingerprints, so that a later change shows, and no text of the page is kept.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.policy import plain_file
from datausage.policy.review_table import ID, ReviewError, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from datausage.policy.drift import Drift
    from datausage.policy.edition import Edition, Rule
    from datausage.policy.lock import Lock

DEFAULT_FILE: Final = "datausage-review.toml"
"""Where reviews are kept if nobody says otherwise."""

FORMAT: Final = 1
LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Clearance:
    """Why a rule holds although its sentences changed; `wording` has what they are now, by id."""

    by: str
    on: date
    reason: str
    wording: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Review:
    """Who has reviewed a rule and when; `sentences` has their SHA-256 of then, by id."""

    by: str
    on: date
    edition: str
    statement: str
    sentences: Mapping[str, str]
    cleared: Clearance | None = None


def digest(rule: Rule) -> str:
    """The SHA-256 of what a reviewer reads of a rule: modality, statement and rationale."""
    read = f"{rule.modality}\n{rule.statement}\n{rule.rationale}"
    return hashlib.sha256(read.encode()).hexdigest()


def sentences(rule: Rule, lock: Lock) -> dict[str, str]:
    """The SHA-256 of each sentence that a rule rests on, by id."""
    return {one.id: one.sha256 for one in lock.sentences if one.id in rule.sentences}


def stale(review: Review, rule: Rule, lock: Lock) -> str:
    """Say what has changed here since a review; nothing, where it is of today's rule."""
    if review.statement != digest(rule):
        return "our statement changed"
    return "" if review.sentences == sentences(rule, lock) else "its sentences changed"


def uncleared(found: Drift, reviews: Mapping[str, Review]) -> tuple[str, ...]:
    """The rules that a page made suspect or orphaned, and that nobody cleared for this wording."""
    now = {one.id: one.wording for one in found.sentences if one.id}
    waiting = []
    for one in found.rules:
        review = reviews.get(one.rule)
        seen = review.cleared.wording if review and review.cleared else {}
        if one.state != "current" and any(seen.get(name) != now[name] for name in one.because):
            waiting.append(one.rule)
    return tuple(waiting)


def suspects(
    reviews: Mapping[str, Review], edition: Edition, lock: Lock, found: Drift | None = None
) -> frozenset[str]:
    """The rules of which a review no longer holds: stale ones and, with a page, uncleared ones."""
    old = {
        name
        for name, review in reviews.items()
        if name in edition.rules and stale(review, edition.rules[name], lock)
    }
    return frozenset(old.union(uncleared(found, reviews) if found else ()))


def reviews(path: Path) -> Mapping[str, Review]:
    """The reviews in a file, by rule; rules that are not of this edition among them.

    Raises:
        ReviewError: The file cannot be read, or something in it has not the right form.
    """
    try:
        return parse(read(path))
    except ReviewError as problem:
        raise ReviewError(f"{path}: {problem}") from problem


def read(path: Path) -> str:
    """The text of a review file.

    Raises:
        ReviewError: It cannot be read, is too large, or is no text.
    """
    try:
        return text(plain_file.content(path, LARGEST))
    except OSError as problem:
        raise ReviewError(f"cannot be read: {problem.strerror}") from problem


def text(content: bytes) -> str:
    """The text of a review file that holds this.

    Raises:
        ReviewError: It is too large, or is no text.
    """
    if len(content) > LARGEST:
        raise ReviewError(f"it has more than {LARGEST:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ReviewError(f"is not UTF-8 text (byte {problem.start})") from problem


def parse(text: str) -> dict[str, Review]:
    """The reviews in the text of a file.

    Raises:
        ReviewError: Something in it has not the right form.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise ReviewError(f"is not TOML: {problem}") from problem
    if data.get("format") != FORMAT:
        raise ReviewError(f"format: it is {FORMAT} here, not {data.get('format')!r}")
    rules = data.get("rules", {})
    if not isinstance(rules, dict):
        raise ReviewError("rules: write a table for each rule, as in [rules.retention-zero]")
    return {name: _review(name, body) for name, body in rules.items()}


def _review(name: str, body: object) -> Review:
    if not ID.fullmatch(name):
        raise ReviewError(f"rules: {name!r} is no id of a rule")
    table = Table(f"rules.{name}", body)
    cleared = table.body.get("cleared")
    return Review(
        by=table.line("by"),
        on=table.day("on"),
        edition=table.line("edition"),
        statement=table.sha("statement"),
        sentences={one: table.sha("sentences", one) for one in table.ids("sentences")},
        cleared=None if cleared is None else _clearance(Table(f"rules.{name}.cleared", cleared)),
    )


def _clearance(table: Table) -> Clearance:
    wording = {one: table.shas("sentences", one) for one in table.ids("sentences")}
    return Clearance(table.line("by"), table.day("on"), table.line("reason"), wording)
