"""Sessions that run in the cloud, judged by the trace of what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from datausage.oracle import canaries
from datausage.oracle.aspects import MalformedAnswerError
from datausage.oracle.rulings import SILENT, Ruling, ruled
from datausage.oracle.situations import Step

if TYPE_CHECKING:
    from datausage.oracle.rulings import ReadPolicy
    from datausage.oracle.situations import Working

SANDBOX: Final = "isolated-vm"
REPOSITORY_STEPS: Final = frozenset({Step.CLONE, Step.FETCH, Step.PUSH})
OUTBOUND_STEPS: Final = REPOSITORY_STEPS | {Step.REQUEST}
EVENT_LIMIT: Final = 10_000
_LEAVING: Final = frozenset({"clone", "edit"})
"""What leaves something of the repository behind."""


class Worked(NamedTuple):
    """What of a workload decides: which steps are in it, and the last one."""

    clones: bool
    in_repository: bool
    outbound: bool
    last: Step | None


def worked(situation: Working) -> Worked:
    """Return what decides about a session in the cloud."""
    workload = situation.workload
    return Worked(
        Step.CLONE in workload,
        not REPOSITORY_STEPS.isdisjoint(workload),
        not OUTBOUND_STEPS.isdisjoint(workload),
        workload[-1] if workload else None,
    )


# --- cloud-clone-isolated


def clone_place(essence: Worked, policy: ReadPolicy) -> Ruling:
    """Say where the repository is cloned to."""
    if not essence.clones:
        return SILENT
    return ruled("isolated-vm", "cloud-clone-isolated")


# --- cloud-clone-deleted


def clone_afterwards(essence: Worked, policy: ReadPolicy) -> Ruling:
    """Say what becomes of the clone."""
    if not essence.clones:
        return SILENT
    if essence.last is Step.FINISH:
        return ruled("deleted", "cloud-clone-deleted")
    if essence.last is Step.ABORT:
        if policy.holds("abort-is-completion", "completed"):
            return ruled("deleted", "cloud-clone-deleted")
        return SILENT
    if policy.holds("clone-kept-before-end", "kept"):
        return ruled("left", "cloud-clone-deleted")
    return SILENT


# --- cloud-credentials-stay-out


def credentials(essence: Worked, policy: ReadPolicy) -> Ruling:
    """Say whether the user's credential enters the sandbox."""
    return ruled("kept-out", "cloud-credentials-stay-out")


# --- cloud-authentication-by-proxy


def authentication(essence: Worked, policy: ReadPolicy) -> Ruling:
    """Say how the client authenticates towards the repository's host."""
    if not essence.in_repository:
        return SILENT
    return ruled("by-proxy", "cloud-authentication-by-proxy")


# --- cloud-outbound-by-proxy


def outbound(essence: Worked, policy: ReadPolicy) -> Ruling:
    """Say by which way traffic leaves the sandbox."""
    if not essence.outbound:
        return ruled(frozenset({"all-by-proxy", "unseen"}), "cloud-outbound-by-proxy")
    return ruled("all-by-proxy", "cloud-outbound-by-proxy")


def observe(situation: Working, answer: object) -> dict[str, str]:
    """Read a trace of events."""
    trace = _events(answer)
    return {
        "clone_place": _clone_place(trace),
        "clone_afterwards": _clone_afterwards(trace),
        "credentials": _credentials(trace, situation.credential),
        "authentication": _ways(
            trace, situation, REPOSITORY_STEPS, ("authenticated_by", "secure-proxy", "by-proxy")
        ),
        "outbound": _ways(
            trace, situation, OUTBOUND_STEPS, ("via", "security-proxy", "all-by-proxy")
        ),
    }


Trace = Sequence[Mapping[str, Any]]

# The usual types first: the abstract classes take longer to be asked.
_SEQUENCES: Final = (list, Sequence)
_MAPPINGS: Final = (dict, Mapping)


def _events(answer: object) -> Trace:
    if isinstance(answer, str | bytes) or not isinstance(answer, _SEQUENCES):
        raise MalformedAnswerError("the answer is not a sequence of events")
    if len(answer) > EVENT_LIMIT:
        raise MalformedAnswerError(f"the trace has more than {EVENT_LIMIT} events")
    for number, event in enumerate(answer):
        if not isinstance(event, _MAPPINGS) or not isinstance(event.get("event"), str):
            raise MalformedAnswerError(f"event {number} is no mapping with a text under 'event'")
    return answer


def _clone_place(trace: Trace) -> str:
    places = {str(event.get("where")) for event in trace if event["event"] == "clone"}
    if not places:
        return "nowhere"
    return "isolated-vm" if places == {SANDBOX} else "elsewhere"


def _clone_afterwards(trace: Trace) -> str:
    state = "left"
    for event in trace:
        name = event["event"]
        if name == "delete-clone":
            state = "deleted"
        elif name in _LEAVING and event.get("where") == SANDBOX:
            state = "left"
    return state


def _credentials(trace: Trace, credential: str) -> str:
    # What is not said to be elsewhere is taken to be inside.
    inside = [event for event in trace if event.get("where", SANDBOX) == SANDBOX]
    return "entered" if canaries.holds_any(canaries.text_of(inside), (credential,)) else "kept-out"


def _ways(
    trace: Trace, situation: Working, steps: frozenset[Step], wanted: tuple[str, str, str]
) -> str:
    """Say whether all events of some steps were seen, and went the wanted way."""
    key, way, name = wanted
    taken = [event.get(key) for event in trace if event["event"] in steps]
    if taken.count(way) < len(taken):
        return "otherwise"
    if [event for event in trace if event.get(key, way) != way]:
        return "otherwise"
    expected = [step for step in situation.workload if step in steps]
    if len(taken) < len(expected) or not taken:
        return "unseen"
    return name
