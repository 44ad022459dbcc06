"""Made-up observations: what would have been seen of a client that behaves as a table says."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from datausage.targets.client.observation import Contact, Controls, Observation, Request
from datausage.targets.client.scene import Place
from datausage.targets.client.screens import (
    BUG_ABSENT,
    BUG_CANCELLED,
    BUG_SENT,
    BUG_TRIED,
    SURVEY_ANSWERED,
)
from datausage.targets.client.sessions import NAMED

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.targets.client.scene import Scene

RATINGS = {"1": "bad", "2": "fine", "3": "good", "0": "dismissed"}
SOUND = Controls(exited=True, spoke=True, planted=True, model=True, tapped=True)


def request(host: str, path: str = "/", body: str = "", **other: Any) -> Request:
    plain: dict[str, Any] = {
        "at": 0.1,
        "way": "tls",
        "host": host,
        "port": 443,
        "method": "POST",
        "path": path,
        "status": 200,
        "headers": {},
        "body": body,
        "size": len(body),
        "process": "node",
    }
    return Request(**{**plain, **other})


def listing(environment: dict[str, str]) -> str:
    """Return what the model is told of the environment of a program."""
    text = "".join(f"{name}={value}\0" for name, value in environment.items())
    coded = base64.b64encode(text.encode()).decode()
    return json.dumps({"content": f"tool_result {NAMED}\n{coded}\n{NAMED}"})


@dataclass
class MadeUp:
    """A client that follows the page; ``change`` makes of what is seen of it what it likes."""

    change: Callable[[Scene, Observation], Observation] = lambda _, seen: seen
    runs: int = 0

    def __call__(self, scene: Scene) -> Observation:
        self.runs += 1
        return self.change(scene, _seen(scene))


def _seen(scene: Scene) -> Observation:
    filed: dict[str, Any] = {}
    for place in Place:
        filed |= scene.settings.get(place, {}).get("env", {})
    environment = {**{k: str(v) for k, v in filed.items()}, **scene.environment}
    on = {name for name, value in environment.items() if value not in ("", "0", "false")}
    cloud = {"CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"} & on
    quiet = cloud or "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC" in on
    hosts = {
        "CLAUDE_CODE_USE_BEDROCK": "bedrock-runtime.us-east-1.amazonaws.com",
        "CLAUDE_CODE_USE_VERTEX": "us-east5-aiplatform.googleapis.com",
    }
    model = hosts[min(cloud)] if cloud else "api.anthropic.com"
    told = json.dumps([scene.prompt, *scene.files, *scene.files.values()])
    sent = [request(model, "/v1/messages", told + listing(environment))]
    if not quiet and "DISABLE_TELEMETRY" not in on:
        sent.append(request("statsig.anthropic.com", "/v1/rgstr", '{"events": []}'))
    if not quiet and "DISABLE_ERROR_REPORTING" not in on:
        sent.append(request("o1.ingest.sentry.io", "/api/1/envelope/", '{"error": 1}'))
    there = not quiet and "DISABLE_BUG_COMMAND" not in on
    screens = {}
    if scene.keys is not None:
        if there and {"do": "send"} in scene.keys:
            sent.append(
                request("api.anthropic.com", "/api/claude_cli_feedback", told + _said(scene))
            )
        screens = {_end(scene, there=there): "a screen"}
        for key in scene.keys:
            if key["do"] == "survey":
                rating = RATINGS[key["answer"]]
                told_of = json.dumps({"event_type": "responded", "response": rating})
                sent.append(request("statsig.anthropic.com", "/v1/rgstr", told_of))
                screens = {SURVEY_ANSWERED: "a screen"}
    names = tuple(one.host for one in sent)
    seen = Observation(
        controls=SOUND,
        requests=tuple(sent),
        names=names,
        contacts=tuple(Contact("tcp", "10.64.0.1", 443, one) for one in names),
        code=0,
        output="hi there",
        screens=screens,
        kept=_kept(scene),
    )
    return seen if scene.trusted else replace(seen, requests=(), refused=names)


def _end(scene: Scene, *, there: bool) -> str:
    if not there:
        return BUG_ABSENT
    if {"do": "send"} not in (scene.keys or ()):
        return BUG_CANCELLED
    return BUG_SENT if scene.trusted else BUG_TRIED


def _said(scene: Scene) -> str:
    return json.dumps([answer.get("text", "") for answer in scene.answers])


def _kept(scene: Scene) -> tuple[str, ...]:
    (settings,) = scene.settings.values() if scene.transcripts and scene.settings else ({},)
    days = min(settings.get("cleanupPeriodDays", 30), 30)
    return tuple(one.session for one in scene.transcripts if one.touched < days * 86_400)
