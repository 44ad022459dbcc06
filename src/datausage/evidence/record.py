"""The record of a run, version 1: what was asked of whom, by what, and what came of it.

Everything is plain: numbers, words, and lists of them. Texts of a target are kept as they are, and
escaped by whoever shows them.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - types are looked at when a record is read
from dataclasses import dataclass, field
from typing import Final, Literal

from datausage.evidence.checks import Check  # noqa: TC001 - for the same reason
from datausage.evidence.coherence import (  # noqa: TC001 - for the same reason
    Coherence,
    Reliance,
)
from datausage.evidence.watched import Watched  # noqa: TC001 - for the same reason
from datausage.grading.waiving import Standing  # noqa: TC001 - for the same reason

FORMAT: Final = "datausage-record"
VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A fingerprint, in hexadecimal digits."""

    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """When a run was, and how it ended.

    ``exit`` and ``finished`` are None as long as it is under way; ``passed`` is whether it ended
    with 0, something was judged, and nothing failed.
    """

    started: str
    finished: str | None
    exit: int | None
    conclusion: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The target: as it was named, as it describes itself, and a digest of its source."""

    reference: str
    name: str
    version: str | None
    digest: Digest | None
    digest_of: str | None
    offered: tuple[str, ...]
    not_offered: tuple[str, ...]
    declared_readings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The edition by which the target was judged; ``suspect`` names rules to be looked at again."""

    edition: str
    title: str
    sentences_sha256: str
    rules_sha256: str
    points_sha256: str
    suspect: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What judged: versions, digests of specification and reference, the command, and where.

    ``again`` is the command that asks one situation again, without its token.
    """

    datausage: str
    python: str
    pytest: str
    pytest_bdd: str = field(metadata={"key": "pytest-bdd"})
    hypothesis: str
    features_sha256: str
    oracle_sha256: str
    command: tuple[str, ...]
    again: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; ``shard`` is which of how many parts, as in 2/3."""

    effort: str
    calls: int | None
    seed: int
    parts: tuple[str, ...]
    replay: str | None
    shard: str | None
    pinned_readings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deselected:
    """Scenarios of a rule that were left out, with the reason."""

    rule: str
    reason: str
    scenarios: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The rules and other checks that were to run, and what was left out."""

    selected: tuple[str, ...]
    deselected: tuple[Deselected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A run in numbers; the first four count rules, the others situations and calls.

    Rules that are ``violated`` are not waived; ``waived`` counts checks of any kind.
    """

    rules: int
    checked: int
    violated: int
    exposing: int
    asked: int
    distinct: int
    judged: int
    calls: int
    waived: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A known deviation, with who answers for it and how it stands after the run.

    ``number`` is its place in the file, from 1; ``waives`` names the scenarios that fail and that
    it covers, alone or with others.
    """

    number: int
    rule: str
    scope: str
    owner: str
    reason: str
    ticket: str
    expiry: str
    standing: Standing
    waives: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of a run; ``complete`` is whether the run came to its end.

    ``reliances`` are the answers that rely on readings, as far as no other one implies them;
    ``coherence`` is what they say together. ``watched`` is there where the target is one that is
    run, and not asked.
    """

    format: Literal["datausage-record"] = FORMAT
    version: Literal[1] = VERSION
    complete: bool
    run: Run
    subject: Subject
    policy: Policy
    instrument: Instrument
    asked: Asked
    selection: Selection
    checks: tuple[Check, ...]
    readings_relied_on: Mapping[str, tuple[str, ...]]
    totals: Totals
    waivers: tuple[Waiver, ...]
    watched: Watched | None = field(default=None, metadata={"optional": True})
    coherence: Coherence
    reliances: tuple[Reliance, ...]
    limits: tuple[str, ...]
