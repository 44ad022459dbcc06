"""The questions of the first edition, in the page's order."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle import choice, cloud, dataflow, programme, surveys, switches, telemetry
from datausage.oracle import retention as keeping
from datausage.oracle import training as train
from datausage.oracle.answers import fields, record, single
from datausage.oracle.aspects import Aspect, MalformedAnswerError, Question
from datausage.oracle.facts import Service
from datausage.oracle.situations import (
    Answering,
    Caching,
    Choosing,
    Configured,
    HandOver,
    Keeping,
    Logging,
    OptingIn,
    Protecting,
    Reporting,
    Sending,
    Training,
    Working,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.oracle.aspects import RuleFunction


ON_OFF: Final = ("off", "on")
YES_NO: Final = ("no", "yes")


def _decision(situation: type, aspect: Aspect) -> Question:
    """Return a question whose answer is one word."""
    reader = single(aspect.name, aspect.values)
    return Question(aspect.name, aspect.title, situation, (aspect,), reader)


def _of_report(name: str, title: str, values: tuple[str, ...], rule: RuleFunction) -> Aspect:
    return Aspect(name, title, values, rule, essence=telemetry.reported)


_KEPT: Final = MappingProxyType(dict.fromkeys(("provider", *map(str, switches.OPT_OUTS)), "kept"))
_read_hand_over: Final = fields(environment=dict, settings=dict)


def _observe_hand_over(situation: Any, answer: object) -> Mapping[str, str]:
    """Handing something on claims that everything was kept; the oracle says whether it was."""
    return _KEPT


def _hand_over(situation: Configured, answer: object) -> HandOver:
    environment, settings = _read_hand_over(answer)
    if not _holds_texts(environment):
        raise MalformedAnswerError("field 'environment' holds something other than texts")
    if not isinstance(settings.get("env", {}), dict):
        raise MalformedAnswerError("field 'settings' holds an 'env' that is not a mapping")
    return HandOver(situation, Configured(environment, settings))


def _holds_texts(mapping: Mapping[Any, Any]) -> bool:
    # The usual types are told without a loop in Python.
    if {str}.issuperset(map(type, (*mapping, *mapping.values()))):
        return True
    return all(isinstance(text, str) for pair in mapping.items() for text in pair)


_HANDED_ON: Final = ("kept", "added", "lost")

_SELECTION: Final = {"may_choose": ("yes", "no"), "setting": ("off", "none", "on")}

_ALL: Final = (
    Question(
        "selection",
        "the user's choice",
        Choosing,
        (
            Aspect(
                "may_choose",
                "may the user choose now",
                ("yes", "no"),
                choice.may_choose,
                ranked=False,
            ),
            Aspect("setting", "the setting in force", ("off", "none", "on"), choice.setting),
        ),
        record(_SELECTION),
    ),
    _decision(
        Training, Aspect("training", "use for training", ("forbidden", "permitted"), train.training)
    ),
    _decision(
        OptingIn,
        Aspect("opt_in", "effect of an opt-in", ("ineffective", "effective"), programme.opt_in),
    ),
    Question(
        "survey_record",
        "record of a survey",
        Answering,
        (
            Aspect(
                "rating",
                "the recorded rating",
                ("none", "dismiss", "1", "2", "3", "other"),
                surveys.rating,
                ranked=False,
            ),
            Aspect(
                "besides", "what else is recorded", ("nothing", "envelope", "more"), surveys.besides
            ),
            Aspect("setting", "the training setting", ("unchanged", "changed"), surveys.setting),
        ),
        surveys.observe,
    ),
    _decision(
        Keeping,
        Aspect(
            "retention",
            "period on servers",
            (
                keeping.NOT_RETAINED,
                keeping.UNTIL_COMPLETION,
                keeping.THIRTY_DAYS,
                keeping.FIVE_YEARS,
            ),
            keeping.retention,
        ),
    ),
    _decision(
        Keeping, Aspect("presence", "presence on servers", ("gone", "held"), keeping.presence)
    ),
    _decision(
        Caching,
        Aspect(
            "local_cache", "presence on the user's machine", ("gone", "held"), keeping.local_cache
        ),
    ),
    _decision(
        Protecting,
        Aspect("protection", "protection of a stream", dataflow.PROTECTIONS, dataflow.protection),
    ),
    Question(
        "cloud_session",
        "trace of a cloud session",
        Working,
        (
            Aspect(
                "clone_place",
                "where the clone is",
                ("isolated-vm", "nowhere", "elsewhere"),
                cloud.clone_place,
                essence=cloud.worked,
            ),
            Aspect(
                "clone_afterwards",
                "the clone at the end",
                ("deleted", "left"),
                cloud.clone_afterwards,
                essence=cloud.worked,
            ),
            Aspect(
                "credentials",
                "the user's credential",
                ("kept-out", "entered"),
                cloud.credentials,
                essence=cloud.worked,
            ),
            Aspect(
                "authentication",
                "authentication at the repository's host",
                ("by-proxy", "unseen", "otherwise"),
                cloud.authentication,
                essence=cloud.worked,
            ),
            Aspect(
                "outbound",
                "outbound traffic",
                ("all-by-proxy", "unseen", "otherwise"),
                cloud.outbound,
                essence=cloud.worked,
            ),
        ),
        cloud.observe,
    ),
    Question(
        "metrics_event",
        "payload of a metrics event",
        Logging,
        (
            Aspect("code", "code", ("absent", "present"), telemetry.metrics_code),
            Aspect("paths", "file paths", ("absent", "present"), telemetry.metrics_paths),
            Aspect(
                "conversation",
                "prompts and outputs",
                ("absent", "present"),
                telemetry.metrics_conversation,
            ),
        ),
        telemetry.observe_event,
    ),
    Question(
        "error_event",
        "payload of an error report",
        Logging,
        tuple(
            Aspect(name, title, ("absent", "present"), telemetry.error_content)
            for name, title in (
                ("code", "code"),
                ("paths", "file paths"),
                ("conversation", "prompts and outputs"),
            )
        ),
        telemetry.observe_event,
    ),
    Question(
        "bug_report",
        "a bug report",
        Reporting,
        (
            _of_report("sent", "whether it is sent", YES_NO, telemetry.report_sent),
            _of_report(
                "history",
                "how much of the conversation it holds",
                ("nothing", "partial", "redacted", "complete"),
                telemetry.report_history,
            ),
            _of_report(
                "in_transit",
                "protection on its way",
                telemetry.IN_TRANSIT,
                telemetry.report_in_transit,
            ),
            _of_report(
                "at_rest",
                "protection where it is stored",
                telemetry.AT_REST,
                telemetry.report_at_rest,
            ),
            _of_report("issue", "whether a public issue is opened", YES_NO, telemetry.report_issue),
        ),
        telemetry.observe_report,
    ),
    _decision(
        Configured,
        Aspect(
            "provider",
            "who serves the requests",
            ("claude-api", "bedrock", "vertex"),
            switches.provider,
            ranked=False,
            essence=switches.standing_for_providers,
        ),
    ),
    _decision(
        Sending,
        Aspect(
            "traffic",
            "whether a service is on",
            ON_OFF,
            switches.traffic,
            essence=lambda situation: switches.switched(situation, situation.service),
        ),
    ),
    Question(
        "environment",
        "environment and settings handed on",
        Configured,
        (
            Aspect(
                "provider",
                "the provider",
                _HANDED_ON,
                switches.provider_handed_on,
                ranked=False,
                essence=switches.providers_handed_on,
            ),
            *(
                Aspect(
                    str(service),
                    f"the switch for {service}",
                    _HANDED_ON,
                    switches.service_handed_on,
                    essence=switches.switches_handed_on(service),
                )
                for service in (Service.METRICS, Service.ERROR_REPORTS, Service.BUG_REPORTS)
            ),
        ),
        _observe_hand_over,
        _hand_over,
    ),
)

QUESTIONS: Final[dict[str, Question]] = {question.name: question for question in _ALL}
