"""A statement of in-toto about the run, unsigned: what was tested, with what, and how it went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datausage.evidence.coherence import clashes
from datausage.evidence.digests import digest
from datausage.evidence.totals import conforms, failing, waived
from datausage.evidence.visible import shown
from datausage.evidence.watched import UNCLASSIFIED
from datausage.grading.grades import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.evidence.record import Record, Waiver

FILE = "statement.intoto.json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
_WARNED = frozenset({Grade.OPEN, Grade.CONTESTED})


def statement(record: Record, files: Mapping[str, bytes]) -> bytes:
    """Return the statement; its subjects are the target's source, and the files of the evidence.

    A check that is right on some readings only, or waived, has a warning. What was not judged is in
    no list: it has neither passed nor failed.
    """
    names = {
        "passedTests": [c.id for c in record.checks if c.grade is Grade.CONFORMS],
        "warnedTests": [
            *(check.id for check in record.checks if check.grade in _WARNED),
            *(check.id for check in waived(record.checks)),
        ],
        "failedTests": [
            *(check.id for check in failing(record.checks)),
            *clashes(record),
            *([UNCLASSIFIED] if record.watched and record.watched.unclassified else ()),
        ],
    }
    warned = "WARNED" if names["warnedTests"] else "PASSED"
    conforming = record.complete and conforms(record.run.exit, record.checks)
    document = {
        "_type": _STATEMENT,
        "subject": [*_target(record), *_files(files)],
        "predicateType": _PREDICATE,
        "predicate": {
            "result": warned if conforming else "FAILED",
            "configuration": _configuration(record),
            **names,
            **({"waivers": list(map(_waiver, record.waivers))} if record.waivers else {}),
        },
    }
    return (json.dumps(document, indent=1) + "\n").encode("ascii")


def _waiver(waiver: Waiver) -> dict[str, str]:
    told = {
        "rule": waiver.rule,
        "scope": waiver.scope,
        "owner": waiver.owner,
        "ticket": waiver.ticket,
        "expiry": waiver.expiry,
        "standing": waiver.standing.value,
    }
    return {name: shown(text) for name, text in told.items()}


def disagreements(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield how a statement among the files does not say what they are."""
    if FILE not in files:
        return
    try:
        subjects: Any = json.loads(files[FILE])["subject"]
        told = {one["name"]: one["digest"]["sha256"] for one in subjects}
    # It may hold anything, and be nested without end.
    except (ValueError, RecursionError, TypeError, KeyError):
        yield f"{FILE} is no statement"
        return
    for name, data in files.items():
        if told.get(name, digest(data)) != digest(data):
            yield f"{FILE} has another digest of {name}"


def _target(record: Record) -> list[dict[str, Any]]:
    found = record.subject
    if found.digest is None:
        return []
    # A folder's name, so that no file of the evidence can have the same.
    return [_resource(f"target/{found.digest_of or found.reference}", found.digest.sha256)]


def _files(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [_resource(name, digest(files[name])) for name in sorted(files)]


def _configuration(record: Record) -> list[dict[str, Any]]:
    policy, instrument = record.policy, record.instrument
    edition = f"policy/editions/{policy.edition}"
    return [
        _resource(f"datausage {instrument.datausage}: features", instrument.features_sha256),
        _resource(f"datausage {instrument.datausage}: oracle", instrument.oracle_sha256),
        _resource(f"{edition}/sentences.json", policy.sentences_sha256),
        _resource(f"{edition}/rules.toml", policy.rules_sha256),
        _resource(f"{edition}/points.toml", policy.points_sha256),
    ]


def _resource(name: str, checksum: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": checksum}}
