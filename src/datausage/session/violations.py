"""What a scenario shows when something is wrong: the rule, the situation, and how to ask again."""

from __future__ import annotations

import shlex
from collections import defaultdict
from textwrap import fill, indent, wrap
from typing import TYPE_CHECKING

from tabulate import tabulate

from datausage.grading.grades import Exposure, Grade
from datausage.policy.edition import sentence_headings
from datausage.session.escaping import shown
from datausage.session.options import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.grading.results import FactShown, Finding, Result
    from datausage.policy.edition import Edition
    from datausage.session.setting_up import Setup

WIDTH = 80

_HEADLINES = {
    Grade.VIOLATES: "is violated",
    Grade.ERRORED: "could not be checked: the target failed",
    Grade.NONDETERMINISTIC: "cannot be relied on: the target gave two answers to one question",
    Grade.INCOMPLETE: "is left undecided: the policy decides, and the target says undetermined",
    Grade.INSUFFICIENT: "has insufficient evidence",
}
_EXPOSURES = {
    Exposure.EXPOSES: "This exposes data: it goes beyond what is permitted.",
    Exposure.OVER_RESTRICTIVE: "This is over-restrictive: it withholds what the policy gives.",
    Exposure.DIFFERS: "This differs from what the policy says.",
}

_COMPARED = {
    **_EXPOSURES,
    Exposure.EXPOSES: "This exposes data: what only restricts has let more through.",
    Exposure.DIFFERS: "The two answers differ, and nothing that matters does.",
}


def described(result: Result, setup: Setup) -> str:
    """Return the text of a failed scenario, in lines of 80 columns."""
    blocks = [_headline(result), _rule(result.rule, setup.edition)]
    if result.finding is not None:
        blocks += [*_finding(result.finding, setup.edition), _extent(result)]
    if result.note:
        blocks.append(_wrapped(shown(result.note, 600)))
    if result.finding is not None and result.finding.replay:
        blocks.append(f"Ask this again:\n  {command(setup, result.finding.replay)}")
    return "\n\n".join(block for block in blocks if block)


def referred(result: Result, first: Result, setup: Setup) -> str:
    """Return the text of a failed scenario whose cause is reported with another one."""
    blocks = [
        _headline(result),
        _wrapped(f"This has the same cause as what is reported of {first.scenario}"),
        _extent(result),
    ]
    if result.finding is not None and result.finding.replay:
        blocks.append(f"Ask this again:\n  {command(setup, result.finding.replay)}")
    return "\n\n".join(block for block in blocks if block)


def command(setup: Setup, replay: str) -> str:
    """Return the shell command that asks a finding's situation again."""
    settled = [f"--reading={point}={reading}" for point, reading in setup.pins.items()]
    edition = [f"--edition={setup.edition.id}"] if setup.edition_given else []
    patience = [f"--call-timeout={setup.timeout:g}"] if setup.timeout != DEFAULT_TIMEOUT else []
    given = [setup.target.written, *edition, *settled, *patience]
    words = ["pytest", *given, f"--replay={replay}"]
    return shown(shlex.join(words), 4_000)


def _headline(result: Result) -> str:
    what = _HEADLINES.get(result.grade, f"is graded {result.grade}")
    if result.finding is not None and result.finding.exposure is Exposure.EXPOSES:
        what += ", and data is exposed"
    return f"{result.rule} {what}"


def _rule(name: str, edition: Edition) -> str:
    rule = edition.rules.get(name)
    if rule is None:
        return ""
    headings = sentence_headings(edition.id)
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in rule.sentences:
        sources[headings.get(sentence, "a sentence that is not locked")].append(sentence)
    lines = [
        _wrapped(f"{rule.statement} ({rule.modality}; {rule.origin})"),
        *(_wrapped(f"Source: {place} ({', '.join(ids)})") for place, ids in sources.items()),
    ]
    if rule.rationale:
        lines.append(_wrapped(f"Rationale: {rule.rationale}"))
    return "\n".join(lines)


def _finding(finding: Finding, edition: Edition) -> Iterator[str]:
    if finding.facts:
        yield f"In the plainest such situation (* marks what matters):\n{_table(finding.facts)}"
    yield "\n".join(_said(finding, edition))
    if finding.nearest:
        changes = " and ".join(f"{shown(f.name)} = {shown(f.value)}" for f in finding.nearest)
        then = f"; the target then says: {_answer(finding.nearest_answer)}"
        yield _wrapped(f"All is well with: {changes}{then if finding.nearest_answer else ''}")


def _said(finding: Finding, edition: Edition) -> Iterator[str]:
    aspect = f" ({finding.aspect})" if finding.aspect != finding.question else ""
    yield _wrapped(f"Asked: {finding.question}{aspect}")
    if finding.permitted:
        answers = ", ".join(shown(answer) for answer in finding.permitted)
        yield _wrapped(f"The policy permits: {answers}")
        yield from _reasons(finding, edition)
    if finding.said:
        yield _wrapped(f"The target said: {_answer(finding.said)}")
    if finding.returned:
        yield _wrapped(f"It returned: {shown(finding.returned, 400)}")
    if finding.detail:
        yield _wrapped(f"What happened: {shown(finding.detail, 600)}")
    if finding.exposure is not None:
        # Without a verdict, two answers of the target were compared with each other.
        compared = finding.grade is Grade.VIOLATES and not finding.permitted
        yield (_COMPARED if compared else _EXPOSURES)[finding.exposure]


def _reasons(finding: Finding, edition: Edition) -> Iterator[str]:
    for name in finding.rules:
        rule = edition.rules.get(name)
        yield _listed(f"{name}: {rule.statement}" if rule else name)
    for name in finding.turns_on:
        point = edition.points.get(name)
        yield _listed(f"open point {name}: {point.question}" if point else f"open point {name}")


def _extent(result: Result) -> str:
    if not result.failures:
        return ""
    return f"Found in {result.failures:,} of {result.population.judged:,} situations judged."


def _table(facts: Sequence[FactShown]) -> str:
    rows = [
        ("*" if fact.matters else "", _cell(fact.name, 30), _cell(fact.value, 42)) for fact in facts
    ]
    text = tabulate(rows, ("", "fact", "value"), tablefmt="simple", disable_numparse=True)
    return indent("\n".join(line.rstrip() for line in text.splitlines()), "  ")


def _cell(text: str, width: int) -> str:
    return "\n".join(wrap(shown(text), width)) or shown(text) or "(empty)"


def _answer(text: str) -> str:
    return shown(text, 300)


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _listed(text: str) -> str:
    return fill(
        text,
        WIDTH,
        initial_indent="  - ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
