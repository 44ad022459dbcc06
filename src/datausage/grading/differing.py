"""Where targets differ: the plainest situation in which they do not give one answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from datausage.grading import tokens
from datausage.grading.asking import KEPT, Asker, Expectation
from datausage.grading.grades import PASSING, Grade, compare, compare_deed
from datausage.grading.judged import Judged
from datausage.universe import gears
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.grading.asking import Case
    from datausage.oracle.aspects import Question
    from datausage.oracle.verdicts import Oracle, Verdict
    from datausage.targets.asks import Asks
    from datausage.universe.spaces import Point

MOST_ASKED: Final = 600
"""About how many situations targets are compared in, where no number of calls bounds them."""
MOST_PASSES: Final = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What one target says; ``grade`` is what that is worth by the policy."""

    target: str
    answer: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Difference:
    """The plainest situation in which targets differ about a question.

    ``facts`` are those that are not the plainest, ``permitted`` is what the policy permits, and
    ``replay`` the token that asks again. ``asked`` counts the situations that were compared; where
    they do not differ in any, ``answers`` is empty.
    """

    question: str
    asked: int
    aspect: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    permitted: tuple[str, ...] = ()
    answers: tuple[Said, ...] = ()
    replay: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain data that survives a trip between processes."""
        plain = asdict(self)
        for said in plain["answers"]:
            said["grade"] = str(said["grade"])
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Difference:
        """Return the difference that ``to_json`` made plain."""
        return cls(
            **{
                **data,
                "facts": tuple((name, value) for name, value in data["facts"]),
                "permitted": tuple(data["permitted"]),
                "answers": tuple(
                    Said(one["target"], one["answer"], Grade(one["grade"]))
                    for one in data["answers"]
                ),
            }
        )


@dataclass(frozen=True, slots=True)
class Comparing:
    """Compares targets, by their names, in what they answer to one question.

    ``planned`` are the points asked about, where a target is watched, so that few can be.
    """

    question: Question
    callers: dict[str, Asks]
    oracle: Oracle
    planned: tuple[Point, ...] | None = None

    def difference(self, calls: int | None) -> Difference:
        """Return where they differ, if they do, with at most so many calls before it is reduced."""
        universe = Universe(SPACES[self.question.name])
        points = self._points(universe, MOST_ASKED if calls is None else calls)
        found = next((point for point, apart in self._apart(points) if apart), None)
        if found is None:
            return Difference(self.question.name, len(points))
        return self._told(self._plainest(found, universe), len(points))

    def _points(self, universe: Universe, most: int) -> list[Point]:
        if self.planned is not None:
            return list(self.planned)
        near = gears.near(universe, 1)
        rows = gears.cover(universe, max(most - len(near), 0))
        return list(dict.fromkeys([*near, *gears.around_edges(universe, rows, 1), *rows]))[:most]

    def _apart(self, points: Sequence[Point]) -> list[tuple[Point, str]]:
        """Return each point with the aspect in which they differ there; nothing where in none."""
        answers = [self._answers(points, caller) for caller in self.callers.values()]
        told = zip(points, *answers, strict=True)
        return [(point, self._aspect(several)) for point, *several in told]

    def _aspect(self, several: Sequence[dict[str, str]]) -> str:
        first, *others = several
        names = (aspect.name for aspect in self.question.aspects)
        return next((n for n in names if any(o[n] != first[n] for o in others)), "")

    def _answers(self, points: Sequence[Point], caller: Asks) -> list[dict[str, str]]:
        asker = self._asker(caller)
        return [self._read(case, asker) for case in asker.put(points)]

    def _read(self, case: Case, asker: Asker) -> dict[str, str]:
        found = case.answered(asker.expectation)
        if isinstance(found, Judged):
            return {aspect.name: found.said for aspect in self.question.aspects}
        if self.question.subject is None:
            return dict(found[0])
        # What is handed on says nothing itself: its effect is compared.
        return {name: _effect(verdict) for name, verdict in self._verdicts(found[1]).items()}

    def _verdicts(self, judged: Any) -> dict[str, Verdict]:
        aspects = self.question.aspects
        names = (aspect.name for aspect in aspects)
        return dict(zip(names, self.oracle.verdicts(aspects, judged), strict=True))

    def _asker(self, caller: Asks) -> Asker:
        space = SPACES[self.question.name]
        return Asker(caller, space, Expectation(self.question, self.question.aspects), self.oracle)

    def _plainest(self, found: Point, universe: Universe) -> Point:
        """Make a point plainer, fact after fact, as long as the targets differ there."""
        for _ in range(MOST_PASSES):
            before = found
            for place, fact in enumerate(universe.facts):
                plainer = fact.values[: _index(fact.values, found[place])]
                tried = [(*found[:place], value, *found[place + 1 :]) for value in plainer]
                found = next((point for point, apart in self._apart(tried) if apart), found)
            if found == before:
                break
        return found

    def _told(self, point: Point, asked: int) -> Difference:
        ((_, name),) = self._apart([point])
        aspect = self.question.aspect(name)
        said, permitted = [], frozenset[str]()
        for target, caller in self.callers.items():
            asker = self._asker(caller)
            (case,) = asker.put([point])
            read = case.answered(asker.expectation)
            if isinstance(read, Judged):
                said.append(Said(target, read.said, Grade.ERRORED))
                continue
            verdict = self._verdicts(read[1])[name]
            if self.question.subject is None:
                permitted = verdict.permitted if not verdict.silent else frozenset()
                grade = compare(aspect, verdict, read[0][name]).grade
                said.append(Said(target, read[0][name], grade))
            else:
                permitted = KEPT
                grade = compare_deed(verdict, KEPT).grade
                said.append(Said(target, _effect(verdict), grade))
        token = tokens.write(f"agrees-{self.question.name.replace('_', '-')}", _space(self), point)
        facts = tokens.read(token).facts.items()
        return Difference(
            question=self.question.name,
            asked=asked,
            aspect=name,
            facts=tuple((fact, str(value)) for fact, value in facts),
            permitted=tuple(value for value in aspect.values if value in permitted),
            answers=tuple(said),
            replay=token,
        )


def _effect(verdict: Verdict) -> str:
    """Return what a hand-over does: whatever some reading calls it."""
    return " or ".join(sorted(verdict.permitted))


def permitted(said: Said) -> bool:
    """Say whether the policy permits what was said."""
    return said.grade in PASSING


def _space(comparing: Comparing) -> Any:
    return SPACES[comparing.question.name]


def _index(values: Sequence[Any], value: Any) -> int:
    for number, one in enumerate(values):
        if one == value and type(one) is type(value):
            return number
    return len(values)
