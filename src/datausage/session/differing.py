"""Side by side: where several targets differ, question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.grading.differing import Comparing, permitted
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.session.escaping import shown
from datausage.session.folding import folded, listed
from datausage.session.provided import oracle
from datausage.session.sides import SIDES
from datausage.session.stash import JUDGES, SETUP
from datausage.session.violations import command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from datausage.grading.differing import Difference, Said
    from datausage.session.sides import Side
    from datausage.universe.spaces import Point

_FOLDER = "side-by-side"
_LONG = 300


class SideBySide(pytest.Item):
    """One question, put to all targets that offer it."""

    question: str
    found: Difference | None = None

    def runtest(self) -> None:
        """Compare the targets; that they differ is told and fails nothing by itself."""
        met: list[Side] = self.config.stash[SIDES]
        sides = offering(met, self.question)
        if len(sides) < len(("one", "other")):
            pytest.skip(f"{self.question} is not offered by two targets")
        callers = {side.label: side.met.caller for side in sides}
        setup = self.config.stash[SETUP]
        planned = self._planned(sides)
        comparing = Comparing(QUESTIONS[self.question], callers, oracle(setup), planned)
        self.found = comparing.difference(setup.calls)

    def _planned(self, sides: Sequence[Side]) -> tuple[Point, ...] | None:
        """Return what was asked of the targets, where one is watched: all of that was seen."""
        judges = self.config.stash.get(JUDGES, {})
        found = [judges[side.number].repertoire for side in sides if side.number in judges]
        kept = [one.about(self.question) for one in found if one is not None]
        return tuple(dict.fromkeys(point for points in kept for point in points)) if kept else None

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return what stands for a place."""
        return self.path, None, self.name


def offering(sides: Sequence[Side], question: str) -> list[Side]:
    """Return the targets that offer a question."""
    return [side for side in sides if question in side.met.capabilities.offered]


def side_by_side(session: pytest.Session) -> Iterator[pytest.Item]:
    """Yield an item for each question, where there are several targets.

    It has the tags of the rules about its question, so that it is selected along with those.
    """
    setup = session.config.stash[SETUP]
    if len(session.config.stash[SIDES]) == 1 or setup.replay is not None:
        return
    for name in QUESTIONS:
        rules = [rule for rule in setup.edition.rules.values() if rule.question == name]
        if setup.parts and not {rule.part for rule in rules} & set(setup.parts):
            continue
        item: SideBySide = SideBySide.from_parent(session, name=name, nodeid=f"{_FOLDER}/{name}")
        item.question = name
        for tag in [*(rule.id for rule in rules), f"agrees-{name.replace('_', '-')}"]:
            item.add_marker(getattr(pytest.mark, tag))
        yield item


def told(differences: Sequence[Difference], sides: Sequence[Side]) -> Iterator[str]:
    """Yield what the summary says of each question, in the page's order."""
    known = {found.question: found for found in differences}
    alike = [name for name in QUESTIONS if name in known and not known[name].answers]
    for name in QUESTIONS:
        if name in known and known[name].answers:
            yield "\n".join(_told(known[name], sides))
    if alike:
        yield folded(f"No difference was found in what was asked about: {', '.join(alike)}")
    if not known:
        yield "No question that two targets offer was asked."


def _told(found: Difference, sides: Sequence[Side]) -> Iterator[str]:
    aspect = f" ({found.aspect})" if found.aspect != found.question else ""
    where = ", ".join(f"{shown(name)} = {shown(value)}" for name, value in found.facts)
    yield folded(f"{found.question}{aspect}: they differ where {where or 'all is plainest'}")
    for said in found.answers:
        yield listed(f"{shown(said.target)}: {shown(said.answer, _LONG)} ({_worth(said)})")
    if found.permitted:
        yield listed(f"the policy permits: {', '.join(found.permitted)}")
    names = [said.target for said in found.answers]
    for side in sides:
        if side.label in names:
            yield f"    {command(side.setup, found.replay)}"


def _worth(said: Said) -> str:
    if said.grade is Grade.UNJUDGED:
        return "the policy says nothing about it"
    if said.grade in (Grade.OPEN, Grade.CONTESTED):
        return f"permitted on some reading; {said.grade}"
    return "permitted" if permitted(said) else f"not permitted: {said.grade}"
