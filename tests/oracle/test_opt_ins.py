"""An opt-in counts from its instant up to that of its withdrawal."""

from __future__ import annotations

from typing import Any, Final

import pytest

from datausage.oracle.facts import Access, Kind, Method, Model, Plan, Role, Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Account, Event, Happening, Material, Training
from datausage.oracle.verdicts import verdict
from datausage.policy.edition import load

from .events import HOUR, NOON, at

OPTED_IN: Final = {"method": Method.PROGRAMME, "by": Role.ADMIN}
CERTAIN: Final[tuple[str, ...]] = ()


@pytest.mark.parametrize(
    ("opted_in", "withdrew", "permitted", "turns_on"),
    [
        (-1, None, "permitted", CERTAIN),
        (0, None, "permitted", CERTAIN),
        (1, None, "forbidden permitted", ("material-before-opt-in",)),
        (-2, -1, "forbidden", CERTAIN),
        (-2, -2, "forbidden", CERTAIN),
        (-2, 0, "forbidden permitted", ("opt-in-withdrawal",)),
        (0, 0, "forbidden permitted", ("opt-in-withdrawal",)),
        (-2, 3, "forbidden permitted", ("opt-in-withdrawal",)),
    ],
)
def test_an_opt_in_counts_from_its_instant_up_to_that_of_its_withdrawal(
    opted_in: int, withdrew: int | None, permitted: str, turns_on: tuple[str, ...]
) -> None:
    events = [at(opted_in, Happening.OPTED_IN, **OPTED_IN)]
    if withdrew is not None:
        events.append(at(withdrew, Happening.WITHDREW, **OPTED_IN))
    found = material_used(*events)
    assert (found.permitted, found.turns_on) == (set(permitted.split()), turns_on)


@pytest.mark.parametrize("missing", OPTED_IN)
def test_an_opt_in_without_somebody_or_a_method_is_none(missing: str) -> None:
    details = {**OPTED_IN, missing: None}
    assert material_used(at(-1, Happening.OPTED_IN, **details)).permitted == {"forbidden"}


def material_used(*events: Event) -> Any:
    """Return the verdict about training on material of an account that is used through the API."""
    signed_up = at(-9, Happening.SIGNED_UP, plan=Plan.API)
    history = tuple(sorted((signed_up, *events), key=lambda event: event.at))
    material = Material(Kind.PROGRAMME_MATERIAL, "one", NOON, Venue.LOCAL)
    account = Account(Plan.API, Access.API_KEY)
    situation = Training(account, material, history, Model.GENERATIVE, NOON + 3 * HOUR)
    return verdict(QUESTIONS["training"].aspects[0], situation, load())
