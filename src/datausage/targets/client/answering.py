"""From what was seen in runs of the client to the answer to a question.

Whatever is off, gone or absent counts only in a run whose controls hold: a client that broke down
sends nothing, either. What was seen to be sent needs no such proof.
"""

from __future__ import annotations

import base64
import binascii
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.configured import VARIABLES
from datausage.targets.client.screens import (
    BUG_ABSENT,
    BUG_CANCELLED,
    BUG_KEPT,
    BUG_SENT,
    BUG_TRIED,
    SURVEY_ANSWERED,
)
from datausage.targets.client.services import MODEL
from datausage.targets.client.sessions import NAMED
from datausage.targets.client.showing import UnseenError
from datausage.targets.client.staging import SESSION
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from datausage.targets.client.observation import Request
    from datausage.targets.client.showing import Run, Showing


def answer(question: str, showing: Showing) -> Outcome:
    """Return the answer to a question, from what its runs show."""
    for run in showing.runs:
        if run.seen.trouble:
            return Outcome(None, Fault.UNSEEN, run.told(run.seen.trouble))
    try:
        return _ANSWERS[question](showing)
    except UnseenError as error:
        return Outcome(None, Fault.UNSEEN, one_line(str(error), 500))


def _traffic(showing: Showing) -> Outcome:
    service = str(showing.given["service"])
    for run in showing.runs:
        if showing.is_on(service, run):
            return Outcome("on", None, run.told(_seen(showing, service, run)))
    if service == BUG_REPORTS:
        showing.sound()
        _reached_the_command(showing)
    for run in showing.runs:
        if not run.attended:
            run.sound()
    plain = showing.plain
    itself = plain is None or plain.scene in [run.scene for run in showing.runs]
    if plain and not itself and not showing.fulfils(service, plain):
        raise UnseenError(f"nothing of {service} is seen with nothing set, either")
    return Outcome("off")


def _seen(showing: Showing, service: str, run: Run) -> str:
    """Return what of a service was seen, in words."""
    sent = showing.of(service, run)
    if not sent:
        return "a host of this service was looked up or contacted"
    first = sent[0]
    by = f", by {first.process}, which it started" if first.child else ""
    return f"{first.method} {first.host}{first.path.partition('?')[0]}{by}"


def _reached_the_command(showing: Showing) -> None:
    for run in showing.runs:
        if not _BUG_ENDS & run.seen.screens.keys():
            raise UnseenError(run.told("it was not seen how the bug command ended"))


def _provider(showing: Showing) -> Outcome:
    found: dict[str, Run] = {}
    for run in showing.runs:
        entries = chain.from_iterable(map(showing.services.of, run.seen.requests))
        here = {entry.provider for entry in entries if entry.service == MODEL}
        if not here and run.attended:
            continue
        if not here:
            run.sound()
        if len(here) != 1:
            asked = " and ".join(sorted(here)) or "no model that is known"
            raise UnseenError(run.told(f"it asked {asked}"))
        found.setdefault(next(iter(here)), run)
    # Where runs differ, the one that differs from the plain one tells more.
    provider, run = list(found.items())[-1]
    return Outcome(provider, None, run.where if len(found) > 1 else "")


def _environment(showing: Showing) -> Outcome:
    """Return what the client hands on to programs that it starts; of several the most changed."""
    seen = ((run, _handed_on(run)) for run in showing.runs)
    handed_on = [(run, listed) for run, listed in seen if listed is not None]
    before = {**_filed(showing.given["settings"]), **showing.given["environment"]}

    def changed(handed: tuple[Run, dict[str, str]]) -> int:
        return sum(before.get(name) != handed[1].get(name) for name in VARIABLES)

    run, environment = max(handed_on, key=changed)
    answer: dict[str, Any] = {"environment": environment, "settings": {}}
    return Outcome({**answer, "seen": run.where} if run.where else answer)


def _filed(settings: Mapping[str, Any]) -> dict[str, str]:
    variables = settings.get("env")
    if not isinstance(variables, dict):
        return {}
    return {name: str(value) for name, value in variables.items()}


def _handed_on(run: Run) -> dict[str, str] | None:
    """Return the variables that a program was handed; None where a user did not get as far."""
    for request in reversed(run.seen.requests):
        for listed in _LISTED.findall(request.body):
            try:
                text = base64.b64decode(listed, validate=True).decode("utf-8", "replace")
            except binascii.Error:
                continue
            pairs = (line.partition("=") for line in text.split("\0") if line)
            return {name: value for name, _, value in pairs if name in VARIABLES}
    if run.attended:
        return None
    run.sound()
    raise UnseenError(run.told("it did not run the program that lists its environment"))


def _payload(service: str) -> Callable[[Showing], Outcome]:
    def answered(showing: Showing) -> Outcome:
        sent = _sent(showing, service, *showing.runs)
        _check_all_was_read(sent)
        _check_the_model_was_shown(showing)
        return Outcome({"sent": [_plain(request) for request in sent]})

    return answered


def _sent(showing: Showing, service: str, *runs: Run) -> list[Request]:
    sent = showing.of(service, *runs)
    if not sent:
        for run in runs:
            run.sound()
        raise UnseenError(f"nothing was sent to {service}, though nothing keeps it from that")
    return sent


def _plain(request: Request) -> dict[str, Any]:
    return {"path": request.path, "headers": dict(request.headers), "body": request.body}


def _check_all_was_read(sent: Iterable[Request]) -> None:
    """Refuse to say what is not in a body that could not be read whole."""
    for request in sent:
        if request.unread:
            raise UnseenError(f"what was sent to {request.host} was not read: {request.unread}")


def _check_the_model_was_shown(showing: Showing) -> None:
    """Refuse to look for canaries that have never been in the session."""
    told = "\n".join(request.body for request in showing.of(MODEL))
    session = showing.given["session"]
    for text in (*session.prompts[:1], *session.code):
        if text not in told:
            raise UnseenError(f"the session was not as busy as it was to be: {text!r} is not in it")


def _bug_report(showing: Showing) -> Outcome:
    sent = showing.of(BUG_REPORTS)
    _check_all_was_read(sent)
    if not sent:
        showing.sound()
        _reached_the_command(showing)
    return Outcome(
        {
            "sent": bool(sent),
            "payload": "\n".join(map(_unescaped, sent)),
            "in_transit": "none" if any(one.way == "plain" for one in sent) else "tls",
            # Of these two nothing is seen, and nothing is judged.
            "at_rest": "undetermined",
            "issue_opened": False,
        }
    )


def _unescaped(request: Request) -> str:
    """Return a body in which what JSON within JSON has escaped is as it was."""
    return request.body.replace("\\\\", "\\").replace('\\"', '"')


def _survey_record(showing: Showing) -> Outcome:
    """Return the rating that is sent; whatever goes with it counts as metrics, and is not judged.

    Which of what is sent is kept as the answer, nobody sees from outside.
    """
    (run,) = showing.runs
    if SURVEY_ANSWERED not in run.seen.screens:
        run.sound()
        raise UnseenError(run.told("the survey was not asked"))
    sent = "\n".join(request.body for request in showing.of("metrics"))
    found = {_RATINGS[word] for word in _RATED.findall(sent)}
    if not found:
        run.sound()
    rating = min(found) if found else None
    if len(found) > 1:
        raise UnseenError(run.told(f"several ratings were sent: {', '.join(sorted(found))}"))
    return Outcome({"rating": rating, "fields": {}, "setting": showing.given["allowed"]})


_RATINGS: Final = {"bad": "1", "fine": "2", "good": "3", "dismissed": "dismiss"}
_RATED: Final = re.compile(rf'"response": ?"({"|".join(_RATINGS)})"')


def _local_cache(showing: Showing) -> Outcome:
    showing.sound()
    (run,) = showing.runs
    if SESSION not in run.seen.kept:
        return Outcome("gone")
    return Outcome("held", None, f"it is there after a session of {run.seen.seconds:.0f} seconds")


def _protection(showing: Showing) -> Outcome:
    """Return how a stream is protected: there has to be one, and it has to stop for an impostor."""
    channel = str(showing.given["channel"])
    service = MODEL if channel == "model-traffic" else channel
    trusting, wary = showing.runs
    _sent(showing, service, trusting)
    if any(request.way == "plain" for request in showing.of(service)):
        return Outcome("none")
    if showing.of(service, wary):
        return Outcome("other-encryption", None, "it goes on though nobody it trusts vouches")
    if channel == BUG_REPORTS and not {BUG_SENT, BUG_TRIED} & wary.seen.screens.keys():
        raise UnseenError(wary.told("it was not seen to try to send a bug report"))
    if not wary.seen.refused:
        raise UnseenError(wary.told("it did not even try to reach anybody"))
    return Outcome("tls")


BY_EACH: Final = frozenset({"provider", "traffic", "environment"})
"""The questions to which each run gives an answer of its own; of several, the worst counts."""

BUG_REPORTS: Final = "bug-reports"
_BUG_ENDS: Final = frozenset({BUG_SENT, BUG_KEPT, BUG_CANCELLED, BUG_ABSENT})
_LISTED: Final = re.compile(rf"{NAMED}\\n([A-Za-z0-9+/=]*)\\n{NAMED}")

_ANSWERS: Final[Mapping[str, Callable[[Showing], Outcome]]] = {
    "provider": _provider,
    "traffic": _traffic,
    "environment": _environment,
    "metrics_event": _payload("metrics"),
    "error_event": _payload("error-reports"),
    "survey_record": _survey_record,
    "bug_report": _bug_report,
    "local_cache": _local_cache,
    "protection": _protection,
}
