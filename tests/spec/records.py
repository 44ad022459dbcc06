"""Records of runs, made up: one with everything that the specification can show of a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datausage.policy.edition import load
from datausage.spec.assembling import known_checks

if TYPE_CHECKING:
    from pathlib import Path

GRADES = {
    "choice-immediate": "open",
    "choice-changeable": "contested",
    "training-consumer-off": "violates",
    "training-commercial": "errored",
    "survey-only-rating": "nondeterministic",
    "retention-zero": "violates",
    "presence-zero": "incomplete",
    "flow-transit-tls": "insufficient evidence",
    "cloud-clone-deleted": "unjudged",
    "cloud-credentials-stay-out": "not offered",
}
PLAIN = "situation of a test"


def record(
    *, text: str = PLAIN, complete: bool = True, pinned: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return a record; ``text`` stands wherever a target or a run can write what it likes."""
    edition = load()
    names = [*edition.rules, *sorted(known_checks(edition) - set(edition.rules))]
    return {
        "format": "datausage-record",
        "version": 1,
        "complete": complete,
        "run": {
            "started": "2026-01-31T10:00:00+00:00",
            "finished": "2026-01-31T10:01:00+00:00" if complete else None,
            "exit": 1 if complete else None,
            "conclusion": f"Violated: 2 of 60 rules checked; {text}",
            "passed": False,
        },
        "subject": {
            "reference": f"impl:{text}",
            "name": text,
            "version": text,
            "digest": {"sha256": "0" * 64},
            "digest_of": text,
            "offered": ["training", text],
            "not_offered": ["cloud_session", text],
            "declared_readings": {"bug-under-zdr": "five-years", text: text},
        },
        "policy": {"edition": edition.id, "title": text, "suspect": []},
        "instrument": {"datausage": "0.1.0", "command": ["pytest", f"--target={text}"]},
        "asked": {
            "effort": "standard",
            "seed": 0,
            "parts": [],
            "replay": None,
            "pinned_readings": {"bug-under-zdr": "five-years"} if pinned is None else pinned,
        },
        "selection": {
            "selected": names,
            "deselected": [{"rule": text, "reason": text, "scenarios": 1}],
        },
        "checks": [check(name, text) for name in names],
        "readings_relied_on": {"bug-redaction": ["full-copy"], text: [text]},
        "totals": {"rules": 60, "checked": 59, "violated": 2, "exposing": 1, "asked": 12345},
        "waivers": [],
        "limits": [f"A pass means that no violation was found. {text}"],
    }


def check(name: str, text: str) -> dict[str, Any]:
    """Return the result of one check, good or bad."""
    grade = GRADES.get(name, "conforms")
    if name == "cloud-outbound-by-proxy":
        return {"id": name, "grade": None, "reason": f"deselected: {text}", "scenarios": []}
    exposure = {"training-consumer-off": "exposes", "retention-zero": "over-restrictive"}.get(name)
    return {
        "id": name,
        "kind": "rule",
        "part": "training",
        "grade": grade,
        "exposure": exposure,
        "suspect": False,
        "reviewed": {"by": text, "on": "2026-01-01"},
        "waiver": None,
        "scenarios": [
            {
                "name": f"a scenario of {name}, {text}",
                "question": "training",
                "grade": grade,
                "note": text if grade == "insufficient evidence" else "",
                "failures": 7 if grade in ("violates", "errored") else 0,
                "readings": [f"bug-redaction={text}"] if grade == "open" else [],
                "population": {
                    "asked": 1234,
                    "distinct": 1200,
                    "judged": 1100,
                    "cells": 96,
                    "cells_covered": 96,
                    "edges": 12,
                    "edges_covered": 11,
                },
                "finding": finding(grade, exposure, text) if grade == "violates" else None,
            }
        ],
    }


def finding(grade: str, exposure: str | None, text: str) -> dict[str, Any]:
    """Return what was found wrong."""
    return {
        "grade": grade,
        "exposure": exposure,
        "question": "training",
        "aspect": text,
        "facts": [
            {"name": "plan", "value": "free", "matters": True},
            {"name": "access", "value": "login", "matters": False},
            {"name": text, "value": text, "matters": True},
        ],
        "said": text,
        "returned": text,
        "permitted": ["forbidden", text],
        "rules": ["training-consumer-off"],
        "turns_on": [text],
        "detail": text,
        "nearest": [{"name": "plan", "value": text}],
        "nearest_answer": text,
        "command": f"pytest --target=impl --replay='{text}'",
    }


def write(folder: Path, data: object) -> Path:
    """Write a record into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.json").write_text(json.dumps(data), "utf-8")
    return folder
