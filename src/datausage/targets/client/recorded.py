"""Runs as plain data, for those who keep them: what was given, what was seen, how it is taken."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.showing import Showing
from datausage.targets.client.strangers import strangers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from datausage.targets.client.observation import Contact, Request
    from datausage.targets.client.services import Services
    from datausage.targets.client.showing import Run

LONGEST: Final = 4_000
"""Characters of a body."""


def recorded(services: Services, named: Iterable[tuple[str, Run]]) -> list[dict[str, Any]]:
    """Return runs as plain data.

    Args:
        services: those of the version that was run.
        named: the runs, each with its name.
    """
    return [_run(services, name, run) for name, run in named]


def _run(services: Services, name: str, run: Run) -> dict[str, Any]:
    seen, showing = run.seen, Showing(services, {}, (run,))
    known = sorted({entry.service for entry in services.entries})
    return {
        "name": name,
        "where": run.where,
        "scene": json.loads(run.scene.written()),
        "controls": asdict(seen.controls),
        "code": seen.code,
        "seconds": float(seen.seconds),
        "tries": seen.tries,
        "left": seen.left,
        "trouble": seen.trouble,
        "interfaces": list(seen.interfaces),
        "on": [service for service in known if showing.is_on(service, run)],
        "strangers": [words for _, words in strangers(services, (run,))],
        "requests": [_request(services, one) for one in seen.requests],
        "contacts": list(map(_contact, seen.contacts)),
        "names": list(seen.names),
        "refused": list(seen.refused),
        "screens": sorted(seen.screens),
        "kept": list(seen.kept),
        "left_out": {},
        "behind": [],
        "since": seen.since or None,
    }


def _request(services: Services, request: Request) -> dict[str, Any]:
    belonging = dict.fromkeys(entry.service for entry in services.of(request))
    return {
        **asdict(request),
        "at": float(request.at),
        "body": request.body[:LONGEST],
        "services": list(belonging),
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {**asdict(contact), "name": contact.name or ""}
