"""A target that changes what it was given is noticed, and reaches no other question."""

from __future__ import annotations

import pytest

from datausage.oracle.facts import Plan
from datausage.targets.calling import Fault, Outcome

from .asking import arguments, ask, one


def nested(account, settings):
    settings["list"][1]["deep"] = False
    return "on"


def frozen(account, settings):
    object.__setattr__(account, "plan", Plan.TEAM)
    return "on"


def emptied(account, settings):
    settings.clear()
    return "on"


@pytest.mark.parametrize(
    ("function", "name"), [(nested, "settings"), (frozen, "account"), (emptied, "settings")]
)
def test_a_changed_input_is_noticed_beside_the_answer(function, name):
    assert one(function) == Outcome("on", Fault.CHANGED_ITS_INPUT, f"it changed {name}")


def test_a_change_reaches_no_other_question():
    def asked(account, settings):
        seen = len(settings["list"])
        settings["list"].append(0)
        return str(seen)

    assert [outcome.answer for outcome in ask(asked, [arguments] * 3)] == ["2", "2", "2"]


def test_an_input_that_is_changed_by_a_later_call_is_noticed():
    kept = []

    def asked(account, settings):
        for earlier in kept:
            earlier["late"] = 1
        kept.append(settings)
        return "on"

    faults = [outcome.fault for outcome in ask(asked, [arguments] * 3)]
    assert faults == [Fault.CHANGED_ITS_INPUT, Fault.CHANGED_ITS_INPUT, None]


def test_an_input_is_never_compared_by_means_of_the_target():
    class Trap:
        def __eq__(self, other):
            raise SystemExit

        __hash__ = None

    def asked(account, settings):
        settings["env"] = Trap()

    assert one(asked) == Outcome(None, Fault.CHANGED_ITS_INPUT, "it changed settings")


def test_new_arguments_of_its_own_are_no_change():
    def asked(**facts):
        facts["more"] = 1
        facts.pop("account")
        return "on"

    assert one(asked) == Outcome("on")
