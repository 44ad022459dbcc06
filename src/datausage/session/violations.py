"""What a scenario shows when something is wrong: the rule, the situation, and how to ask again."""

from __future__ import annotations

import shlex
from collections import defaultdict
from textwrap import indent, wrap
from typing import TYPE_CHECKING

from tabulate import tabulate

from datausage.evidence.outcome import headline
from datausage.grading.grades import Exposure, Grade
from datausage.policy.edition import sentence_headings
from datausage.session.escaping import inert, shown
from datausage.session.folding import folded, listed
from datausage.session.options import DEFAULT_TIMEOUT
from datausage.session.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.grading.results import FactShown, Finding, Result
    from datausage.policy.edition import Edition
    from datausage.session.setting_up import Setup

_ROOM = 72
_NARROWEST, _USUAL, _WIDEST = 6, 30, 50
"""Columns for a fact and its value together, and those of them for its name."""

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
    blocks = [_headline(result), _rule(result.rule, setup)]
    if result.finding is not None:
        blocks += [*_finding(result.finding, setup.edition), _extent(result)]
    if result.note:
        blocks.append(folded(shown(result.note, 600)))
    if result.finding is not None and result.finding.replay:
        blocks.append(f"Ask this again:\n  {command(setup, result.finding.replay)}")
    return "\n\n".join(block for block in blocks if block)


def referred(result: Result, first: Result, setup: Setup) -> str:
    """Return the text of a failed scenario whose cause is reported with another one."""
    blocks = [
        _headline(result),
        folded(f"This has the same cause as what is reported of {first.scenario}"),
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
    seed = [f"--target-seed={setup.seed}"] if setup.seed is not None else []
    clients = [f"--client={client.value}" for client in setup.clients]
    given = [setup.target.written, *clients, *edition, *settled, *patience, *seed]
    words = ["pytest", *given, f"--replay={replay}"]
    return inert(shlex.join(words), 4_000)


def _headline(result: Result) -> str:
    exposure = result.finding.exposure if result.finding else None
    return folded(headline(result.rule, result.grade, exposure))


def _rule(name: str, setup: Setup) -> str:
    rule = setup.edition.rules.get(name)
    if rule is None:
        return _statement(name)
    headings = sentence_headings(setup.edition.id)
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in rule.sentences:
        sources[headings.get(sentence, "a sentence that is not locked")].append(sentence)
    lines = [
        folded(f"{rule.statement} ({rule.modality}; {rule.origin})"),
        *(folded(f"Source: {place} ({', '.join(ids)})") for place, ids in sources.items()),
    ]
    if rule.rationale:
        lines.append(folded(f"Rationale: {rule.rationale}"))
    if against := setup.reviews.against(name):
        lines.append(folded(f"Suspect: judged {against}"))
    return "\n".join(lines)


def _statement(check: str) -> str:
    stated = statement(check)
    if stated is None:
        return ""
    derived = [f"Derived: {stated.derived}"] if stated.derived else []
    return "\n".join(map(folded, [stated.text, *derived]))


def _finding(finding: Finding, edition: Edition) -> Iterator[str]:
    if finding.facts:
        yield f"In the plainest such situation (* marks what matters):\n{_table(finding.facts)}"
    yield "\n".join(_said(finding, edition))
    if finding.nearest:
        changes = " and ".join(f"{shown(f.name)} = {shown(f.value)}" for f in finding.nearest)
        then = f"; the target then says: {_answer(finding.nearest_answer)}"
        yield folded(f"All is well with: {changes}{then if finding.nearest_answer else ''}")


def _said(finding: Finding, edition: Edition) -> Iterator[str]:
    aspect = f" ({finding.aspect})" if finding.aspect != finding.question else ""
    yield folded(f"Asked: {finding.question}{aspect}")
    if finding.permitted:
        answers = ", ".join(shown(answer) for answer in finding.permitted)
        yield folded(f"The policy permits: {answers}")
        yield from _reasons(finding, edition)
    if finding.said:
        yield folded(f"The target said: {_answer(finding.said)}")
    if finding.returned:
        yield folded(f"It returned: {shown(finding.returned, 400)}")
    if finding.detail:
        yield folded(f"What happened: {shown(finding.detail, 600)}")
    if finding.exposure is not None:
        # Without a verdict, two answers of the target were compared with each other.
        compared = finding.grade is Grade.VIOLATES and not finding.permitted
        yield (_COMPARED if compared else _EXPOSURES)[finding.exposure]


def _reasons(finding: Finding, edition: Edition) -> Iterator[str]:
    for name in finding.rules:
        rule = edition.rules.get(name)
        yield listed(f"{name}: {rule.statement}" if rule else name)
    for name in finding.turns_on:
        point = edition.points.get(name)
        yield listed(f"open point {name}: {point.question}" if point else f"open point {name}")


def _extent(result: Result) -> str:
    if not result.failures:
        return ""
    return f"Found in {result.failures:,} of {result.population.judged:,} situations judged."


def _table(facts: Sequence[FactShown]) -> str:
    names, values = [shown(fact.name) for fact in facts], [shown(fact.value) for fact in facts]
    needed = max(len(word) for name in names for word in name.split() or [""])
    width = max(_NARROWEST, min(max(map(len, names)), max(_USUAL, needed), _WIDEST))
    rows = [
        ("*" if fact.matters else "", _cell(name, width), _cell(value, _ROOM - width))
        for fact, name, value in zip(facts, names, values, strict=True)
    ]
    text = tabulate(rows, ("", "fact", "value"), tablefmt="simple", disable_numparse=True)
    return indent("\n".join(line.rstrip() for line in text.splitlines()), "  ")


def _cell(text: str, width: int) -> str:
    return "\n".join(wrap(text, width, break_on_hyphens=False)) or text or "(empty)"


def _answer(text: str) -> str:
    return shown(text, 300)
