"""A faithful implementation of every question, written apart from the reference.

Each open point is decided by one reading, declared in ``describe``.
"""

from __future__ import annotations

from datausage.examples.consent import selection
from datausage.examples.keeping import local_cache, presence, retention
from datausage.examples.launching import environment, provider, traffic
from datausage.examples.learning import opt_in, training
from datausage.examples.sandbox import cloud_session
from datausage.examples.sending import (
    bug_report,
    error_event,
    metrics_event,
    protection,
    survey_record,
)

__all__ = [
    "bug_report",
    "cloud_session",
    "describe",
    "environment",
    "error_event",
    "local_cache",
    "metrics_event",
    "opt_in",
    "presence",
    "protection",
    "provider",
    "retention",
    "selection",
    "survey_record",
    "traffic",
    "training",
]

READINGS = {
    # The choice and model training.
    "choice-day-boundary": "utc",
    "deadline-day": "included",
    "choice-after-deadline": "open",
    "unselected-in-period": "off",
    "unselected-after-period": "off",
    "before-start": "no-training",
    "setting-when": "at-collection",
    "resume-scope": "whole-session",
    "refused-then-resumed": "stays-out",
    "ongoing-session": "reached",
    "previous-session": "unselected-only",
    "consumer-on-company-access": "access-governs",
    "plan-move": "terms-at-collection",
    "commercial-outputs": "covered",
    "other-models": "covered",
    # Opt-ins and feedback.
    "non-admin-opt-in": "admin-only",
    "programme-outside-api-plan": "first-party",
    "programme-third-party-plan": "excluded",
    "programme-consumers": "not-offered",
    "other-opt-in-methods": "anyone-anywhere",
    "opt-in-withdrawal": "ended",
    "programme-scope": "all-data",
    "opt-in-under-zdr": "material-apart",
    "material-without-opt-in": "not-usable",
    "material-before-opt-in": "not-covered",
    "bug-feedback-training": "follows-the-account",
    # Surveys.
    "survey-metadata": "nothing-else",
    "survey-other-answer": "nothing",
    "surveys-default": "unspoken",
    "surveys-nonessential": "nonessential",
    "surveys-as-metrics": "separate",
    # Retention.
    "retention-setting-change": "at-collection",
    "retention-plan-move": "at-collection",
    "retention-gov": "as-commercial",
    "retention-third-party": "as-commercial",
    "retention-named-plan-through-cloud": "by-plan",
    "zero-retention-scope": "transcripts-only",
    "zero-retention-code": "part-of-transcript",
    "bug-under-zdr": "five-years",
    "other-records-retention": "unspoken",
    "period-start": "collection",
    "period-end": "to-the-instant",
    "leap-day": "twenty-eighth",
    "period-floor": "ceiling",
    "local-cache-others": "same",
    "local-cache-start": "last-activity",
    "local-cache-longer": "not-above",
    "local-cache-zero": "nothing-kept",
    # Data flow and the cloud.
    "at-rest-meaning": "exact",
    "cloud-protection": "unspoken",
    "bug-encryption-method": "any",
    "abort-is-completion": "completed",
    "clone-kept-before-end": "unspoken",
    "clone-retention-period": "until-completion",
    # Payloads.
    "metrics-other-content": "kept-out",
    "error-content": "unspoken",
    "bug-redaction": "full-copy",
    # Switches.
    "set-disable-telemetry": "non-empty",
    "set-disable-error-reporting": "non-empty",
    "set-disable-bug-command": "non-empty",
    "set-umbrella": "non-empty",
    "set-use-bedrock": "exactly-1",
    "set-use-vertex": "exactly-1",
    "both-providers": "bedrock",
    "settings-precedence": "process-wins",
    "settings-json-values": "as-text",
}


def describe() -> dict[str, object]:
    """Say who answers, for which edition, and how each open point is read."""
    return {
        "name": "faithful",
        "version": "1.0",
        "edition": "2025-10-27",
        "readings": READINGS,
    }
