"""How long each kind of data may be kept on servers, and whether it may train models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import TRAINING_KINDS, Kind, Model
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Keeping, Training
from datausage.setup.answers import Answer, united

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.oracle.verdicts import Oracle
    from datausage.setup.accounts import Case

_RETENTION: Final = QUESTIONS["retention"].aspects[0]
_TRAINING: Final = QUESTIONS["training"].aspects[0]


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be done with one kind of data; ``training`` is None where that is not asked."""

    kind: Kind
    retention: Answer
    training: Answer | None
    other_models: Answer | None


def kept(cases: Iterable[Case], oracle: Oracle) -> tuple[Kept, ...]:
    """Return what may be done with each kind of data, in any of the cases."""
    known = list(cases)
    return tuple(_kept(kind, known, oracle) for kind in Kind)


def _kept(kind: Kind, cases: list[Case], oracle: Oracle) -> Kept:
    keeping = ((c.facts, Keeping(c.account, c.material(kind), c.history, c.clock)) for c in cases)
    retention = united(_RETENTION, keeping, oracle)
    if kind not in TRAINING_KINDS:
        return Kept(kind, retention, None, None)
    trained, others = (
        united(_TRAINING, ((c.facts, _training(c, kind, model)) for c in cases), oracle)
        for model in (Model.GENERATIVE, Model.OTHER)
    )
    return Kept(kind, retention, trained, others)


def _training(case: Case, kind: Kind, model: Model) -> Training:
    return Training(case.account, case.material(kind), case.history, model, case.clock)
