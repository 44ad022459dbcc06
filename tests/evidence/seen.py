"""Runs of a watched target that are made by hand, also with texts that mean harm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from datausage.evidence import formats, har, runs, watched
from datausage.evidence import record as shape
from datausage.evidence.conclusion import conclusion
from datausage.evidence.runs import Client, Contact, Request, Run, Runs, Scene
from datausage.evidence.totals import passed

from .building import SOME, record

BEGUN = "2025-11-22T10:00:00+00:00"
CLIENT = Client(name="claude-code", version="2.0.30", sha256="c" * 64)
SOUND = dict.fromkeys(("exited", "spoke", "planted", "model", "tapped"), True)
SCENE = Scene(
    environment={},
    settings={},
    prompt="say hi",
    answers=({"text": "hi there"},),
    files={},
    transcripts=(),
    resumed=False,
    keys=None,
    fails=True,
    trusted=True,
    seconds=60.0,
)


def request(host: str = "statsig.anthropic.com", **other: Any) -> Request:
    usual: dict[str, Any] = {
        "at": 0.25,
        "way": "tls",
        "host": host,
        "port": 443,
        "method": "POST",
        "path": "/v1/rgstr?k=v",
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": "{}",
        "size": 2,
        "process": "node",
        "child": False,
        "unread": "",
        "services": ("metrics",),
    }
    return Request(**{**usual, **other})


def contact(address: str = "10.64.0.1", **other: Any) -> Contact:
    usual: dict[str, Any] = {
        "kind": "tcp",
        "address": address,
        "port": 443,
        "name": "statsig.anthropic.com",
        "process": "node",
        "child": False,
    }
    return Contact(**{**usual, **other})


def run(name: str = "a" * 64, environment: dict[str, str] | None = None, **other: Any) -> Run:
    usual: dict[str, Any] = {
        "name": name,
        "where": "",
        "scene": replace(SCENE, environment=environment or {}),
        "controls": SOUND,
        "code": 0,
        "seconds": 2.5,
        "tries": 1,
        "left": 0,
        "trouble": "",
        "interfaces": ("lo",),
        "on": ("metrics", "model"),
        "strangers": (),
        "requests": (request(),),
        "contacts": (contact(),),
        "names": ("statsig.anthropic.com",),
        "refused": (),
        "screens": (),
        "kept": (),
    }
    return Run(**{**usual, **other})


def several(*some: Run, version: str = CLIENT.version) -> Runs:
    return Runs(client=replace(CLIENT, version=version), runs=some)


def evidence(
    *some: Run,
    results: Any = SOME,
    exit_code: int | None = None,
    version: str = CLIENT.version,
    beyond: tuple[str, ...] = (),
    target: str = "--target=claude-code",
) -> tuple[shape.Record, dict[str, bytes]]:
    """Return the record of a run that was watched, and the files beside it."""
    found = several(*some, version=version)
    strangers: dict[str, int] = {}
    for words in (words for one in some for words in one.strangers):
        strangers[words] = strangers.get(words, 0) + 1
    beside = {
        runs.FILE: runs.written(found),
        har.FILE: har.har([one for one in some if one.strangers], BEGUN, "0.1.0"),
    }
    kept = sum(one.since is not None for one in some)
    told = watched.watched(len(some), kept, runs.again(some), strangers, beyond)
    ended = (1 if strangers else 0) if exit_code is None else exit_code
    made = replace(record(results, exit_code=ended, target=target), watched=told)
    made = watched.naming(made, beside)
    return retold(made), beside


def retold(made: shape.Record) -> shape.Record:
    """Return a record in which the end of the run follows from the rest."""
    over = replace(
        made.run,
        passed=made.complete and passed(made.run.exit, made.checks),
        conclusion=conclusion(made),
    )
    return replace(made, run=over)


def folder(*some: Run, **other: Any) -> dict[str, bytes]:
    """Return the files of a folder of evidence, without its manifest."""
    made, beside = evidence(*some, **other)
    return formats.files(made, beside)
