"""What came back from one call of a target: its answer, or what went wrong."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from datausage.targets.untrusted import thrown


class Fault(StrEnum):
    """What a target did instead of answering, or beside it."""

    RAISED = "raised"
    EXITED = "exited"
    SKIPPED = "skipped"
    TIMED_OUT = "timed-out"
    PRINTED = "printed"
    CHANGED_ITS_INPUT = "changed-its-input"
    STOPPED = "stopped"
    # Of another process only: an answer of a wrong form, a line that is none, and its end.
    MALFORMED = "malformed"
    GARBLED = "garbled"
    DIED = "died"
    # Of a server only: there is no way to it, and it answered with another status.
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    # Of a launcher only: nothing, or nothing certain, was seen of what it hands to its child.
    UNSEEN = "unseen"
    UNCLEAR = "unclear"


class Outcome(NamedTuple):
    """The answer to one call, with the fault there was, in one line of detail.

    The answer is None where the call did not return; a printing or mutating call has one.
    There is one for every call, hence a tuple: nothing is made faster.
    """

    answer: object
    fault: Fault | None = None
    detail: str = ""


def fault_of(error: BaseException) -> Outcome:
    """Return the outcome of a call that ended by throwing."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, SystemExit):
        fault = Fault.EXITED
    elif names & {"Skipped", "SkipTest"}:
        # By name: an implementation under test may use any test tool, and we import none.
        fault = Fault.SKIPPED
    else:
        fault = Fault.RAISED
    return Outcome(None, fault, thrown(error))
