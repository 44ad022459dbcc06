"""The results of a run, as the specification shows them: the record, and what follows from it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from datausage.evidence.reviewed import label
from datausage.evidence.totals import failing
from datausage.spec.foreign import LONG, Foreign, foreign

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record


class Effort(NamedTuple):
    """How much was asked, of how much there is."""

    asked: int
    distinct: int
    judged: int
    cells: int
    cells_covered: int
    edges: int
    edges_covered: int


@dataclass(frozen=True, slots=True)
class Results:
    """A record in which every text is somebody else's.

    ``checks`` are those that the specification knows, by id, and ``strange`` the ids of others;
    ``left_out`` is what was not selected, by the reason.
    """

    record: Record
    command: Foreign
    started: str
    finished: str
    checks: Mapping[str, Check]
    strange: tuple[str, ...]
    left_out: Mapping[str, tuple[str, ...]]


def results(record: Record, known: Collection[str]) -> Results:
    """Return what is to be shown of a record, given the ids of all checks that there are."""
    theirs: Record = foreign(record)
    left_out: dict[str, list[str]] = {}
    for one in theirs.selection.deselected:
        left_out.setdefault(one.reason, []).append(one.rule)
    return Results(
        record=theirs,
        command=Foreign(shlex.join(record.instrument.command), LONG),
        started=_moment(record.run.started),
        finished=_moment(record.run.finished) if record.run.finished else "",
        checks={check.id: check for check in theirs.checks if check.id in known},
        strange=tuple(check.id for check in theirs.checks if check.id not in known),
        left_out={reason: tuple(names) for reason, names in left_out.items()},
    )


def failed(check: Check | None) -> bool:
    """Say whether a check did not pass."""
    return check is not None and bool(failing([check]))


def effort(check: Check) -> Effort:
    """Return how much all scenarios of a check together have asked."""
    populations = [scenario.population for scenario in check.scenarios]
    return Effort(*(sum(getattr(one, name) for one in populations) for name in Effort._fields))


def relied_on(check: Check) -> tuple[str, ...]:
    """Return the readings on which right answers relied, each once."""
    found = (reading for scenario in check.scenarios for reading in scenario.readings)
    return tuple(dict.fromkeys(found))


def against(check: Check) -> Foreign:
    """Return against what a check was judged if it is suspect; nothing for any other."""
    return Foreign(label(check))


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M:%S %Z").strip()
