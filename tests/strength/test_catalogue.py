"""The planted faults: of every kind, about every question, and each with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.strength.catalogue import FAULTS, by_name
from datausage.strength.judging import EDITION, by_rule
from datausage.strength.kinds import Kind

if TYPE_CHECKING:
    from datausage.strength.planted import Fault

NO_FAULT = {"error_event": "the page does not say what error logs hold, so that nothing is wrong"}
FEWEST = {Kind.THREE_MEET: 12, Kind.FOUR_MEET: 8}
MADE = {Kind.OUTSIDE_READINGS}
"""Kinds whose faults are made from the oracle, and not written down."""


def test_there_are_many_faults() -> None:
    assert len(FAULTS) >= 150


def test_faults_are_found_by_their_names() -> None:
    assert len(by_name()) == len(FAULTS)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in MADE])
def test_every_kind_is_planted(kind: Kind) -> None:
    assert sum(fault.kind is kind for fault in FAULTS) >= FEWEST.get(kind, 3)


@pytest.mark.parametrize("kind", list(FEWEST))
def test_conditions_meet_in_many_questions(kind: Kind) -> None:
    assert len({fault.question for fault in FAULTS if fault.kind is kind}) >= FEWEST[kind]


def test_every_question_has_faults() -> None:
    assert {fault.question for fault in FAULTS} | set(NO_FAULT) == set(QUESTIONS)


def test_what_keeps_something_is_a_class_and_of_that_kind() -> None:
    classes = {fault.name for fault in FAULTS if fault.stateful}
    assert classes <= {fault.name for fault in FAULTS if fault.kind is Kind.STATE}


def test_every_rule_is_named_by_a_fault() -> None:
    named = Counter(rule for fault in FAULTS for rule in fault.rules)
    assert [rule for rule in EDITION.rules if not named[rule]] == []
    assert set(named) <= set(by_rule())


def test_every_rule_is_named_by_another_fault_as_well() -> None:
    named = Counter(rule for fault in FAULTS for rule in fault.rules)
    assert [rule for rule in EDITION.rules if named[rule] < 2] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_tells_how_it_came_about(fault: Fault) -> None:
    assert fault.mistake.endswith(".")
    assert "\n" not in fault.mistake
