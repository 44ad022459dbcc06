"""What the outcomes state, written by hand: the question, its aspects, and the answers admitted."""

from __future__ import annotations

import re
from typing import NamedTuple


class Statement(NamedTuple):
    """Of these aspects of a question these answers; without answers, whatever the page allows."""

    question: str
    aspects: tuple[str, ...]
    answers: frozenset[str] | None


SWITCHES = "metrics error-reports bug-reports"

# Phrase: question, aspects and answers.
_STATED: dict[str, tuple[str, str, str]] = {
    "the user may choose": ("selection", "may_choose", "yes"),
    "the setting in force is on": ("selection", "setting", "on"),
    "the setting in force is off": ("selection", "setting", "off"),
    "use for training is permitted": ("training", "training", "permitted"),
    "use for training is forbidden": ("training", "training", "forbidden"),
    "the opt-in is effective": ("opt_in", "opt_in", "effective"),
    "the opt-in is not effective": ("opt_in", "opt_in", "ineffective"),
    "no rating is recorded": ("survey_record", "rating", "none"),
    "nothing but the rating is recorded": ("survey_record", "besides", "nothing envelope"),
    "the training setting is unchanged": ("survey_record", "setting", "unchanged"),
    "its retention period is 5 years": ("retention", "retention", "five-years"),
    "its retention period is 30 days": ("retention", "retention", "thirty-days"),
    "it is not retained": ("retention", "retention", "not-retained"),
    "it is gone from the servers": ("presence", "presence", "gone"),
    "it is gone from the user's machine": ("local_cache", "local_cache", "gone"),
    "it is encrypted with TLS": ("protection", "protection", "tls"),
    "it is encrypted with 256-bit AES": ("protection", "protection", "aes-256"),
    "it is encrypted": ("protection", "protection", "tls aes-256 other-encryption"),
    "the clone is on an isolated virtual machine": ("cloud_session", "clone_place", "isolated-vm"),
    "the clone is deleted": ("cloud_session", "clone_afterwards", "deleted"),
    "the user's credential stays out of the sandbox": ("cloud_session", "credentials", "kept-out"),
    "authentication is done by the secure proxy": ("cloud_session", "authentication", "by-proxy"),
    "all outbound traffic passes the security proxy": (
        "cloud_session",
        "outbound",
        "all-by-proxy unseen",
    ),
    "the metrics hold no code": ("metrics_event", "code", "absent"),
    "the metrics hold no file path": ("metrics_event", "paths", "absent"),
    "the report is sent": ("bug_report", "sent", "yes"),
    "no bug report is sent": ("bug_report", "sent", "no"),
    "no part of the conversation is sent": ("bug_report", "history", "nothing"),
    "the report holds the full conversation": ("bug_report", "history", "complete redacted"),
    "the report is encrypted in transit": ("bug_report", "in_transit", "tls other-encryption"),
    "the report is encrypted at rest": ("bug_report", "at_rest", "aes-256 other-encryption"),
    "no public issue is opened": ("bug_report", "issue", "no"),
    "requests are served by the Claude API": ("provider", "provider", "claude-api"),
    "requests are served by Bedrock": ("provider", "provider", "bedrock"),
    "requests are served by Vertex": ("provider", "provider", "vertex"),
    "the service is on": ("traffic", "traffic", "on"),
    "the service is off": ("traffic", "traffic", "off"),
    "no opt-out is lost on the way": ("environment", SWITCHES, "kept added"),
    "no service is switched off on the way": ("environment", SWITCHES, "kept lost"),
    "the provider is kept": ("environment", "provider", "kept"),
}


def stated(phrase: str) -> Statement:
    """Return what a phrase states; raise LookupError where nothing is written."""
    if found := re.fullmatch(r"the recorded rating is (\w+)", phrase):
        return Statement("survey_record", ("rating",), frozenset({found[1]}))
    if found := re.fullmatch(r"each answer on (.+) is one that the page allows", phrase):
        return Statement(found[1].replace(" ", "_"), (), None)
    question, aspects, answers = _STATED[phrase]
    return Statement(question, tuple(aspects.split()), frozenset(answers.split()))
