"""What was seen of each run of a target that is watched: a line of JSON for each, after a head.

This follows from no record: it is what the answers were made from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping  # noqa: TC003 - types are looked at when a file is read
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, Literal

from datausage.evidence.parsing import parsed
from datausage.evidence.plain import MalformedError, from_plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FILE: Final = "runs.jsonl"
FORMAT: Final = "datausage-runs"
VERSION: Final = 1
LOOPBACK: Final = "lo"
MOST: Final = 12 * 2**20
"""How many bytes the file has at most; where there is more to tell, less of each run is told."""
SEALED: Final = (
    "every destination seen was an address of this machine: its network had no other interface "
    "than the loopback, to which every address belonged"
)
UNSEALED: Final = "in some runs there was another interface than the loopback, or nobody looked"

_BOUNDS: Final = ((4_000, 500), (1_000, 300), (200, 100), (0, 30), (0, 0))
"""Characters of a body, and how many things of a kind in a run: the first that fits is taken."""
IN_FULL: Final = _BOUNDS[0]

_LONGEST_TEXT: Final = 2_000
_LONGEST_HEADER: Final = 500
_MOST_HEADERS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What was run: its name, its version, and the digest of its program."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where all runs took place, in ``says``, and what shows it.

    ``interfaces`` counts the runs by the interfaces that there were, ``destinations`` the first
    packets by the family of their address. Runs of which nothing was seen count as ``unseen``.
    """

    says: str
    interfaces: Mapping[str, int]
    unseen: int
    destinations: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first line. Of bodies the first ``longest_body`` characters are told."""

    format: Literal["datausage-runs"] = FORMAT
    version: Literal[1] = VERSION
    client: Client
    runs: int
    network: Network
    longest_body: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What an earlier session has left, with its ages in seconds."""

    session: str
    begun: float
    touched: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a run was given; of ``keys`` there are none where there is no terminal."""

    environment: Mapping[str, str]
    settings: Mapping[str, object]
    prompt: str
    answers: tuple[object, ...]
    files: Mapping[str, str]
    transcripts: tuple[Transcript, ...]
    resumed: bool
    keys: tuple[object, ...] | None
    fails: bool
    trusted: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request; ``size`` counts the bytes of its whole body, ``services`` what it belongs to.

    ``unread`` says why there may be more in it than its body; where it is empty, the body is all.
    """

    at: float
    way: str
    host: str
    port: int
    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: str
    size: int
    process: str
    child: bool
    unread: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A first packet; ``name`` is empty where none was asked for."""

    kind: str
    address: str
    port: int
    name: str
    process: str
    child: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run.

    Attributes:
        name: the same for runs that were given the same.
        where: how it differs from a plain one, in words.
        scene: what it was given.
        controls: what has to be true for it to count, by name.
        code: the exit code; None where it did not end by itself.
        seconds: how long it took.
        tries: how often it was run until the harness held.
        left: how many of its processes were ended with it.
        trouble: what kept it from being a run; empty where nothing did.
        interfaces: those of its network, at the end.
        on: the services to which something went, or began to.
        strangers: what went where nobody knows, in words.
        requests: all requests, in order.
        contacts: all first packets, in order.
        names: the names that were asked for.
        refused: the names to which a handshake was broken off.
        screens: the pictures of the terminal that there were, by name.
        kept: the transcripts that were still there at the end.
        left_out: by kind, how much more there was than is told here.
        behind: the scenarios in which something was found in its situation.
        since: the day of a run that was not made for this one, but kept from an earlier one.
    """

    name: str
    where: str
    scene: Scene
    controls: Mapping[str, bool]
    code: int | None
    seconds: float
    tries: int
    left: int
    trouble: str
    interfaces: tuple[str, ...]
    on: tuple[str, ...]
    strangers: tuple[str, ...]
    requests: tuple[Request, ...]
    contacts: tuple[Contact, ...]
    names: tuple[str, ...]
    refused: tuple[str, ...]
    screens: tuple[str, ...]
    kept: tuple[str, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    behind: tuple[str, ...] = ()
    since: str | None = field(default=None, metadata={"optional": True})

    @property
    def sound(self) -> bool:
        """Whether anything can be concluded from what was not seen."""
        return not self.trouble and bool(self.controls) and all(self.controls.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """All runs of a target, in order."""

    client: Client
    runs: tuple[Run, ...]


def told(plain: Mapping[str, Any]) -> Runs:
    """Return the runs that a target tells of as plain data.

    Raises:
        MalformedError: it is no such data.
    """
    found: Runs = from_plain(Runs, plain)
    return found


def head(all_of_them: Runs, longest_body: int) -> Head:
    """Return the first line about some runs."""
    runs = all_of_them.runs
    seen = [run for run in runs if run.interfaces]
    sealed = bool(seen) and all(set(run.interfaces) == {LOOPBACK} for run in seen)
    unwatched = any(run.contacts and not run.interfaces for run in runs)
    interfaces = Counter(", ".join(run.interfaces) for run in seen)
    families = Counter(_family(one.address) for run in runs for one in run.contacts)
    return Head(
        client=all_of_them.client,
        runs=len(runs),
        network=Network(
            says=SEALED if sealed and not unwatched else UNSEALED,
            interfaces=dict(sorted(interfaces.items())),
            unseen=len(runs) - len(seen),
            destinations=dict(sorted(families.items())),
        ),
        longest_body=longest_body,
    )


def _family(address: str) -> str:
    try:
        return f"ipv{ip_address(address.partition('%')[0]).version}"
    except ValueError:
        return "other"


def written(all_of_them: Runs) -> bytes:
    """Return the file about some runs, in ASCII: nothing in it acts on a terminal."""
    data = b""
    for longest, most in _BOUNDS:
        shortened = [bounded(run, longest, most) for run in all_of_them.runs]
        first = _line(head(all_of_them, longest))
        data = first + b"".join(map(_line, shortened))
        if len(data) <= MOST:
            break
    return data


def _line(value: Head | Run) -> bytes:
    return f"{json.dumps(to_plain(value), allow_nan=False)}\n".encode("ascii")


def bounded(run: Run, longest: int, most: int) -> Run:
    """Return a run of which no more is told than so many characters, and things of a kind."""
    there = {
        "requests": run.requests,
        "contacts": run.contacts,
        "names": run.names,
        "refused": run.refused,
        "strangers": run.strangers,
    }
    short: dict[str, Any] = {kind: things[:most] for kind, things in there.items()}
    short["requests"] = tuple(_request(one, longest) for one in short["requests"])
    left_out = {kind: len(things) - most for kind, things in there.items() if len(things) > most}
    return replace(run, **short, trouble=run.trouble[:_LONGEST_TEXT], left_out=left_out)


def _request(request: Request, longest: int) -> Request:
    headers = list(request.headers.items())[:_MOST_HEADERS]
    return replace(
        request,
        path=request.path[:_LONGEST_TEXT],
        headers={name[:_LONGEST_HEADER]: text[:_LONGEST_HEADER] for name, text in headers},
        body=request.body[:longest],
    )


def read(data: bytes) -> tuple[Head, Runs]:
    """Return the head and the runs of a file.

    Raises:
        MalformedError: it is not as it was written.
    """
    lines = data.splitlines()
    if not lines:
        raise MalformedError("it is empty")
    first: Head = _read(Head, lines[0], 1)
    runs = tuple(_all(lines[1:]))
    if first.runs != len(runs):
        raise MalformedError(f"it tells of {first.runs} runs, and has {len(runs)}")
    return first, Runs(client=first.client, runs=runs)


def _all(lines: Sequence[bytes]) -> Iterator[Run]:
    for number, line in enumerate(lines, 2):
        yield _read(Run, line, number)


def _read(kind: Any, line: bytes, number: int) -> Any:
    try:
        return from_plain(kind, parsed(line))
    except MalformedError as error:
        raise MalformedError(f"line {number}: {error}") from None


def again(runs: Iterable[Run]) -> int:
    """Return how often a run was begun again."""
    return sum(run.tries - 1 for run in runs)
