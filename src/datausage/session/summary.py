"""The header and the closing summary of a run, for a terminal of 80 columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tabulate import SEPARATING_LINE, tabulate

from datausage.evidence.closing import Ended, coherence_grades
from datausage.evidence.closing import closing as sentence
from datausage.evidence.conclusion import left_out_by
from datausage.evidence.counting import counted
from datausage.grading.grades import PASSING, Grade
from datausage.session import clashing, misspelt, unseen, waiving, watching
from datausage.session.escaping import shown
from datausage.session.folding import folded
from datausage.session.grouping import causes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from datausage.policy.edition import Edition
    from datausage.session.reviewing import Reviews
    from datausage.session.setting_up import Setup
    from datausage.session.tally import Tally
    from datausage.targets.reaching import Reached

# Heads are broken by hand, so that the table fits 80 columns.
_COLUMNS: tuple[tuple[str, Grade], ...] = (
    ("held", Grade.CONFORMS),
    ("vio-\nlated", Grade.VIOLATES),
    ("con-\ntested", Grade.CONTESTED),
    ("open", Grade.OPEN),
    ("erro-\nred", Grade.ERRORED),
    ("not of-\nfered", Grade.NOT_OFFERED),
    ("insuf-\nficient", Grade.INSUFFICIENT),
)
_RARE = {
    Grade.NONDETERMINISTIC: "nondeterministic",
    Grade.INCOMPLETE: "incomplete",
    Grade.UNJUDGED: "not judged",
}
"""Grades that are told below the table: with a column for each it would be too wide."""
_LONGEST_NOTE = 600
"""What a machine lacks is told with what to do about it, at the end."""
_UNASKED = frozenset({Grade.NOT_OFFERED, Grade.UNJUDGED})


def reminder(setup: Setup, met: Reached, label: str = "") -> str:
    """Return what was checked, for the summary; a quiet pytest shows no header."""
    return "\n".join(map(folded, _about(setup, met, label)))


def header(setup: Setup, met: Reached, label: str = "") -> list[str]:
    """Return the lines about what is going to be checked, and how; a label is what it is called."""
    return [folded(f"datausage: {line}") for line in _about(setup, met, label)]


def _about(setup: Setup, met: Reached, label: str = "") -> list[str]:
    said = met.description
    name = shown(said.name)
    version = f" {shown(said.version)}" if said.version else ""
    alias = "" if name == shown(setup.target.value) else f" ({name}{version})"
    called = "" if label in {"", setup.target.value} else f", called {shown(label)} below"
    bounded = setup.calls is not None and setup.replay is None
    calls = [counted(setup.calls or 0, "call")] if bounded else []
    seed = [] if setup.seed is None else [f"seed {setup.seed}"]
    effort = ", ".join([setup.effort, *calls, *seed])
    pins = ", ".join(f"{point}={reading}" for point, reading in setup.pins.items())
    shard = f", shard {setup.shard}" if setup.shard else ""
    lines = [
        f"target {shown(setup.target.value)}{alias}{called}",
        f"edition {setup.edition.id}, effort {effort}{shard}",
        f"readings pinned: {pins or 'none'}",
    ]
    lines += _reviews(setup)
    lines += (shown(note, _LONGEST_NOTE) for note in met.notes)
    lines += [
        f"{shown(near)} is no question; is it {question}?"
        for near, question in met.capabilities.lookalikes
    ]
    return lines


def _reviews(setup: Setup) -> Iterator[str]:
    found = setup.reviews
    if found.file:
        known = f"{len(found.reviewed)} of {counted(len(setup.edition.rules), 'rule')} reviewed"
        suspect = f", {len(found.suspect)} suspect" if found.suspect else ""
        yield f"reviews {shown(found.file)}: {known}{suspect}"


def suspect(tally: Tally, reviews: Reviews) -> Iterator[str]:
    """Yield, for each day of a review, the rules that were judged although it no longer holds."""
    rules: dict[str, list[str]] = {}
    # In the page's order: that of the results depends on the workers.
    for rule in tally.edition.rules:
        if rule in tally.checked and (against := reviews.against(rule)):
            rules.setdefault(against, []).append(rule)
    for against, names in sorted(rules.items()):
        yield folded(f"Suspect, and judged {against}: {', '.join(names)}")


def summary(tally: Tally, setup: Setup) -> Iterator[str]:
    """Yield the paragraphs of the summary."""
    yield "\n".join(_population(tally))
    if tally.grades:
        yield _table(tally)
    yield from _rare(tally)
    if tally.consistencies:
        right = _right(tally, tally.consistencies, setup)
        yield folded(f"Checks in which answers agree with each other: {right}")
    if tally.agreements:
        right = _right(tally, tally.agreements, setup)
        yield folded(f"Questions in agreement with the reference: {right}")
        contested = [n for n, g in tally.agreements.items() if g is Grade.CONTESTED]
        if contested:
            yield folded(f"Only weak readings explain some answers of: {', '.join(contested)}")
    yield from _readings(tally)
    yield from clashing.told(tally, setup)
    yield from unseen.told(tally, setup)
    yield from _notes(tally)
    yield from _causes(tally)
    if waived := "\n".join(waiving.told(tally)):
        yield waived
    yield from map(folded, misspelt.hints(tally.census.strangers, empty=tally.census.empty))
    yield from watching.paragraphs(tally.watched)
    yield folded(closing(tally))


def _right(tally: Tally, grades: Mapping[str, Grade], setup: Setup) -> str:
    asked = [grade for grade in grades.values() if grade not in _UNASKED]
    right = f"{sum(grade in PASSING for grade in asked)} of {len(asked)}"
    reached = {result.rule for result in tally.results if result.population.asked}
    left = sum(g is Grade.UNJUDGED and name not in reached for name, g in grades.items())
    # What a replay leaves out, it leaves out on purpose.
    if not left or setup.replay is not None:
        return right
    return f"{right}; {left} more {'was' if left == 1 else 'were'} not asked: no call was left"


def _population(tally: Tally) -> Iterator[str]:
    asked = sum(result.population.asked for result in tally.results)
    distinct = sum(result.population.distinct for result in tally.results)
    calls = sum(result.population.calls for result in tally.results)
    yield folded(
        f"{counted(asked, 'situation')} asked, {distinct:,} of them distinct, in "
        f"{counted(calls, 'call')} of the target; "
        f"{len(tally.checked)} of {len(tally.edition.rules)} rules checked."
    )
    if tally.not_offered:
        yield folded(f"Not offered: {', '.join(tally.not_offered)}")
    if tally.offered_in_part:
        yield folded(f"Offered in part: {', '.join(tally.offered_in_part)}")
    for reason, count in sorted(tally.unchecked().items()):
        yield folded(f"{counted(count, 'rule')} {reason}.")


def _notes(tally: Tally) -> Iterator[str]:
    """Tell, once for each question, what a target did beside answering."""
    notes: dict[str, str] = {}
    for result in tally.results:
        if result.note and result.population.asked:
            notes.setdefault(result.question, result.note)
    for question, note in sorted(notes.items()):
        yield folded(f"Note on {question}: {shown(note, 400)}")


def _causes(tally: Tally) -> Iterator[str]:
    """Tell which scenarios have one report together."""
    left = [result for result in tally.results if result.scenario not in tally.covered]
    shared = [cause for cause in causes(left, tally.edition) if cause.others]
    for cause in shared:
        rules = dict.fromkeys(other.rule for other in cause.others)
        others = ", ".join("the same rule" if r == cause.first.rule else r for r in rules)
        count = len(cause.others) + 1
        yield folded(f"One cause of {count} failures: {cause.first.scenario}; also in {others}")


def _rare(tally: Tally) -> Iterator[str]:
    for grade, words in _RARE.items():
        rules = [rule for rule, found in tally.grades.items() if found is grade]
        if rules:
            yield folded(f"In no column, {words}: {', '.join(rules)}")


def _readings(tally: Tally) -> Iterator[str]:
    if tally.readings:
        listed = (relied_on(point, found, tally.edition) for point, found in tally.readings.items())
        yield folded(f"Readings relied on: {', '.join(listed)}")


def relied_on(point: str, found: Sequence[str], edition: Edition) -> str:
    """Return the readings of a point that answers relied on, marked where each is a weak one."""
    known = edition.points.get(point)
    weak = known is not None and known.weak.issuperset(found)
    return f"{shown(point)}={shown('|'.join(found))}{' (weak)' if weak else ''}"


def _table(tally: Tally) -> str:
    known = [(part, tally.by_grade(part)) for part in tally.edition.parts]
    known = [(part, counts) for part, counts in known if any(counts[g] for g in Grade)]
    total: Counter[Grade | None] = sum((counts for _, counts in known), start=Counter())
    rows = [(part.id, counts) for part, counts in known] + [("total", total)]
    cells: list[Any] = [
        ["part", "rules", *(title for title, _ in _COLUMNS)],
        SEPARATING_LINE,
        *(
            [name, counts.total() - counts[None], *(counts[grade] or "" for _, grade in _COLUMNS)]
            for name, counts in rows
        ),
    ]
    align = ["left", *["right"] * (len(_COLUMNS) + 1)]
    # Without heads of its own: tabulate makes a column wider than its head.
    text = tabulate(cells, tablefmt="simple", colalign=align, disable_numparse=True)
    return "\n".join(line.rstrip() for line in text.splitlines())


def closing(tally: Tally) -> str:
    """Return the sentence in which a run ends."""
    grades = {**tally.grades, **tally.agreements, **tally.consistencies}
    return sentence(
        Ended(
            nothing=tally.nothing,
            left_out=left_out_by(tally.census.deselected) if tally.census.empty else (),
            # In the order of what failed: results come in as the workers have them.
            failing={name: grades[name] for name in tally.failing},
            rules=frozenset(tally.edition.rules),
            checked=len(tally.checked),
            exposing=len(tally.exposing & set(tally.violated)),
            waived=len(tally.waived),
            whole=coherence_grades(tally.coherence),
            strangers=tally.strangers,
            standings=Counter(tally.standings.values()),
        )
    )
