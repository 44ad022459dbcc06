"""Mistakes of cloud sessions."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any
from urllib.parse import quote

from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

Event = dict[str, Any]
Trace = list[Event]

cloud = partial(fault, question="cloud_session")

_INSIDE = {"where": "isolated-vm"}


def _changed(trace: Trace, name: str, **details: str) -> Trace:
    return [{**event, **details} if event["event"] == name else event for event in trace]


def _started(trace: Trace, **details: Any) -> Trace:
    return [{"event": "start", **_INSIDE, **details}, *trace]


def _numbered(trace: Trace, name: str) -> list[int]:
    return [number for number, event in enumerate(trace) if event["event"] == name]


# --- Where the clone is


@cloud(Kind.CONTENT, "cloud-clone-isolated")
def the_host_clones_for_the_machine(answer: Trace, **_: Any) -> Trace:
    """The clone is made on the host, and mounted into the machine."""
    return _changed(answer, "clone", where="host")


@cloud(Kind.THREE_MEET, "cloud-clone-isolated")
def busy_repositories_are_mirrored(answer: Trace, **_: Any) -> Trace:
    """After several fetches and pushes a second clone is made, as a shared cache."""
    busy = len(_numbered(answer, "fetch")) > 1 and len(_numbered(answer, "push")) > 1
    clones = [event for event in answer if event["event"] == "clone"]
    return [*answer, {**clones[0], "where": "shared-cache"}] if busy and clones else answer


@cloud(Kind.LESS_THAN_PROMISED, "cloud-clone-isolated")
def a_cached_clone_is_not_shown(answer: Trace, **_: Any) -> Trace:
    """A clone that comes from a cache does not appear in the trace."""
    return [event for event in answer if event["event"] != "clone"]


# --- What becomes of it


@cloud(Kind.CONTENT, "cloud-clone-deleted")
def the_machine_is_kept_warm(answer: Trace, **_: Any) -> Trace:
    """The clone stays for the next session."""
    return [event for event in answer if event["event"] != "delete-clone"]


@cloud(Kind.DROPPED_CLAUSE, "cloud-clone-deleted")
def only_broken_sessions_are_cleaned(answer: Trace, workload: tuple[str, ...], **_: Any) -> Trace:
    """Cleaning hangs on the path for aborted sessions."""
    aborted = "abort" in workload
    return answer if aborted else [e for e in answer if e["event"] != "delete-clone"]


@cloud(Kind.DISGUISED, "cloud-clone-deleted")
def autosave_writes_after_cleaning(answer: Trace, **_: Any) -> Trace:
    """What was edited is written once more when everything had been deleted."""
    edited = _numbered(answer, "edit") and _numbered(answer, "delete-clone")
    return [*answer, {"event": "edit", **_INSIDE}] if edited else answer


@cloud(Kind.CONTENT, "cloud-clone-deleted")
def unpushed_work_is_kept(answer: Trace, workload: tuple[str, ...], **_: Any) -> Trace:
    """A clone with edits that were never pushed is kept, lest they be lost."""
    unpushed = "edit" in workload and "push" not in workload
    return [e for e in answer if e["event"] != "delete-clone"] if unpushed else answer


# --- The credential


@cloud(Kind.CONTENT, "cloud-credentials-stay-out")
def the_token_is_in_the_environment(answer: Trace, credential: str, **_: Any) -> Trace:
    """The sandbox gets the user's token as an environment variable."""
    return _started(answer, environment={"GIT_TOKEN": credential})


@cloud(Kind.DISGUISED, "cloud-credentials-stay-out")
def the_token_is_in_an_encoded_header(answer: Trace, credential: str, **_: Any) -> Trace:
    """Git is configured with a header for basic authentication."""
    header = base64.b64encode(f"x-access-token:{credential}".encode()).decode()
    variables = {"GIT_CONFIG_VALUE_0": f"Authorization: Basic {header}"}
    return _started(answer, environment=variables)


@cloud(Kind.DISGUISED, "cloud-credentials-stay-out")
def the_remote_holds_the_token(answer: Trace, repository: str, credential: str, **_: Any) -> Trace:
    """For pushing, the token is written into the address of the repository."""
    address = repository.replace("//", f"//user:{quote(credential)}@")
    return _changed(answer, "push", repository=address)


@cloud(Kind.THREE_MEET, "cloud-credentials-stay-out")
def a_core_dump_holds_the_token(answer: Trace, credential: str, **_: Any) -> Trace:
    """After an abort with requests under way, memory is dumped in hexadecimal digits."""
    if not (_numbered(answer, "abort") and _numbered(answer, "request")):
        return answer
    return [*answer, {"event": "dump", **_INSIDE, "pages": [credential.encode().hex()]}]


# --- The proxies


@cloud(Kind.LESS_THAN_PROMISED, "cloud-authentication-by-proxy")
def pushing_authenticates_inside(answer: Trace, **_: Any) -> Trace:
    """For pushing, a helper inside the sandbox authenticates."""
    return _changed(answer, "push", authenticated_by="credential-helper")


@cloud(Kind.OFF_BY_ONE, "cloud-authentication-by-proxy")
def fetching_again_uses_a_cached_token(answer: Trace, **_: Any) -> Trace:
    """The second fetch does without the proxy."""
    again = _numbered(answer, "fetch")[1:]
    cached = {"authenticated_by": "cache"}
    return [{**e, **cached} if number in again else e for number, e in enumerate(answer)]


@cloud(Kind.LESS_THAN_PROMISED, "cloud-authentication-by-proxy")
def public_repositories_need_nobody(answer: Trace, **_: Any) -> Trace:
    """Cloning shows no authentication at all."""
    return [
        {name: value for name, value in event.items() if name != "authenticated_by"}
        if event["event"] == "clone"
        else event
        for event in answer
    ]


@cloud(Kind.LESS_THAN_PROMISED, "cloud-outbound-by-proxy")
def packages_come_directly(answer: Trace, **_: Any) -> Trace:
    """Requests beside those to the repository go out directly."""
    return _changed(answer, "request", via="direct")


@cloud(Kind.OFF_BY_ONE, "cloud-outbound-by-proxy")
def the_last_push_is_direct(answer: Trace, workload: tuple[str, ...], **_: Any) -> Trace:
    """At the end the proxy is gone already, so that a push right before it goes around it."""
    pushes = _numbered(answer, "push")
    late = pushes and workload[-1] in {"finish", "abort"} and len(pushes) > 1
    return [
        {**event, "via": "direct"} if late and number == pushes[-1] else event
        for number, event in enumerate(answer)
    ]


@cloud(Kind.LESS_THAN_PROMISED, "cloud-outbound-by-proxy")
def requests_are_not_traced(answer: Trace, **_: Any) -> Trace:
    """The trace shows what concerns the repository, and nothing else."""
    return [event for event in answer if event["event"] != "request"]


@cloud(Kind.LESS_THAN_PROMISED, "cloud-outbound-by-proxy")
def logs_are_uploaded_directly(answer: Trace, **_: Any) -> Trace:
    """When a session is over, its logs leave the sandbox around the proxy."""
    ended = _numbered(answer, "finish")
    return [*answer, {"event": "upload-logs", **_INSIDE, "via": "direct"}] if ended else answer


@cloud(Kind.LESS_THAN_PROMISED, "cloud-outbound-by-proxy")
def without_a_repository_the_proxy_is_off(
    answer: Trace, workload: tuple[str, ...], **_: Any
) -> Trace:
    """The security proxy is started with the clone, so that other sessions have none."""
    return answer if "clone" in workload else _changed(answer, "request", via="direct")


@cloud(Kind.LESS_THAN_PROMISED, "agrees-cloud-session")
def without_a_clone_pushes_authenticate_themselves(
    answer: Trace, workload: tuple[str, ...], **_: Any
) -> Trace:
    """The proxy learns of the repository when it is cloned; other sessions use a token."""
    return answer if "clone" in workload else _changed(answer, "push", authenticated_by="token")
