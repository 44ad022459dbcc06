"""What it means where posting fails, in our own words: those of a library may hold anything."""

from __future__ import annotations

from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Final

from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as TimedOutError

from datausage.targets.outcome import Fault
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from datausage.targets.http.address import Address

_UNKNOWN: Final = "there is no host of that name"
_PROXY: Final = "the proxy does not lead there"
_IN_TIME: Final = "no answer in time"
_CLOSED: Final = "the server closed the connection before it answered"
_CUT_OFF: Final = "the server closed the connection in the middle of its answer"
_FOREIGN: Final = "what the server wrote is not HTTP"


def problem(address: Address, error: Exception, *, begun: bool) -> tuple[Fault, str]:
    """Return what an error of a request means; ``begun`` is whether an answer had begun."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Fault, str], ...] = (
        (ProxyError, Fault.UNREACHABLE, _PROXY),
        (SSLError, Fault.UNREACHABLE, _distrust(error)),
        (NameResolutionError, Fault.UNREACHABLE, _UNKNOWN),
        (NewConnectionError, Fault.UNREACHABLE, f"{_absent(address, error)}; is it running?"),
        (TimedOutError, Fault.TIMED_OUT, _IN_TIME),
        (ConnectionError, Fault.DIED, _CUT_OFF if begun else _CLOSED),
        (IncompleteRead, Fault.DIED, _CUT_OFF),
        ((HTTPError, HTTPException), Fault.GARBLED, _FOREIGN),
    )
    for found in (_cause(error), error):
        for kind, fault, detail in kinds:
            if isinstance(found, kind):
                return fault, detail
    return Fault.GARBLED, f"its answer could not be read ({type(error).__name__})"


def is_unanswered(error: Exception) -> bool:
    """Say whether nothing of an answer can have come: the request may be sent again."""
    return isinstance(error, NewConnectionError) or isinstance(_cause(error), ConnectionError)


def _cause(error: Exception) -> object:
    """Return what a library has wrapped."""
    return error.args[-1] if isinstance(error, ProtocolError) and error.args else None


def _absent(address: Address, error: Exception) -> str:
    why = getattr(error.__cause__, "strerror", None)
    return f"no connection to {address.origin}" + (f" ({why})" if why else "")


def _distrust(error: Exception) -> str:
    found = error.args[0] if error.args else None
    why = getattr(found, "verify_message", "")
    if why:
        return (
            f"its certificate does not verify ({one_line(why, 80)}); name the certificates that "
            "you trust in SSL_CERT_FILE"
        )
    reason = getattr(found, "reason", None) or "the handshake failed"
    return f"there is no TLS ({one_line(str(reason), 60)})"
