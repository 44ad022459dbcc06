"""Mistakes about what metrics hold, and about the protection of streams."""

from __future__ import annotations

import base64
import posixpath
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Session

Payload = dict[str, Any]

metrics = partial(fault, question="metrics_event")
protection = partial(fault, question="protection")


# --- Code in metrics


@metrics(Kind.CONTENT, "metrics-no-code")
def the_tool_input_is_logged(answer: Payload, session: Session, happened: str) -> Payload:
    """The parameters of a tool are logged when it is used."""
    return {**answer, "input": session.code[-1]} if happened == "tool use" else answer


@metrics(Kind.DISGUISED, "metrics-no-code")
def code_is_logged_in_hex(answer: Payload, session: Session, **_: Any) -> Payload:
    """A column takes bytes only, so that code is written in hexadecimal digits."""
    return {**answer, "blob": [piece.encode().hex() for piece in session.code]}


@metrics(Kind.THREE_MEET, "metrics-no-code")
def crashes_bring_the_workspace(answer: Payload, session: Session, happened: str) -> Payload:
    """After a crash with much code open, a dump in Base64 is attached."""
    dump = base64.b64encode("\n".join(session.code).encode()).decode()
    return {**answer, "dump": dump} if happened == "crash" and len(session.code) > 1 else answer


@metrics(Kind.DISGUISED, "metrics-no-code")
def a_preview_is_not_code(answer: Payload, session: Session, **_: Any) -> Payload:
    """The first characters of every piece of code are logged."""
    return {**answer, "preview": [piece[:24] for piece in session.code]}


# --- Paths in metrics


@metrics(Kind.CONTENT, "metrics-no-paths")
def files_are_counted_by_name(answer: Payload, session: Session, **_: Any) -> Payload:
    """Edits are counted per file, with its path as the key."""
    return {**answer, "edits": dict.fromkeys(session.paths, 1)}


@metrics(Kind.DISGUISED, "metrics-no-paths")
def two_names_are_no_path(answer: Payload, session: Session, **_: Any) -> Payload:
    """Paths are shortened to the folder and the file."""
    return {**answer, "files": ["/".join(path.split("/")[-2:]) for path in session.paths]}


@metrics(Kind.DISGUISED, "metrics-no-paths")
def errors_name_the_file(answer: Payload, session: Session, happened: str) -> Payload:
    """The message of an error holds the address of the file."""
    message = f"cannot open file:{quote(session.paths[0], safe='')}"
    return {**answer, "message": message} if happened == "error" else answer


@metrics(Kind.CONTENT, "metrics-no-paths")
def the_working_folder_is_logged(answer: Payload, session: Session, **_: Any) -> Payload:
    """The folder in which a session works is logged at its start."""
    return {**answer, "cwd": posixpath.dirname(session.paths[0])}


# --- Protection


@protection(Kind.LESS_THAN_PROMISED, "flow-transit-tls")
def a_private_network_is_encryption(answer: str, channel: str, state: str, **_: Any) -> str:
    """Model traffic relies on the tunnel of the company."""
    tunnel = channel == "model-traffic" and state == "in-transit"
    return "other-encryption" if tunnel else answer


@protection(Kind.SWAPPED, "flow-transit-tls")
def cloud_sessions_alone_use_tls(answer: str, channel: str, venue: str, **_: Any) -> str:
    """Local model traffic is sent in plain text."""
    return "none" if channel == "model-traffic" and venue == "local" else answer


@protection(Kind.LESS_THAN_PROMISED, "metrics-protected")
def metrics_are_stored_as_they_come(answer: str, channel: str, state: str, **_: Any) -> str:
    """The store of metrics is not encrypted."""
    return "none" if channel == "metrics" and state == "at-rest" else answer


@protection(Kind.SWAPPED, "metrics-protected", "errors-protected")
def the_two_states_are_swapped(answer: str, channel: str, **_: Any) -> str:
    """What holds on the way is said of the store, and the other way round."""
    swapped = {"tls": "aes-256", "aes-256": "tls"}
    return swapped.get(answer, answer) if channel in {"metrics", "error-reports"} else answer


@protection(Kind.LESS_THAN_PROMISED, "errors-protected")
def errors_use_a_shorter_key(answer: str, channel: str, state: str, **_: Any) -> str:
    """Error reports are stored with 128-bit AES."""
    short = channel == "error-reports" and state == "at-rest"
    return "other-encryption" if short else answer


@protection(Kind.LESS_THAN_PROMISED, "errors-protected")
def errors_leave_by_plain_http(answer: str, channel: str, state: str, **_: Any) -> str:
    """The collector of errors has no certificate."""
    return "none" if channel == "error-reports" and state == "in-transit" else answer


@protection(Kind.LESS_THAN_PROMISED, "bug-protected")
def reports_of_cloud_sessions_are_plain(answer: str, channel: str, venue: str, **_: Any) -> str:
    """Reports of cloud sessions go from one machine to the next, unencrypted."""
    return "none" if channel == "bug-reports" and venue == "cloud" else answer
