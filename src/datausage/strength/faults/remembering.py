"""Mistakes of implementations that keep something from one call to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.strength.kinds import Kind
from datausage.strength.planted import fault

if TYPE_CHECKING:
    from datausage.oracle.situations import Account, Material, Session

    Env = dict[str, str]

Trace = list[dict[str, Any]]


remembering = partial(fault, Kind.STATE)


@remembering("agrees-traffic", question="traffic")
class OnceOffIsOffForGood:
    """The first opt-out that is read switches a module-wide flag, which nothing resets."""

    def __init__(self) -> None:
        self._off = False

    def __call__(self, answer: str, **_: Any) -> str:
        """Answer, and remember that something was off."""
        self._off = self._off or answer == "off"
        return "off" if self._off else answer


@remembering("agrees-provider", question="provider")
class TheProviderIsChosenOnce:
    """The client of the provider is a singleton, made with the first request."""

    def __init__(self) -> None:
        self._first: str | None = None

    def __call__(self, answer: str, **_: Any) -> str:
        """Answer as the first time."""
        self._first = self._first or answer
        return self._first


@remembering("agrees-training", question="training")
class ConsentIsCachedPerSession:
    """The gate caches its decision under the id of the session, and ids come again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, answer: str, material: Material, **_: Any) -> str:
        """Answer what was decided for the session and the kind of data before."""
        return self._known.setdefault((material.session, str(material.kind)), answer)


@remembering("agrees-opt-in", question="opt_in")
class TheFormKeepsTheAdmin:
    """The form remembers that an admin was there, and lets the next one in, too."""

    def __init__(self) -> None:
        self._admin = False

    def __call__(self, answer: str, role: str, **_: Any) -> str:
        """Answer, and remember an admin who got in."""
        before, self._admin = self._admin, role == "admin" and answer == "effective"
        return "effective" if before else answer


@remembering("agrees-presence", question="presence")
class TheIndexIsNotRebuilt:
    """What the index once said is there stays in it, until somebody builds it anew."""

    def __init__(self) -> None:
        self._held: set[tuple[str, str]] = set()

    def __call__(self, answer: str, account: Account, material: Material, **_: Any) -> str:
        """Answer, and remember what was held for a plan."""
        entry = (str(account.plan), str(material.kind))
        if answer == "held":
            self._held.add(entry)
        return "held" if entry in self._held else answer


@remembering("agrees-local-cache", question="local_cache")
class TheFirstNumberIsKept:
    """The number of days is read when the program starts, and belongs to the first account."""

    def __init__(self) -> None:
        self._days: list[int | None] = []

    def __call__(self, answer: str, configured_days: int | None, **others: Any) -> str:
        """Answer by the number of days of the first call."""
        self._days = self._days or [configured_days]
        return faithful.local_cache(configured_days=self._days[0], **others)


@remembering("bug-full-history", question="bug_report")
class ThePreviousTranscriptIsSent:
    """The transcript is written to a file that is not emptied, and its beginning is sent."""

    def __init__(self) -> None:
        self._file: Any = None

    def __call__(self, answer: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Answer with the payload of the first report."""
        if answer["sent"]:
            self._file = self._file or answer["payload"]
            return {**answer, "payload": self._file}
        return answer


@remembering("agrees-bug-report", question="bug_report")
class OnceConfirmedIsConfirmed:
    """The question before sending is asked once, and the answer kept for later reports."""

    def __init__(self) -> None:
        self._confirmed = False

    def __call__(self, answer: dict[str, Any], confirmed: bool, **others: Any) -> dict[str, Any]:
        """Answer as if what was confirmed once always was."""
        self._confirmed = self._confirmed or confirmed
        return faithful.bug_report(confirmed=self._confirmed, **others)


@remembering("metrics-no-code", question="metrics_event")
class TheCrashBufferGoesAlong:
    """A buffer for crashes holds the code of the session, and is attached to the next event."""

    def __init__(self) -> None:
        self._buffer: tuple[str, ...] = ()

    def __call__(self, answer: dict[str, Any], session: Session, happened: str) -> dict[str, Any]:
        """Answer with what a crash left behind."""
        before, self._buffer = self._buffer, session.code if happened == "crash" else ()
        return {**answer, "buffer": list(before)} if before else answer


@remembering("cloud-credentials-stay-out", question="cloud_session")
class TheMachineIsUsedAgain:
    """A machine is not wiped after an abort, and the next session finds the proxy's files."""

    def __init__(self) -> None:
        self._left: list[str] = []

    def __call__(
        self, answer: Trace, workload: tuple[str, ...], credential: str, **_: Any
    ) -> Trace:
        """Answer with what an aborted session left behind."""
        before = self._left
        self._left = [credential] if "abort" in workload else []
        found = {"event": "start", "where": "isolated-vm", "files": before}
        return [found, *answer] if before else answer


@remembering("agrees-environment", "handover-adds-none", question="environment")
class TheEnvironmentOnlyGrows:
    """The launcher writes into its own environment, which every later session inherits."""

    def __init__(self) -> None:
        self._own: Env = {}

    def __call__(self, answer: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Answer with the variables of all earlier sessions."""
        self._own = {**self._own, **answer["environment"]}
        return {**answer, "environment": dict(self._own)}


@remembering("agrees-survey-record", question="survey_record")
class TheSettingOfTheLastProfileIsSaved:
    """The profile is saved from a form that still holds the setting of the user before."""

    def __init__(self) -> None:
        self._last: bool | None = None

    def __call__(self, answer: dict[str, Any], allowed: bool, **_: Any) -> dict[str, Any]:
        """Answer with the setting of the last call."""
        before, self._last = self._last, allowed
        return answer if before is None else {**answer, "setting": before}


@remembering("agrees-protection", question="protection")
class TheConnectionIsReused:
    """What protects the first stream that is asked about is written down for all of them."""

    def __init__(self) -> None:
        self._first: str | None = None

    def __call__(self, answer: str, **_: Any) -> str:
        """Answer with the protection of the first stream."""
        self._first = self._first or answer
        return self._first


@remembering("agrees-retention", question="retention")
class TheKeyOfTheLastCustomerIsKept:
    """Whether a key has zero retention is looked up when the connection is opened."""

    def __init__(self) -> None:
        self._zero = False

    def __call__(self, answer: str, material: Material, **_: Any) -> str:
        """Answer for session data as if the last customer's key were still in use."""
        before, self._zero = self._zero, answer == "not-retained"
        return "not-retained" if before and material.kind in {"prompt", "output"} else answer
