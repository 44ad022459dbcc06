"""Switches: what sets them, that an opt-out permits no more, and that open readings can agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from datausage.oracle.facts import Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, Sending
from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX
from datausage.oracle.verdicts import verdict
from datausage.universe.catalogue import SPACES
from datausage.universe.configurations import filed
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from conftest import ForPoints

    from datausage.oracle.verdicts import Verdict
    from datausage.policy.edition import Edition
    from datausage.universe.spaces import Point

SWITCHES: Final = (*OPT_OUTS.values(), UMBRELLA)
OFF_SWITCHES: Final = (*SWITCHES, USE_BEDROCK, USE_VERTEX)
PLACES: Final = {"process": "{}", "settings file": "{} in settings"}
BOTH: Final = {USE_BEDROCK: "1", USE_VERTEX: "1"}
WAYS: Final = {
    "1": "exactly-1 non-empty truthy present",
    "true": "non-empty truthy present",
    "yes": "non-empty truthy present",
    "on": "non-empty truthy present",
    " On ": "non-empty truthy present",
    "0": "non-empty present",
    "false": "non-empty present",
    " ": "non-empty present",
    "": "present",
}
"""By value the readings under which it sets its variable."""


def judged(question: str, aspect: str, situation: Any, edition: Edition) -> Verdict:
    """Return the verdict about one aspect of a question."""
    return verdict(QUESTIONS[question].aspect(aspect), situation, edition)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("variable", OFF_SWITCHES)
def test_one_more_opt_out_never_permits_more_traffic(
    variable: str, place: str, edition: Edition, for_points: ForPoints
) -> None:
    space = SPACES["traffic"]
    name, value = (variable, "1") if place == "process" else (filed(variable), '"1"')
    position = space.names.index(name)

    def permits_no_more(point: Point) -> None:
        opted_out = (*point[:position], value, *point[position + 1 :])
        before, after = (
            judged("traffic", "traffic", space.situation(p), edition) for p in (point, opted_out)
        )
        assert "on" in before.permitted or "on" not in after.permitted
        assert "on" in before.mainstream or "on" not in after.mainstream
        assert "on" in before.certain or "on" not in after.certain

    for_points(Universe(space), permits_no_more, most=100)


@pytest.mark.parametrize("variable", SWITCHES)
def test_one_more_opt_out_never_permits_a_bug_report_that_was_forbidden(
    variable: str, edition: Edition, for_points: ForPoints
) -> None:
    space = SPACES["bug_report"]
    position = space.names.index(variable)

    def permits_no_more(point: Point) -> None:
        opted_out = (*point[:position], "1", *point[position + 1 :])
        for aspect, quiet in (("sent", "no"), ("history", "nothing"), ("issue", "no")):
            before, after = (
                judged("bug_report", aspect, space.situation(p), edition)
                for p in (point, opted_out)
            )
            assert after.permitted - {quiet} <= before.permitted

    for_points(Universe(space), permits_no_more, most=100)


@pytest.mark.parametrize("variable", SWITCHES)
def test_an_opt_out_alone_is_off_in_the_process_and_in_the_settings_file(
    variable: str, edition: Edition
) -> None:
    services = [s for s in OPT_OUTS if variable in (OPT_OUTS[s], UMBRELLA)]
    for service in services:
        for situation in (
            Sending({variable: "1"}, {}, service),
            Sending({}, {"env": {variable: "1"}}, service),
            Sending({variable: "1"}, {"env": {variable: "1"}}, service),
        ):
            found = judged("traffic", "traffic", situation, edition)
            assert found.determined
            assert found.permitted == {"off"}


def test_with_both_providers_at_1_the_provider_is_open(edition: Edition) -> None:
    found = judged("provider", "provider", Configured(BOTH, {}), edition)
    assert found.permitted == found.mainstream == {"bedrock", "vertex"}
    assert found.certain == frozenset()
    assert found.turns_on == ("both-providers",)


@pytest.mark.parametrize("service", OPT_OUTS)
def test_with_both_providers_at_1_the_three_services_are_determined_off(
    service: Service, edition: Edition
) -> None:
    found = judged("traffic", "traffic", Sending(BOTH, {}, service), edition)
    assert found.determined
    assert found.permitted == {"off"}
    assert found.rules == ("cloud-providers-off",)


def test_two_doubtful_switches_leave_a_service_open_and_one_certain_switch_closes_it(
    edition: Edition,
) -> None:
    doubtful = {"DISABLE_TELEMETRY": "true", UMBRELLA: "yes"}
    found = judged("traffic", "traffic", Sending(doubtful, {}, Service.METRICS), edition)
    assert set(found.turns_on) == {"set-disable-telemetry", "set-umbrella"}
    certain = {**doubtful, USE_VERTEX: "1"}
    found = judged("traffic", "traffic", Sending(certain, {}, Service.METRICS), edition)
    assert found.determined
    assert found.permitted == {"off"}


@pytest.mark.parametrize("value", ["1", "0", "", "true", "no", " 1 ", "\uff11"])
def test_one_value_in_both_places_needs_no_precedence(value: str, edition: Edition) -> None:
    for variable in OFF_SWITCHES:
        situation = Sending({variable: value}, {"env": {variable: value}}, Service.METRICS)
        alone = Sending({variable: value}, {}, Service.METRICS)
        found, expected = (judged("traffic", "traffic", s, edition) for s in (situation, alone))
        assert found.outcomes == expected.outcomes


@pytest.mark.parametrize("value", WAYS)
@pytest.mark.parametrize("place", ["environment", "settings"])
def test_whether_a_value_sets_its_variable_depends_on_the_reading(
    value: str, place: str, edition: Edition
) -> None:
    held = {"DISABLE_TELEMETRY": value}
    environment, settings = (held, {}) if place == "environment" else ({}, {"env": held})
    situation = Sending(environment, settings, Service.METRICS)
    found = judged("traffic", "traffic", situation, edition)
    every = edition.points["set-disable-telemetry"].names
    off = {
        reading
        for outcome in found.outcomes
        if outcome.ruling.is_only("off")
        for reading in outcome.readings.get("set-disable-telemetry", every)
    }
    assert off == set(WAYS[value].split())
