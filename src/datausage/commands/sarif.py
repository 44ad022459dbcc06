"""Findings as SARIF 2.1.0, the form in which code scanning takes them."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from datausage.commands.telling_answers import caution
from datausage.setup.findings import CHECKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.policy.edition import Edition
    from datausage.setup.findings import Finding

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[Finding], edition: Edition) -> dict[str, Any]:
    """Return a log with one run; what is not in the repository has a logical place only."""
    names = list(CHECKS)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "datausage lint",
                        "version": version("datausage"),
                        "rules": [
                            {"id": name, "shortDescription": {"text": text}}
                            for name, text in CHECKS.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "properties": {"edition": edition.id, "caution": caution(edition)},
                "results": [_result(one, names.index(one.check)) for one in findings],
            }
        ],
    }


def _result(one: Finding, number: int) -> dict[str, Any]:
    return {
        "ruleId": one.check,
        "ruleIndex": number,
        "level": str(one.level),
        "message": {"text": f"{one.message}. Why: {one.why}. Fix: {one.fix}."},
        "locations": [_location(one)],
    }


def _location(one: Finding) -> dict[str, Any]:
    if one.place is None or not one.place.in_repository:
        return {"logicalLocations": [{"fullyQualifiedName": one.where}]}
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(one.place.label)},
            "region": {"startLine": one.line, "startColumn": one.column},
        }
    }
