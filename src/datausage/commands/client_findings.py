"""Findings about the client, worded with care: what was seen, in which run, what the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from datausage.evidence.counting import counted
from datausage.evidence.markup import code, command, escaped, table
from datausage.evidence.totals import failing
from datausage.grading.grades import Exposure, Grade
from datausage.policy.edition import load, sentence_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.evidence.checks import Check, Finding, Scenario
    from datausage.evidence.record import Record
    from datausage.evidence.runs import Run
    from datausage.policy.edition import Edition

_SHORT, _LONG = 200, 1_000
_OF_A_NAME: Final = 12
_PLACED: Final = re.compile(r"--client=('[^']*'|\S+)")
_NO_RESULT: Final = frozenset({None, Grade.NOT_OFFERED, Grade.UNJUDGED})
_KINDS: Final = {
    "rule": "a rule of the page",
    "agreement": "an agreement with the reference",
    "comparison": "a comparison of what was seen in several runs",
}
_DIRECTIONS: Final = {
    Exposure.EXPOSES: "more went out than the page permits",
    Exposure.OVER_RESTRICTIVE: "less went out than the page says",
    Exposure.DIFFERS: "it differs from what the page says",
}


def unseen(check: Check) -> bool:
    """Say whether nothing was seen of what a check is about."""
    return check.grade in _NO_RESULT


def paragraphs(record: Record, runs: Sequence[Run]) -> Iterator[str]:
    """Yield what was found about a version, check by check; then what could not be concluded."""
    wrong = failing(record.checks)
    found = [check for check in wrong if check.grade is Grade.VIOLATES]
    edition = load(record.policy.edition)
    if not found:
        yield "Nothing was seen that the page does not permit, in the runs that were made."
    for check in found:
        yield f"### {escaped(check.id, _SHORT)}"
        yield "\n".join(_told(check, edition, runs))
    rest = [check for check in wrong if check.grade is not Grade.VIOLATES]
    if rest:
        yield "Nothing can be concluded about these; that is no finding about the client:"
        rows = [(code(one.id, _SHORT), escaped(str(one.grade), _SHORT), _why(one)) for one in rest]
        yield table(("check", "grade", "what happened"), rows)


def _told(check: Check, edition: Edition, runs: Sequence[Run]) -> Iterator[str]:
    scenario, finding = _plainest(check)
    rule = edition.rules.get(check.id)
    if check.statement:
        yield f"- Judged: {escaped(check.statement, _LONG)} ({_KINDS[check.kind]})"
    elif check.kind in _KINDS:
        yield f"- Judged: {_KINDS[check.kind]}"
    if rule:
        yield f"- Where the page speaks of it: {_sources(rule.sentences, edition)}"
    yield f"- Asked: {code(finding.question, _SHORT)}, {_facts(finding)}"
    yield f"- Seen: {_seen(finding)}{_in_runs(scenario, runs)}"
    if finding.permitted:
        yield f"- The page permits: {code(', '.join(finding.permitted), _SHORT)}{_by(finding)}"
    yield f"- What it leaves open: {_open(finding, edition)}"
    if finding.exposure:
        yield f"- Direction: {_DIRECTIONS[finding.exposure]}"
    if finding.nearest:
        near = " and ".join(f"{code(f.name, _SHORT)} = {_value(f.value)}" for f in finding.nearest)
        yield f"- It is as the page says where {near}"
    failed = [one for one in check.scenarios if one.finding]
    yield (
        f"- In {scenario.failures} of {counted(scenario.population.judged, 'situation')} judged "
        f"in this scenario; {counted(len(failed), 'scenario')} of this check "
        f"{'has' if len(failed) == 1 else 'have'} a finding"
    )
    if finding.command:
        # Where the client lay is nobody's business but that of who ran it.
        anywhere = _PLACED.sub("--client=PATH", finding.command)
        yield f"- Ask again: {command(anywhere, _LONG * 4)}"


def _plainest(check: Check) -> tuple[Scenario, Finding]:
    found = [
        (one, one.finding)
        for one in check.scenarios
        if one.finding and one.finding.grade is Grade.VIOLATES
    ]
    return min(found, key=lambda pair: pair[1].exposure is not Exposure.EXPOSES)


def _facts(finding: Finding) -> str:
    told = [f"{code(f.name, _SHORT)} = {_value(f.value)}" for f in finding.facts if f.matters]
    if not told:
        told = [f"{code(f.name, _SHORT)} = {_value(f.value)}" for f in finding.facts]
    return f"with {', '.join(told)}" if told else "in the plainest situation"


def _value(text: str) -> str:
    return code(text, _SHORT) or "nothing"


def _seen(finding: Finding) -> str:
    words = code(finding.said, _SHORT) or code(finding.returned or "", _LONG) or "something else"
    detail = finding.detail or ""
    return f"{words}, {code(detail, _LONG)}" if detail else words


def _in_runs(scenario: Scenario, runs: Sequence[Run]) -> str:
    behind = [run for run in runs if scenario.name in run.behind]
    if not behind:
        return ""
    named = ", ".join(_run(run) for run in behind)
    return f", in the {'run' if len(behind) == 1 else 'runs'} {named}"


def _run(run: Run) -> str:
    where = f" ({code(run.where, _SHORT)})" if run.where else ""
    return f"{code(run.name[:_OF_A_NAME], _SHORT)}{where}"


def _sources(sentences: Sequence[str], edition: Edition) -> str:
    headings = sentence_headings(edition.id)
    named = dict.fromkeys(headings.get(one, "a sentence that is not locked") for one in sentences)
    return f"{escaped('; '.join(named), _LONG)} ({code(', '.join(sentences), _LONG)})"


def _by(finding: Finding) -> str:
    rules = ", ".join(code(name, _SHORT) for name in finding.rules)
    return f", by {rules}" if rules else ""


def _open(finding: Finding, edition: Edition) -> str:
    if not finding.turns_on:
        return "nothing that changes this; it is so on every fair reading"
    points = (
        f"{code(name, _SHORT)}: "
        + escaped(edition.points[name].question if name in edition.points else "", _LONG)
        for name in finding.turns_on
    )
    return "; ".join(points)


def _why(check: Check) -> str:
    details = (one.finding.detail for one in check.scenarios if one.finding)
    return code(next(filter(None, details), ""), _LONG) or "too little was seen"
