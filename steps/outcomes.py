"""The closed vocabulary of outcomes: what each Then phrase states.

An outcome names a question, an aspect of its answer, and the answers that it admits.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from datausage.oracle.facts import Service


class Outcome(NamedTuple):
    """What a Then phrase states: of these aspects of a question, these answers and no others.

    Without ``answers``, whatever some admissible reading permits; with a ``change``, whatever
    agrees with the answer before it.
    """

    question: str
    aspects: tuple[str, ...]
    answers: frozenset[str] | None
    change: str = ""


def _of(question: str, aspect: str, *answers: str) -> Outcome:
    return Outcome(question, (aspect,), frozenset(answers))


_SWITCHED: Final = (Service.METRICS, Service.ERROR_REPORTS, Service.BUG_REPORTS)

OUTCOMES: Final[dict[str, Outcome]] = {
    "the user may choose": _of("selection", "may_choose", "yes"),
    "the setting in force is on": _of("selection", "setting", "on"),
    "the setting in force is off": _of("selection", "setting", "off"),
    "use for training is permitted": _of("training", "training", "permitted"),
    "use for training is forbidden": _of("training", "training", "forbidden"),
    "the opt-in is effective": _of("opt_in", "opt_in", "effective"),
    "the opt-in is not effective": _of("opt_in", "opt_in", "ineffective"),
    "no rating is recorded": _of("survey_record", "rating", "none"),
    "nothing but the rating is recorded": _of("survey_record", "besides", "nothing", "envelope"),
    "the training setting is unchanged": _of("survey_record", "setting", "unchanged"),
    "its retention period is 5 years": _of("retention", "retention", "five-years"),
    "its retention period is 30 days": _of("retention", "retention", "thirty-days"),
    "it is not retained": _of("retention", "retention", "not-retained"),
    "it is gone from the servers": _of("presence", "presence", "gone"),
    "it is gone from the user's machine": _of("local_cache", "local_cache", "gone"),
    "it is encrypted with TLS": _of("protection", "protection", "tls"),
    "it is encrypted with 256-bit AES": _of("protection", "protection", "aes-256"),
    "it is encrypted": _of("protection", "protection", "tls", "aes-256", "other-encryption"),
    "the clone is on an isolated virtual machine": _of(
        "cloud_session", "clone_place", "isolated-vm"
    ),
    "the clone is deleted": _of("cloud_session", "clone_afterwards", "deleted"),
    "the user's credential stays out of the sandbox": _of(
        "cloud_session", "credentials", "kept-out"
    ),
    "authentication is done by the secure proxy": _of(
        "cloud_session", "authentication", "by-proxy"
    ),
    "all outbound traffic passes the security proxy": _of(
        "cloud_session", "outbound", "all-by-proxy", "unseen"
    ),
    "the metrics hold no code": _of("metrics_event", "code", "absent"),
    "the metrics hold no file path": _of("metrics_event", "paths", "absent"),
    "the report is sent": _of("bug_report", "sent", "yes"),
    "no bug report is sent": _of("bug_report", "sent", "no"),
    "no part of the conversation is sent": _of("bug_report", "history", "nothing"),
    "the report holds the full conversation": _of("bug_report", "history", "complete", "redacted"),
    "the report is encrypted in transit": _of(
        "bug_report", "in_transit", "tls", "other-encryption"
    ),
    "the report is encrypted at rest": _of("bug_report", "at_rest", "aes-256", "other-encryption"),
    "no public issue is opened": _of("bug_report", "issue", "no"),
    "requests are served by the Claude API": _of("provider", "provider", "claude-api"),
    "requests are served by Bedrock": _of("provider", "provider", "bedrock"),
    "requests are served by Vertex": _of("provider", "provider", "vertex"),
    "the service is on": _of("traffic", "traffic", "on"),
    "the service is off": _of("traffic", "traffic", "off"),
    "no opt-out is lost on the way": Outcome(
        "environment", tuple(map(str, _SWITCHED)), frozenset({"kept", "added"})
    ),
    "no service is switched off on the way": Outcome(
        "environment", tuple(map(str, _SWITCHED)), frozenset({"kept", "lost"})
    ),
    "the provider is kept": _of("environment", "provider", "kept"),
}
