"""What ``datausage lint`` says, in all its forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datausage.commands import sheet
from datausage.commands.annotations import workflow_commands
from datausage.commands.sheet import Items
from datausage.commands.telling_answers import caution, head
from datausage.setup.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.set_up import SetUp


def written(
    form: str, found: SetUp, findings: Sequence[Finding], done: Sequence[str], edition: Edition
) -> str:
    """Return the report in one of its forms.

    Args:
        form: text, markdown, json, sarif or github.
        found: what is set.
        findings: what is left to be said.
        done: what was fixed, in words.
        edition: the edition of the policy.
    """
    match form:
        case "json":
            return as_json(findings, done, edition)
        case "sarif":
            from datausage.commands.sarif import sarif  # noqa: PLC0415 - asks for the version

            return json.dumps(sarif(findings, edition, Path.cwd()), indent=2) + "\n"
        case "github":
            return "".join(workflow_commands(findings, done, edition))
        case "markdown":
            return sheet.as_markdown(blocks(found, findings, done, edition))
    return sheet.as_text(blocks(found, findings, done, edition))


def blocks(
    found: SetUp, findings: Sequence[Finding], done: Sequence[str], edition: Edition
) -> Iterator[Block]:
    """Yield what is said."""
    yield from done
    for one in findings:
        yield Items(
            (
                (f"{one.where}", f"{one.level}: {one.message} [{one.check}]"),
                ("    why", one.why),
                ("    fix", one.fix),
            )
        )
    yield summary(found, findings)
    yield caution(edition)


def summary(found: SetUp, findings: Sequence[Finding]) -> str:
    """Return how much was found, and where was looked."""
    counts = {level: sum(one.level is level for one in findings) for level in Level}
    told = ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items() if n)
    read = [file.place.label for file in found.files if file.found]
    files = ", ".join(read) if read else "no settings file, as there is none"
    return f"{told[:1].upper()}{told[1:] or 'Nothing was found'}. Looked at: {files}."


def as_json(findings: Sequence[Finding], done: Sequence[str], edition: Edition) -> str:
    """Return it as JSON, in ASCII."""
    data = {
        **head("lint", edition),
        "fixed": list(done),
        "findings": [_as_data(one) for one in findings],
    }
    return json.dumps(data, indent=2) + "\n"


def _as_data(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "level": str(one.level),
        "file": one.place.label if one.place else None,
        "line": one.line if one.place else None,
        "column": one.column if one.place else None,
        "message": one.message,
        "why": one.why,
        "fix": one.fix,
        "fixable": one.edit is not None,
    }
