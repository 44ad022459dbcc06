"""What a record says of the answers of a run together, and of the readings that they rely on."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - types are looked at when a record is read
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.grading import coherence as grading
from datausage.grading import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from datausage.evidence.record import Record

MOST_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """An answer that relies on readings.

    ``readings`` are the sets of readings that explain it: any one of a line will do, as in
    ``one=this|that other=this``.
    """

    question: str
    aspect: str
    said: str
    replay: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Answers that no set of readings explains together, and the points that they part on.

    ``declared`` has the readings that the target declares for these, where that is what the
    answers clash with. ``commands`` ask the answers again, one each.
    """

    points: tuple[str, ...]
    declared: Mapping[str, str]
    answers: tuple[Reliance, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coherence:
    """What the answers say together; ``told`` is False where nobody could look through them."""

    incoherent: Clash | None
    misdeclared: Clash | None
    told: bool


def plain(one: grading.Reliance) -> Reliance:
    """Return an answer in the words of the record."""
    return Reliance(
        question=one.question,
        aspect=one.aspect,
        said=one.said,
        replay=one.replay,
        readings=tuple(map(_line, one.boxes)),
    )


def graded(one: Reliance) -> grading.Reliance:
    """Return an answer of a record for grading; a line that says nothing is left out."""
    return grading.Reliance(
        boxes=tuple(filter(None, map(_box, one.readings))),
        replay=one.replay,
        question=one.question,
        aspect=one.aspect,
        said=one.said,
    )


def composed(found: grading.Coherence, command: Callable[[str], str]) -> Coherence:
    """Return what was found in the words of the record; ``command`` asks a token again."""
    return Coherence(
        incoherent=_clash(found.incoherent, command),
        misdeclared=_clash(found.misdeclared, command),
        told=found.told,
    )


def contradictions(record: Record) -> Iterator[str]:
    """Yield what a record says of its answers together and does not follow from them."""
    commands = {
        answer.replay: command
        for clash in (record.coherence.incoherent, record.coherence.misdeclared)
        if clash
        for answer, command in zip(clash.answers, clash.commands, strict=False)
    }
    reliances = list(map(graded, record.reliances))
    if not all(one.boxes for one in reliances) or record.reliances != kept(reliances):
        yield "the answers that rely on readings are not as a run keeps them"
        return
    found = grading.coherence(reliances, record.subject.declared_readings)
    if composed(found, lambda token: commands.get(token, "")) != record.coherence:
        yield "whether the answers are coherent does not follow from them"


def kept(reliances: Iterable[grading.Reliance]) -> tuple[Reliance, ...]:
    """Return the answers of a run that a record keeps: those that no other one implies."""
    return tuple(map(plain, grading.strongest(reliances)))


def lines(clash: Clash) -> Iterator[str]:
    """Yield what is to be said of each answer of a clash, in one line each."""
    for answer in clash.answers:
        aspect = f" ({answer.aspect})" if answer.aspect != answer.question else ""
        where = ", ".join(f"{name} = {value}" for name, value in facts(answer.replay))
        yield (
            f"{answer.question}{aspect}: the target said {answer.said}, right only with "
            f"{_only(answer, clash.points)}{f'; asked where {where}' if where else ''}"
        )


def facts(replay: str) -> tuple[tuple[str, str], ...]:
    """Return the facts of a token that are not the plainest; none where it is none."""
    try:
        found = tokens.read(replay).facts
    except tokens.TokenError:
        return ()
    return tuple((name, _written(value)) for name, value in found.items())


def _written(value: object) -> str:
    """Return a value as people read it; one that begins or ends in blanks, or is one, in quotes."""
    if value is None:
        return "not set"
    text = str(value)
    return text if text and text == text.strip() else repr(text)


def _only(answer: Reliance, points: tuple[str, ...]) -> str:
    """Return what explains an answer, as far as that is about these points."""
    parts = dict.fromkeys(
        " and ".join(f"{point}={'|'.join(found)}" for point, found in box if point in points)
        for box in map(_box, answer.readings)
    )
    told = [part for part in parts if part][:MOST_TOLD]
    return ", or ".join(told) + (", or others" if len(parts) > len(told) else "")


def _clash(found: grading.Clash | None, command: Callable[[str], str]) -> Clash | None:
    if found is None:
        return None
    return Clash(
        points=found.points,
        declared=dict(found.declared),
        answers=tuple(map(plain, found.answers)),
        commands=tuple(command(one.replay) for one in found.answers),
    )


def _line(box: grading.Box) -> str:
    return " ".join(f"{point}={'|'.join(readings)}" for point, readings in box)


def _box(line: str) -> grading.Box:
    parts = (word.partition("=") for word in line.split(" "))
    return tuple(
        (point, tuple(readings.split("|"))) for point, _, readings in parts if point and readings
    )


def clashes(record: Record) -> Mapping[str, Clash]:
    """Return the grades of a run as a whole that fail it, each with its answers."""
    found = record.coherence
    grades = {"incoherent": found.incoherent, "misdeclared": found.misdeclared}
    return {grade: clash for grade, clash in grades.items() if clash is not None}


def sentence(grade: str, clash: Clash) -> str:
    """Return what a grade of a run as a whole says, in one line."""
    points = ", ".join(clash.points)
    if grade == "incoherent":
        return f"incoherent: no single set of readings explains all answers, about {points}"
    declared = ", ".join(f"{point}={reading}" for point, reading in clash.declared.items())
    return f"misdeclared: the target declares {declared}, and answers otherwise"
