"""The telling points that are shipped tell what they are said to, and how they are chosen."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from datausage.strength import telling as choosing
from datausage.strength.catalogue import FAULTS
from datausage.strength.open_points import sabotages
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe
from datausage.universe.telling import Telling, shipped

if TYPE_CHECKING:
    from datausage.strength.planted import Fault

BY_NAME = {fault.name: fault for fault in (*FAULTS, *sabotages()) if not fault.stateful}
CLAIMS: dict[str, list[tuple[str, Telling]]] = {}
for rules in shipped().values():
    for rule, found in rules.items():
        for one in found:
            for name in one.faults:
                CLAIMS.setdefault(name, []).append((rule, one))


def test_no_fault_is_told_of_that_is_not_planted() -> None:
    assert set(CLAIMS) <= set(BY_NAME)
    assert len(CLAIMS) > 0.97 * len(BY_NAME)


@pytest.mark.parametrize("fault", BY_NAME.values(), ids=lambda fault: fault.name)
def test_a_telling_point_gives_its_faults_away(fault: Fault) -> None:
    space, scenarios = SPACES[fault.question], choosing.asked_by(fault.question)
    claims = {(rule, one.point(space)) for rule, one in CLAIMS.get(fault.name, ())}
    failing = choosing.given_away(fault, {point for _, point in claims})
    assert claims <= {(scenarios[number].rule, point) for number, point in failing}


def test_each_scenario_takes_what_tells_most_that_is_new() -> None:
    scenarios = choosing.asked_by("opt_in")
    rules = [number for number, one in enumerate(scenarios) if not one.agreement]
    (agreement,) = [number for number, one in enumerate(scenarios) if one.agreement]
    one, other, third = islice(Universe(SPACES["opt_in"]).enumerate(), 3)
    kills = {
        "wide": {(rules[0], one), (rules[0], other), (agreement, third)},
        "narrow": {(rules[0], one)},
        "elsewhere": {(agreement, other), (agreement, third)},
    }
    found = choosing.arranged("opt_in", kills)
    first = found[scenarios[rules[0]].rule]
    assert set(first[0].faults) == {"wide", "narrow"}
    assert first[0].point(SPACES["opt_in"]) == one
    times = Counter(name for told in found.values() for point in told for name in point.faults)
    assert times["wide"] == choosing.TWICE
    assert times["narrow"] == 1
    assert times["elsewhere"] == choosing.TWICE
