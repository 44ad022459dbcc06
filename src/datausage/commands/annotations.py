"""Findings as commands of a GitHub workflow, which shows them beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.commands.telling_answers import caution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.policy.edition import Edition
    from datausage.setup.findings import Finding

_LEVELS: Final = {"note": "notice"}


def workflow_commands(
    findings: Sequence[Finding], done: Sequence[str], edition: Edition
) -> Iterator[str]:
    """Yield one line for each finding; only files of the repository can be pointed into."""
    for text in done:
        yield _command("notice", {"title": "datausage lint --fix"}, text)
    for one in findings:
        properties = {"title": f"datausage {one.check}"}
        where = "" if one.place and one.place.in_repository else f"{one.where}: "
        if one.place and one.place.in_repository:
            at = {"file": one.place.label, "line": str(one.line), "col": str(one.column)}
            properties = {**at, **properties}
        text = f"{where}{one.message}. Why: {one.why}. Fix: {one.fix}."
        yield _command(_LEVELS.get(one.level, one.level), properties, text)
    yield f"{caution(edition)}\n"


def _command(name: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {told}::{_escaped(text, '')}\n"


def _escaped(text: str, also: str) -> str:
    for char in ("%", "\r", "\n", *also):
        text = text.replace(char, f"%{ord(char):02X}")
    return text
