"""A plugin of pytest that puts a made-up client in the place of the real one, for whole runs.

``MADE_UP`` says what it does beside what the page says: ``strange`` sends somewhere unknown,
``leaky`` sends metrics always, and ``keyed`` has keys in all that it sends, as the observer has
struck them out.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.targets.client.seeing import MadeUp, request

from datausage.targets.client import meeting
from datausage.targets.client.calling import ClientCaller
from datausage.targets.client.services import services
from datausage.targets.client.staging import OFFERED
from datausage.targets.description import Description

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from datausage.targets.client.keeping import Cache
    from datausage.targets.client.observation import Observation
    from datausage.targets.client.scene import Scene

VERSION = "2.0.30"
DIGEST = "d" * 64


def _changed(scene: Scene, seen: Observation) -> Observation:
    more = []
    if "strange" in KIND and "DISABLE_TELEMETRY" in scene.environment:
        more.append(request("evil.example", "/x", "{}"))
    if "leaky" in KIND:
        more.append(request("statsig.anthropic.com", "/v1/rgstr", "{}"))
    requests = (*seen.requests, *more) if scene.trusted else seen.requests
    names = tuple(dict.fromkeys(one.host for one in requests))
    return replace(seen, requests=requests, names=(*seen.names, *names), interfaces=("lo",))


def _met(_: str | None, roots: Sequence[Path] = (), cache: Cache | None = None) -> meeting.Met:
    known = {"name": meeting.NAME, "version": VERSION, "sha256": DIGEST}
    made_up = MadeUp(_changed)
    notes = meeting._kept(cache, DIGEST)
    observe = made_up if cache is None else cache.around(made_up, DIGEST)
    caller = ClientCaller(observe, services(VERSION), known, made_up)
    return meeting.Met(caller, OFFERED, Description(meeting.NAME, VERSION), tuple(notes), DIGEST)


KIND = os.environ.get("MADE_UP", "")
meeting.meet = _met
