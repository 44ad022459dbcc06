"""The result of one scenario: how much was asked, and the plainest thing found wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from datausage.grading.coherence import Reliance, interned
from datausage.grading.grades import PASSING, Exposure, Grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class FactShown:
    """One fact of a situation, as a report shows it; ``matters`` if changing it alone counts."""

    name: str
    value: str
    matters: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The plainest situation in which something is wrong.

    ``nearest`` lists the facts that differ in the nearest situation in which all is well, with
    their values there (the minimal pair); ``nearest_answer`` is what the target says there.
    ``returned`` is the whole answer, shortened, where it is more than one word.
    """

    grade: Grade
    exposure: Exposure | None
    question: str
    aspect: str
    facts: tuple[FactShown, ...]
    said: str
    permitted: tuple[str, ...]
    rules: tuple[str, ...]
    turns_on: tuple[str, ...]
    detail: str
    nearest: tuple[FactShown, ...]
    nearest_answer: str
    replay: str
    returned: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Deviation:
    """One kind of failure: of which service, and which rules decide there what is right.

    ``service`` is empty where the question has none, ``rules`` where no verdict was compared with.
    """

    service: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """How much of what there is was asked.

    ``first_failure`` says the how manieth situation asked was the first to fail, 0 if none was.
    ``grades`` counts the situations by grade, and ``values`` those that had a value of a fact,
    where that was wanted.
    """

    asked: int = 0
    distinct: int = 0
    judged: int = 0
    calls: int = 0
    cells: int = 0
    cells_covered: int = 0
    edges: int = 0
    edges_covered: int = 0
    first_failure: int = 0
    grades: tuple[tuple[Grade, int], ...] = ()
    values: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of one scenario.

    ``rule`` is the id of the rule, or of the agreement that the scenario checks; ``failures``
    counts the situations found wrong, of which ``finding`` is the plainest; ``readings`` names
    the open points, with the reading, on which right answers relied; ``deviations`` tells the
    kinds of what was found wrong apart, and ``reliances`` are the answers that rely on readings.
    """

    rule: str
    part: str
    scenario: str
    question: str
    grade: Grade
    population: Population
    failures: int = 0
    finding: Finding | None = None
    readings: tuple[str, ...] = ()
    note: str = ""
    deviations: tuple[Deviation, ...] = ()
    reliances: tuple[Reliance, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing wrong was found."""
        return self.grade in PASSING

    def to_json(self) -> dict[str, Any]:
        """Return plain data that survives a trip between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Result:
        """Return the result that ``to_json`` made plain."""
        finding = data["finding"]
        return cls(
            **{
                **data,
                "grade": Grade(data["grade"]),
                "population": _population(data["population"]),
                "finding": _finding(finding) if finding else None,
                "readings": tuple(data["readings"]),
                "deviations": tuple(
                    Deviation(one["service"], tuple(one["rules"])) for one in data["deviations"]
                ),
                "reliances": tuple(_reliance(one) for one in data["reliances"]),
            }
        )


def by_point(readings: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return by open point the readings that some results relied on, each once and in order."""
    found: dict[str, set[str]] = {}
    for relied_on in readings:
        point, _, reading = relied_on.partition("=")
        found.setdefault(point, set()).add(reading)
    return {point: tuple(sorted(found[point])) for point in sorted(found)}


def _population(data: dict[str, Any]) -> Population:
    grades = tuple((Grade(grade), count) for grade, count in data["grades"])
    values = tuple((fact, value, count) for fact, value, count in data["values"])
    return Population(**{**data, "grades": grades, "values": values})


def _reliance(data: dict[str, Any]) -> Reliance:
    found = tuple(
        interned(tuple((point, tuple(readings)) for point, readings in box))
        for box in data["boxes"]
    )
    return Reliance(**{**data, "boxes": found})


def _finding(data: dict[str, Any]) -> Finding:
    return Finding(
        **{
            **data,
            "grade": Grade(data["grade"]),
            "exposure": Exposure(data["exposure"]) if data["exposure"] else None,
            "facts": tuple(FactShown(**fact) for fact in data["facts"]),
            "nearest": tuple(FactShown(**fact) for fact in data["nearest"]),
            "permitted": tuple(data["permitted"]),
            "rules": tuple(data["rules"]),
            "turns_on": tuple(data["turns_on"]),
        }
    )
