"""Meeting the client: found, known by its version, and ready to be run behind a seal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from datausage.extras import installing
from datausage.targets.client import installed, keeping, seal, sealed
from datausage.targets.client.calling import ERROR_REPORTS, ClientCaller
from datausage.targets.client.driver.words import words
from datausage.targets.client.services import LAST_KNOWN, numbered, services
from datausage.targets.client.staging import OFFERED
from datausage.targets.description import Description
from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from datausage.targets.client.observation import Observation

NAME: Final = "claude-code"
_NEEDED: Final = ("cryptography", "pyte")
_OF_THE_PAGE: Final = ("2.0.0", "2.0.32")
"""The first version of the time of the edition 2025-10-27, and the first after it."""


@dataclass(frozen=True, slots=True)
class Met:
    """The client, with what it offers, what is to be known of it, and the digest of what is run."""

    caller: ClientCaller
    offered: tuple[str, ...]
    description: Description
    notes: tuple[str, ...]
    digest: str = ""


def meet(path: str | None, roots: Sequence[Path] = (), cache: keeping.Cache | None = None) -> Met:
    """Return the client that a path names, or the one that is installed.

    Where this machine cannot seal it off, it offers nothing, and a note says what is missing.

    Args:
        path: where it is; None for the one that is installed.
        roots: the folders from which a path counts.
        cache: where its runs are kept for later ones, if they are.

    Raises:
        TargetError: there is no client, or runs cannot be kept; the message says what to do.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    lacking = (
        f"the package {missing[0]} is not installed here; {installing('live')}"
        if missing
        else seal.here().lacking
    )
    if lacking:
        note = f"the client is not run, and nothing is offered: {lacking}"
        return Met(_caller(None, ""), (), Description(NAME), (note,))
    client = sealed.versioned(installed.find(path, roots))
    version = client.version
    known = f"client {version}, {client.place}, SHA-256 {client.digest}"
    notes = (known, *about(client.version))
    notes = (*notes, *_kept(cache, client.digest))
    caller = _caller(client, client.version, cache)
    return Met(caller, _offered(client.version), Description(NAME, version), notes, client.digest)


def _caller(
    client: installed.Client | None, version: str, cache: keeping.Cache | None = None
) -> ClientCaller:
    if client is None:
        return ClientCaller(_never, services(version))
    known = {"name": NAME, "version": version, "sha256": client.digest}
    observe = partial(sealed.run, client)
    found = observe if cache is None else cache.around(observe, client.digest)
    return ClientCaller(found, services(version), known, observe)


def _kept(cache: keeping.Cache | None, client: str) -> Sequence[str]:
    if cache is None:
        return ()
    try:
        there = cache.there(client)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        told = f"--client-cache={cache.folder}: no runs can be kept there: {reason}"
        raise TargetError(told) from error
    if cache.is_open_to_others():
        raise TargetError(
            f"--client-cache={cache.folder}: others can write there, and so could write results; "
            "take a folder of your own, or chmod go-w it"
        )
    return (f"runs are kept in {cache.folder}; there are {there} of this client",)


def _offered(version: str) -> tuple[str, ...]:
    """Return the questions; the survey only where it is known how this version asks it."""
    known = words(version)
    left_out = set() if known and known.survey else {"survey_record"}
    if ERROR_REPORTS in services(version).undecided:
        left_out.add("error_event")
    return tuple(name for name in OFFERED if name not in left_out)


def _never(_: object) -> Observation:
    raise TypeError("a client that offers nothing is never run")


def about(version: str) -> Sequence[str]:
    """Return what is to be known of a version beside the page, a line each."""
    here, (first, last) = numbered(version), _OF_THE_PAGE
    if not here:
        return (
            (
                "this client tells no version: its services are looked up as those of the newest "
                "version that is known, and the page may be older or newer than it is"
            ),
        )
    notes = []
    if here >= numbered(last):
        notes.append(
            "this version is newer than the page of 2025-10-27, by which it is judged: what "
            "differs may have been announced since"
        )
    if here < numbered(first):
        notes.append("this version is older than the page of 2025-10-27, by which it is judged")
    notes += [
        f"{service} are not judged: this version tells of errors among other events, and whether "
        "that is what the page speaks of, it leaves open"
        for service in sorted(services(version).undecided)
    ]
    notes += [
        f"{service} are judged by the events that this version sends elsewhere; the page names "
        f"{named}, and is taken to mean what is sent, and not only to whom"
        for service, named in sorted(services(version).instead)
    ]
    if here > numbered(LAST_KNOWN):
        notes.append(
            f"the table of services was last compared with version {LAST_KNOWN}: what it does not "
            "know is told below as unclassified traffic"
        )
    return notes
