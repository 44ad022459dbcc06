"""Findings as SARIF 2.1.0, the form in which code scanning takes them."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from datausage.commands.telling_answers import caution
from datausage.setup.findings import CHECKS, UNREAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.policy.edition import Edition
    from datausage.setup.findings import Finding
    from datausage.setup.places import Place

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


_HELP: Final = "The part on lint of docs/configuration.md in datausage says more."


def sarif(findings: Sequence[Finding], edition: Edition, here: Path) -> dict[str, Any]:
    """Return a log with one run; what is not in the repository has a logical place only.

    Args:
        findings: what was found.
        edition: the edition by whose readings it was.
        here: the folder from which files are named, where they lie below it.
    """
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
                            {
                                "id": name,
                                "shortDescription": {"text": text},
                                "fullDescription": {"text": text},
                                "help": {"text": f"{text} {_HELP}"},
                            }
                            for name, text in CHECKS.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "properties": {"edition": edition.id, "caution": caution(edition)},
                "results": [_result(one, names.index(one.check), here) for one in findings],
            }
        ],
    }


def _result(one: Finding, number: int, here: Path) -> dict[str, Any]:
    return {
        "ruleId": one.check,
        "ruleIndex": number,
        "level": str(one.level),
        "message": {"text": f"{one.message}. Why: {one.why}. Fix: {one.fix}."},
        "locations": [_location(one, here)],
    }


def _location(one: Finding, here: Path) -> dict[str, Any]:
    if one.place is None or not one.place.in_repository:
        return {"logicalLocations": [{"fullyQualifiedName": one.where}]}
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(one.place, here)}}
    # What cannot be opened, such as a folder or a link, has no first line.
    if one.check != UNREAD or one.line > 1:
        physical["region"] = {"startLine": one.line, "startColumn": one.column}
    return {"physicalLocation": physical}


def _uri(place: Place, here: Path) -> str:
    """Return how to get to a file: from here, or else from the folder that was looked at.

    Code scanning takes relative references alone, and none that climbs.
    """
    path = Path(os.path.abspath(place.path))  # noqa: PTH100 - no link is followed
    below = path.relative_to(here) if path.is_relative_to(here) else place.path_in_folder
    # As bytes, since a name may be no text.
    return quote(os.fsencode(below.as_posix()))
