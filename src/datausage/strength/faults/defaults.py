"""Mistakes about providers, and about what is on by default."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    Env = Mapping[str, str]
    Settings = Mapping[str, Any]

provider = partial(fault, question="provider")
traffic = partial(fault, question="traffic")

BEDROCK = "CLAUDE_CODE_USE_BEDROCK"
VERTEX = "CLAUDE_CODE_USE_VERTEX"


# --- Who serves


@provider(Kind.ADDED_CLAUSE, "provider-claude-api")
def a_base_url_names_the_provider(answer: str, environment: Env, settings: Settings) -> str:
    """The provider is recognised by the port in the base URL."""
    return "bedrock" if ":4000" in environment.get("ANTHROPIC_BASE_URL", "") else answer


@provider(Kind.ADDED_CLAUSE, "provider-claude-api")
def a_region_is_enough_for_vertex(answer: str, environment: Env, settings: Settings) -> str:
    """Who has set a region wants to be served there."""
    region = "CLOUD_ML_REGION" in environment
    return "vertex" if region and answer == "claude-api" else answer


@provider(Kind.SPELLING, "provider-claude-api")
def names_are_read_in_any_case(answer: str, environment: Env, settings: Settings) -> str:
    """Names of variables are compared without regard to case, as on Windows."""
    return faithful.provider({name.upper(): v for name, v in environment.items()}, settings)


@provider(Kind.ADDED_CLAUSE, "provider-bedrock")
def bedrock_needs_a_region(answer: str, environment: Env, settings: Settings) -> str:
    """Without a region the variable is ignored."""
    lost = answer == "bedrock" and "AWS_REGION" not in environment
    return "claude-api" if lost else answer


@provider(Kind.SPELLING, "provider-bedrock", "provider-vertex")
def the_value_has_to_be_true(answer: str, environment: Env, settings: Settings) -> str:
    """Only the word true selects a provider."""
    words = {name: "1" if value == "true" else "0" for name, value in environment.items()}
    return faithful.provider(words, {})


@provider(Kind.PRECEDENCE, "provider-bedrock")
def saying_it_twice_is_a_conflict(answer: str, environment: Env, settings: Settings) -> str:
    """A variable that stands in both places is left out, for safety."""
    twice = BEDROCK in environment and BEDROCK in settings.get("env", {})
    return "claude-api" if twice and answer == "bedrock" else answer


@provider(Kind.SWAPPED, "provider-vertex")
def the_two_platforms_are_swapped(answer: str, environment: Env, settings: Settings) -> str:
    """Two branches of a function stand in the wrong order."""
    return {"bedrock": "vertex", "vertex": "bedrock"}.get(answer, answer)


@provider(Kind.PRECEDENCE, "provider-vertex")
def a_base_url_beats_vertex(answer: str, environment: Env, settings: Settings) -> str:
    """Where a base URL is set, requests go there, whatever the variable says."""
    beaten = answer == "vertex" and "ANTHROPIC_BASE_URL" in environment
    return "claude-api" if beaten else answer


@provider(Kind.DROPPED_CLAUSE, "settings-count")
def the_provider_is_read_from_the_shell(answer: str, environment: Env, settings: Settings) -> str:
    """The settings file is read after the provider is chosen."""
    return faithful.provider(environment, {})


@provider(Kind.SPELLING, "agrees-provider")
def an_emptied_variable_still_selects(answer: str, environment: Env, settings: Settings) -> str:
    """That the variable is there is enough, so that emptying it does not help."""
    return "bedrock" if environment.get(BEDROCK) == "" else answer


# --- What is on by default


@traffic(Kind.DEFAULT, "metrics-default")
def metrics_wait_for_a_yes(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """Metrics are sent only to those who have said that they want it."""
    asked = environment.get("DISABLE_TELEMETRY") in {"0", "false"}
    return answer if service != "metrics" or asked else "off"


@traffic(Kind.SPELLING, "metrics-default", "errors-default", "bugs-default")
def names_are_compared_by_their_beginning(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Variables with a longer name are taken for the switches."""
    cut = {name.removesuffix("_X"): value for name, value in environment.items()}
    return faithful.traffic({**cut, **environment}, settings, service)


@traffic(Kind.ADDED_CLAUSE, "metrics-default")
def errors_off_and_reports_off_is_all_off(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Who has switched off two of the three services is taken to want none."""
    two = ("DISABLE_ERROR_REPORTING", "DISABLE_BUG_COMMAND")
    return "off" if all(environment.get(name) == "1" for name in two) else answer


@traffic(Kind.ADDED_CLAUSE, "errors-default")
def a_proxy_keeps_errors_in(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """Behind a proxy no error is reported."""
    behind = "HTTPS_PROXY" in environment and service == "error-reports"
    return "off" if behind else answer


@traffic(Kind.SWAPPED, "bugs-default")
def zero_in_another_switch_is_set(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """The command looks for the presence of the switch for errors, whatever its value."""
    present = "DISABLE_ERROR_REPORTING" in environment and service == "bug-reports"
    return "off" if present else answer


@traffic(Kind.DROPPED_CLAUSE, "cloud-providers-off")
def one_cell_of_the_table_is_missing(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Bug reports on Vertex are forgotten."""
    vertex = faithful.provider(environment, settings) == "vertex"
    rest = {name: value for name, value in environment.items() if name != VERTEX}
    if service == "bug-reports" and vertex:
        return faithful.traffic(rest, {}, service)
    return answer


@traffic(Kind.ADDED_CLAUSE, "cloud-providers-off")
def the_provider_is_known_by_its_region(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Without a region, Bedrock has the defaults of the Claude API."""
    rest = {name: value for name, value in environment.items() if name != BEDROCK}
    unknown = "AWS_REGION" not in environment
    return faithful.traffic(rest, settings, service) if unknown else answer


@traffic(Kind.PRECEDENCE, "cloud-providers-off", "nothing-undoes-an-opt-out")
def zero_asks_for_errors_on_bedrock(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """A switch at 0 turns error reports on where they are off by default."""
    asked = environment.get("DISABLE_ERROR_REPORTING") == "0" and service == "error-reports"
    return "on" if asked and environment.get(BEDROCK) == "1" else answer


@traffic(Kind.PRECEDENCE, "both-providers-off")
def two_providers_are_none(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """Two providers are taken for a mistake, and the Claude API serves with its defaults."""
    both = environment.get(BEDROCK) == "1" == environment.get(VERTEX)
    rest = {name: v for name, v in environment.items() if name not in {BEDROCK, VERTEX}}
    return faithful.traffic(rest, {}, service) if both else answer


@traffic(Kind.PRECEDENCE, "both-providers-off")
def flags_cancel_each_other_out(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """Whether a cloud provider serves is written with exclusive or, for bug reports."""
    both = environment.get(BEDROCK) == "1" == environment.get(VERTEX)
    return "on" if both and service == "bug-reports" else answer


@traffic(Kind.SPELLING, "agrees-traffic")
def an_empty_variable_selects_bedrock(
    answer: str, environment: Env, settings: Settings, service: str
) -> str:
    """That the variable is there is enough, so that emptying it does not help."""
    return "off" if environment.get(BEDROCK) == "" else answer


@traffic(Kind.DROPPED_CLAUSE, "cloud-providers-off")
def vertex_is_forgotten(answer: str, environment: Env, settings: Settings, service: str) -> str:
    """The table has a row for Bedrock only, so that Vertex is served like the Claude API."""
    alone = environment == {VERTEX: "1"} and not settings
    return "on" if alone and service != "surveys" else answer
