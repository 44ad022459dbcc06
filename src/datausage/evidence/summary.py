"""A summary for the page that a CI shows about a job, in Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from datausage.evidence.coherence import clashes, lines, sentence
from datausage.evidence.markup import code, command, escaped, table
from datausage.evidence.outcome import Outcome, outcome
from datausage.evidence.reviewed import label
from datausage.evidence.totals import failing
from datausage.grading.grades import Exposure, Grade

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.evidence.checks import Check, Finding, Kind, Scenario
    from datausage.evidence.record import Record, Waiver

FILE = "summary.md"
MOST_FINDINGS = 50
_SHORT, _LONG = 200, 2_000
_KINDS: Final[tuple[Kind, ...]] = ("rule", "agreement", "comparison")
_CUT = "The rest does not fit here, and stands in the folder of the evidence."
_EXPOSURES = {
    Exposure.EXPOSES: "exposes data",
    Exposure.OVER_RESTRICTIVE: "over-restrictive",
    Exposure.DIFFERS: "differs",
}


def summary(record: Record) -> bytes:
    """Return the record in Markdown: what was found, in how much, and what it does not say."""
    return b"".join(f"{paragraph}\n\n".encode() for paragraph in _paragraphs(record))


def bounded(record: Record, room: int) -> bytes:
    """Return as much of the summary, in whole paragraphs, as fits into that many bytes."""
    whole = summary(record)
    if len(whole) <= room:
        return whole
    taken, last = b"", f"{_CUT}\n\n".encode()
    for paragraph in _paragraphs(record):
        more = f"{paragraph}\n\n".encode()
        if len(taken) + len(more) + len(last) > room:
            break
        taken += more
    return taken + last if len(taken) + len(last) <= room else b""


def _paragraphs(record: Record) -> Iterator[str]:
    yield f"## Data usage policy, edition {escaped(record.policy.edition, _SHORT)}"
    state = _state(record)
    yield f"**{state}.** {escaped(record.run.conclusion, _LONG)}"
    yield table(("", ""), _about(record))
    yield "### Rules by grade"
    yield _grades(record.checks)
    for grade, clash in clashes(record).items():
        yield f"### {grade.capitalize()}"
        yield escaped(sentence(grade, clash), _LONG)
        asked = zip(lines(clash), clash.commands, strict=False)
        yield "\n".join(f"- {code(line, _LONG)}: {code(again, _LONG * 2)}" for line, again in asked)
    wrong = failing(record.checks)
    if wrong:
        yield "### What did not pass"
        yield table(("check", "grade", "direction", "statement"), [_row(check) for check in wrong])
        yield from _findings(wrong)
    if record.watched and record.watched.strangers:
        yield "### Unclassified traffic"
        yield table(
            ("what went where nobody knows", "runs"),
            [(code(what, _LONG), str(runs)) for what, runs in record.watched.strangers.items()],
        )
    if record.waivers:
        yield "### Waivers"
        heads = ("rule", "scope", "owner", "ticket", "expiry", "standing", "reason")
        yield table(heads, map(_waiver, record.waivers))
    suspect = [check for check in record.checks if check.suspect]
    if suspect:
        yield "### Suspect rules"
        yield table(
            ("check", "judged"), [(code(c.id, _SHORT), code(label(c), _SHORT)) for c in suspect]
        )
    relied_on = record.readings_relied_on.items()
    if relied_on:
        yield "### Readings relied on"
        rows = [(code(p, _SHORT), code(", ".join(found), _SHORT)) for p, found in relied_on]
        yield table(("open point", "readings"), rows)
    yield "### What this does not say"
    yield "\n".join(f"- {escaped(limit, _LONG)}" for limit in record.limits)


def _state(record: Record) -> str:
    if not record.complete:
        return "Not complete"
    if record.run.passed:
        return "Passed"
    waived = record.run.exit == 0 and record.totals.waived
    return f"Conforms but for {waived} waived" if waived else "Not passed"


def _waiver(waiver: Waiver) -> tuple[str, ...]:
    ours = (code(waiver.rule, _SHORT), code(waiver.scope, _SHORT))
    theirs = (code(waiver.owner, _SHORT), code(waiver.ticket, _SHORT))
    ends = (waiver.expiry, escaped(waiver.standing.value, _SHORT), code(waiver.reason, _LONG))
    return *ours, *theirs, *ends


def _about(record: Record) -> Iterator[tuple[str, str]]:
    totals, asked, subject = record.totals, record.asked, record.subject
    pins = ", ".join(f"{point}={reading}" for point, reading in asked.pinned_readings.items())
    digest = subject.digest.sha256 if subject.digest else ""
    yield "target", code(subject.reference, _SHORT)
    if subject.name != subject.reference:
        yield "calls itself", code(f"{subject.name} {subject.version or ''}".strip(), _SHORT)
    yield "source", f"{code(subject.digest_of or '', _SHORT)} {code(digest, _SHORT)}".strip()
    yield "started", escaped(record.run.started, _SHORT)
    yield "effort", escaped(asked.effort, _SHORT)
    yield "readings pinned", code(pins, _LONG) or "none"
    yield "rules checked", f"{totals.checked} of {totals.rules}"
    yield "rules violated", f"{totals.violated}, exposing data: {totals.exposing}"
    if totals.waived:
        yield "waived", f"{totals.waived}"
    yield "situations asked", f"{totals.asked}, {totals.distinct} of them distinct"
    if record.watched:
        yield "runs", f"{record.watched.runs}, begun again {record.watched.again} times"
    yield "not offered", code(", ".join(subject.not_offered), _LONG) or "nothing"


def _grades(checks: Sequence[Check]) -> str:
    rows = []
    for grade in reversed(Grade):
        counts = Counter(check.kind for check in checks if check.grade is grade)
        if counts:
            rows.append((str(grade), *(str(counts[kind]) for kind in _KINDS)))
    none = Counter(check.kind for check in checks if check.grade is None)
    if none:
        rows.append(("no result", *(str(none[kind]) for kind in _KINDS)))
    return table(("grade", "rules", "agreements", "comparisons"), rows)


def _row(check: Check) -> tuple[str, ...]:
    direction = _EXPOSURES[check.exposure] if check.exposure else ""
    statement = escaped(check.statement or "", _LONG)
    if check.suspect:
        statement += f" (suspect: judged {code(label(check), _SHORT)})"
    return code(check.id, _SHORT), escaped(str(check.grade), _SHORT), direction, statement


def _findings(checks: Sequence[Check]) -> Iterator[str]:
    wrong = [
        (check, scenario)
        for check in checks
        for scenario in check.scenarios
        if outcome(scenario.grade) is Outcome.FAILED
    ]
    for _, scenario in wrong[:MOST_FINDINGS]:
        yield "\n".join(_finding(scenario))
    if len(wrong) > MOST_FINDINGS:
        yield f"{len(wrong) - MOST_FINDINGS} more stand in the record."


def _finding(scenario: Scenario) -> Iterator[str]:
    yield f"<details><summary>{code(scenario.name, _LONG)}</summary>"
    yield ""
    if scenario.finding:
        yield from _said(scenario.finding)
        counted = f"{scenario.failures} of {scenario.population.judged}"
        yield f"- Found in {counted} situations judged."
    if scenario.note:
        yield f"- {code(scenario.note, _LONG)}"
    if scenario.finding and scenario.finding.command:
        yield f"- Ask this again: {command(scenario.finding.command, _LONG * 2)}"
    yield ""
    yield "</details>"


def _said(finding: Finding) -> Iterator[str]:
    for fact in finding.facts:
        mark = ", which matters" if fact.matters else ""
        yield f"- {code(fact.name, _SHORT)} is {code(fact.value, _SHORT) or 'empty'}{mark}"
    if finding.permitted:
        yield f"- The policy permits {code(', '.join(finding.permitted), _SHORT)}"
    if finding.said:
        yield f"- The target said {code(finding.said, _SHORT)}"
    if finding.returned:
        yield f"- It returned {code(finding.returned, _LONG)}"
    if finding.detail:
        yield f"- What happened: {code(finding.detail, _LONG)}"
    if finding.nearest:
        changes = " and ".join(
            f"{code(one.name, _SHORT)} is {code(one.value, _SHORT) or 'empty'}"
            for one in finding.nearest
        )
        yield f"- All is well where {changes}"
