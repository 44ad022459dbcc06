"""Observations: what was seen of one run of the client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Request:
    """A request of HTTP that somebody in the sealed network has made.

    ``way`` is how it came: ``tls``, ``plain`` or ``proxy``; ``process`` is the name of the program
    that sent it, or empty where it was gone, and ``child`` whether that is another one than the
    client. ``body`` is decoded, bounded, and has keys and tokens struck out; ``size`` counts its
    bytes as they came. ``unread`` says why there may be more in it than stands in the body, or
    something else; where it is empty, the body is all.
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
    process: str = ""
    child: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A first packet to somewhere: ``kind`` is ``tcp``, ``udp`` or ``ip``, which is any other.

    ``name`` is the one for which the address was given out; the ``port`` of ``ip`` is the number of
    its protocol.
    """

    kind: str
    address: str
    port: int
    name: str | None = None
    process: str = ""
    child: bool = False


@dataclass(frozen=True, slots=True)
class Controls:
    """What shows that a run is worth looking at: each has to be true, or nothing is concluded.

    ``exited`` says that the client ended by itself, with exit code 0; ``spoke`` that the text of
    the stub came out of it; ``planted`` that the planted error went off, where one was planted;
    ``model`` that the model was asked; ``tapped`` that the tap saw packets until the end.
    """

    exited: bool
    spoke: bool
    planted: bool
    model: bool
    tapped: bool

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of those that are not there."""
        return tuple(name for name in self.__slots__ if not getattr(self, name))


NOTHING: Final = Controls(exited=False, spoke=False, planted=False, model=False, tapped=False)
"""The controls of what was no run."""

LACKING: Final = {
    "exited": "the client did not end well",
    "spoke": "it did not say what the model said",
    "planted": "the planted error did not go off",
    "model": "it asked no model",
    "tapped": "the tap did not last to the end",
}
"""What is said of a control that is not there."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one run, or ``trouble``: what kept it from being one, in one line.

    Attributes:
        controls: what shows that the run counts.
        requests: all requests, in order.
        names: the names of hosts that were asked for.
        contacts: all first packets, whoever sent them; every address is this machine's.
        refused: names for which a TLS handshake began and was broken off by the client.
        code: the exit code; None where it did not end by itself.
        output: what it wrote to standard output, or what stood on the screen.
        errors: what it wrote to standard error.
        screens: pictures of the terminal in text, by name.
        kept: which of the transcripts are still there.
        seconds: how long it ran.
        left: how many processes of it still ran when it was over, and were ended.
        tries: how often it was run until the harness held.
        interfaces: those of the network in which it ran, at the end.
        since: the day on which it was seen, if that was by an earlier run of the suite.
    """

    controls: Controls
    requests: tuple[Request, ...] = ()
    names: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    refused: tuple[str, ...] = ()
    code: int | None = None
    output: str = ""
    errors: str = ""
    screens: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    seconds: float = 0.0
    left: int = 0
    tries: int = 1
    interfaces: tuple[str, ...] = ()
    since: str = ""
    trouble: str = ""
