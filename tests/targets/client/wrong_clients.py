"""Made-up clients that are wrong in one way each, and what comes of asking one everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from seeing import MadeUp, request

from datausage.grading.judge import Judge
from datausage.grading.repertoire import repertoire
from datausage.policy.edition import load
from datausage.steps.scenarios import scenarios
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.scene import Place
from datausage.targets.client.services import services
from datausage.targets.client.staging import OFFERED, SESSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.grading.results import Result
    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene


EDITION = load()
ASKED = [one for one in scenarios(EDITION) if one.expectation.question.name in OFFERED]
STATSIG = request("statsig.anthropic.com", "/v1/rgstr", "{}")
SENTRY = request("o1.ingest.sentry.io", "/api/1/envelope/", "{}")
RUNS = 60

Change = "Callable[[Scene, Observation], Observation]"


def judged(made_up: MadeUp, runs: int = RUNS) -> tuple[list[Result], ClientCaller]:
    """Return what comes of asking a made-up client everything."""
    caller = ClientCaller(made_up, services("2.0.30"))
    planned = repertoire(ASKED, caller, runs)
    judge = Judge(caller, caller.fresh, frozenset(OFFERED), EDITION, {}, repertoire=planned)
    return [judge.check(one) for one in ASKED], caller


def sending(*more: Any, where: Callable[[Scene], bool] = lambda _: True) -> Change:
    def change(scene: Scene, seen: Observation) -> Observation:
        if not (scene.trusted and where(scene)):
            return seen
        names = (*seen.names, *(one.host for one in more))
        return replace(seen, requests=(*seen.requests, *more), names=names)

    return change


def opted_out(name: str, place: Place | None = None) -> Callable[[Scene], bool]:
    def found(scene: Scene) -> bool:
        settings = scene.settings.get(place, {}) if place else {}
        return name in (settings.get("env", {}) if place else scene.environment)

    return found


def without(service: str) -> Change:
    def change(_: Scene, seen: Observation) -> Observation:
        kept = tuple(one for one in seen.requests if service not in one.host + one.path)
        names = tuple(name for name in seen.names if service not in name)
        return replace(seen, requests=kept, names=names, contacts=())

    return change


def in_the_clear(_: Scene, seen: Observation) -> Observation:
    return replace(seen, requests=tuple(replace(one, way="plain") for one in seen.requests))


def gullible(scene: Scene, seen: Observation) -> Observation:
    return MadeUp()(replace(scene, trusted=True)) if not scene.trusted else seen


def leaking(host: str, body: Callable[[Scene], str]) -> Change:
    def change(scene: Scene, seen: Observation) -> Observation:
        leaky = (
            replace(one, body=body(scene)) if host in one.host else one for one in seen.requests
        )
        return replace(seen, requests=tuple(leaky))

    return change


def forgetting(scene: Scene, seen: Observation) -> Observation:
    if scene.keys is None:
        return seen
    return MadeUp()(replace(scene, environment={}, settings={}))


def keeping(_: Scene, seen: Observation) -> Observation:
    return replace(seen, kept=(SESSION,))


def code_of(scene: Scene) -> str:
    return "".join(scene.files.values())


WRONG = {
    "metrics though opted out": (
        sending(STATSIG, where=opted_out("DISABLE_TELEMETRY")),
        "metrics-opt-out",
    ),
    "metrics though opted out in the user's settings": (
        sending(STATSIG, where=opted_out("DISABLE_TELEMETRY", Place.USER)),
        "settings-count",
    ),
    "metrics though opted out in the project's settings": (
        sending(STATSIG, where=opted_out("DISABLE_TELEMETRY", Place.PROJECT)),
        "settings-count",
    ),
    "metrics though opted out when a session is resumed": (
        sending(
            STATSIG, where=lambda scene: opted_out("DISABLE_TELEMETRY")(scene) and scene.resumed
        ),
        "metrics-opt-out",
    ),
    "metrics though opted out where a user is there": (
        sending(
            STATSIG,
            where=lambda scene: opted_out("DISABLE_TELEMETRY")(scene) and scene.keys is not None,
        ),
        "metrics-opt-out",
    ),
    "another provider where a user is there": (forgetting, "provider-bedrock"),
    "other variables handed on where a user is there": (forgetting, "handover-keeps-opt-outs"),
    "error reports though opted out": (
        sending(SENTRY, where=opted_out("DISABLE_ERROR_REPORTING")),
        "errors-opt-out",
    ),
    "no metrics at all": (without("statsig"), "metrics-default"),
    "no error reports at all": (without("sentry"), "errors-default"),
    "no bug reports": (without("feedback"), "bugs-default"),
    "all in the clear": (in_the_clear, "flow-transit-tls"),
    "anybody is believed": (gullible, "flow-transit-tls"),
    "code in metrics": (leaking("statsig", code_of), "metrics-no-code"),
    "paths in metrics": (leaking("statsig", lambda scene: str([*scene.files])), "metrics-no-paths"),
    "a bug report that lacks most": (
        leaking("anthropic", lambda scene: scene.prompt),
        "bug-full-history",
    ),
    "another rating than the one given": (
        leaking("statsig", lambda _: '{"event_type": "responded", "response": "good"}'),
        "survey-rating-recorded",
    ),
    "transcripts stay": (keeping, "local-cache-default"),
}
