"""What would change if a variable had another value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.setup.accounts import cases
from datausage.setup.egress import egress
from datausage.setup.keeping import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from datausage.oracle.verdicts import Oracle
    from datausage.setup.accounts import Told
    from datausage.setup.answers import Answer
    from datausage.setup.set_up import SetUp


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that would be another: what it is about, and both."""

    about: str
    before: Answer
    after: Answer


def changes(
    before: SetUp, after: SetUp, told: Told, today: date, oracle: Oracle
) -> Iterator[Change]:
    """Yield what another set-up would change of what holds: nothing that says the same."""
    one, other = (answers(found, told, today, oracle) for found in (before, after))
    for about, answer in one.items():
        if answer.says != other[about].says or answer.weak != other[about].weak:
            yield Change(about, answer, other[about])


def answers(found: SetUp, told: Told, today: date, oracle: Oracle) -> Mapping[str, Answer]:
    """Return all that is said of a set-up, by what it is about."""
    leaving = egress(found, oracle, told.provider)
    all_of_it = {"provider": leaving.provider}
    all_of_it |= {str(service): answer for service, answer in leaving.services.items()}
    for one in kept(cases(told, leaving.provider.values, today), oracle):
        all_of_it[f"{one.kind}, kept for"] = one.retention
        if one.training:
            all_of_it[f"{one.kind}, training"] = one.training
    return all_of_it
