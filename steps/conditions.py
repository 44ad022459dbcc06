"""The closed vocabulary of conditions: what each Given phrase restricts.

A phrase restricts facts of a universe to some values; a later phrase about the same fact takes
the place of an earlier one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.oracle.facts import (
    CLOUD_PROVIDERS,
    COMMERCIAL_PLANS,
    CONSUMER_PLANS,
    RETENTION_PLANS,
    SESSION_DATA,
    Access,
    Channel,
    Kind,
    Model,
    Plan,
    Role,
    Service,
    State,
    Venue,
)
from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX, VARIABLES
from datausage.universe.accounts import UNCHOSEN
from datausage.universe.choices import CHOICES, DEADLINE, MOMENTS, START
from datausage.universe.configurations import filed
from datausage.universe.kept_data import AFTER_DAYS, AFTER_YEARS, AGE_EDGES, AGES
from datausage.universe.moments import surely_before, surely_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.universe.spaces import Value


def _plain(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _in_order(kind: type, chosen: Iterable[str]) -> tuple[str, ...]:
    wanted = set(chosen)
    return tuple(str(value) for value in kind if value in wanted)  # type: ignore[attr-defined]


def absent(*variables: str) -> dict[str, tuple[Value, ...]]:
    """Return the condition that the variables stand nowhere."""
    return {name: (None,) for variable in variables for name in (variable, filed(variable))}


def at_one(variable: str) -> dict[str, tuple[Value, ...]]:
    """Return the condition that a variable is 1 in the process and nothing else in the file."""
    return {variable: ("1",), filed(variable): (None, '"1"')}


def at_one_in_settings(variable: str) -> dict[str, tuple[Value, ...]]:
    """Return the condition that a variable is 1 in the settings file and absent elsewhere."""
    return {variable: (None,), filed(variable): ('"1"',)}


IN_PERIOD: Final = tuple(m for m in MOMENTS if surely_from(START, m) and surely_before(DEADLINE, m))
SINCE_START: Final = tuple(m for m in MOMENTS if surely_from(START, m))

ACCOUNTS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "any account": {},
    "any situation": {},
    "a consumer account": {"plan": _in_order(Plan, CONSUMER_PLANS)},
    "a commercial account": {"plan": _in_order(Plan, COMMERCIAL_PLANS)},
    "a Team, Enterprise or API account": {"plan": _in_order(Plan, RETENTION_PLANS)},
    "an API account": {"plan": (str(Plan.API),)},
    "it is used by login": {"access": (str(Access.LOGIN),)},
    "it is used by login or with an ordinary key": {
        "access": _plain((Access.LOGIN, Access.API_KEY))
    },
    "it is used with a zero-retention key": {"access": (str(Access.ZERO_RETENTION_KEY),)},
    "it is used in any way but with a zero-retention key": {
        "access": _in_order(Access, set(Access) - {Access.ZERO_RETENTION_KEY})
    },
    "it is used through Bedrock or Vertex": {"access": _in_order(Access, CLOUD_PROVIDERS)},
    "the account was on the same plan when the data was added": {"plan when added": ("the same",)},
    "the account was on a consumer plan when the data was added": {
        "plan when added": ("the same", str(Plan.PRO))
    },
    "the account was on the Pro plan when the data was added": {
        "plan when added": (str(Plan.PRO),)
    },
    "the account was on a commercial plan when the data was added": {
        "plan when added": ("the same", str(Plan.TEAM))
    },
    "the account was on the same plan, or on Team, when the data was added": {
        "plan when added": ("the same", str(Plan.TEAM))
    },
    "the account was on the Team plan when the data was added": {
        "plan when added": (str(Plan.TEAM),)
    },
}

DATA: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "a prompt, code or an output of a session": {"kind": _in_order(Kind, SESSION_DATA)},
    "a prompt or an output of a session": {"kind": _plain((Kind.PROMPT, Kind.OUTPUT))},
    "a prompt or code of a session": {"kind": _plain((Kind.PROMPT, Kind.CODE))},
    "a transcript shared with the bug command": {"kind": (str(Kind.BUG_TRANSCRIPT),)},
    "a survey rating": {"kind": (str(Kind.SURVEY_RATING),)},
    "material provided for training": {"kind": (str(Kind.PROGRAMME_MATERIAL),)},
    "the model is a generative one": {"model": (str(Model.GENERATIVE),)},
    "the session ran in the cloud": {"venue": (str(Venue.CLOUD),)},
}

SETTINGS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "the setting was on when the data was added": {"setting when added": ("on",)},
    "the setting was off when the data was added": {"setting when added": ("off",)},
    "nothing had been selected when the data was added": {"setting when added": UNCHOSEN},
    "no selection was made since": {"setting changed later": ("no",)},
    "the setting was not switched off since": {"setting changed later": ("no", "to on")},
    "the setting was not switched on since": {"setting changed later": ("no", "to off")},
    "the setting was switched on later": {"setting changed later": ("to on",)},
    "a selection was made later": {"setting changed later": ("to off", "to on")},
}

SESSIONS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "the session was started or resumed after the selection": {
        "session": ("started after the choice", "resumed after the choice")
    },
    "the session was resumed after the selection": {"session": ("resumed after the choice",)},
    "the session was idle ever after": {"session afterwards": ("idle",)},
}

OPT_INS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "nobody has opted in to providing data": {"opted in": ("none",)},
    "an admin had opted in, to the programme or otherwise, and has not withdrawn": {
        "opted in": ("admin, programme", "admin, other method")
    },
    "somebody has opted in to the programme": {
        "opted in": (
            "admin, programme",
            "member, programme",
            "admin, programme, withdrawn",
            "admin, programme, afterwards",
        )
    },
    "an admin opts in": {"who": (str(Role.ADMIN),)},
    "the opt-in is to the programme": {"method": ("programme",)},
}

CHOOSING: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "a moment within the selection period": {"moment": IN_PERIOD},
    "a moment since the choice exists": {"moment": SINCE_START},
    "the user signed up before the choice existed": {"signed up": ("before the choice existed",)},
    "the user signs up at this instant": {"signed up": ("at this instant",)},
    "the user has selected nothing yet": {"choices": ("none",)},
    "the user has made one selection or several": {
        "choices": tuple(name for name in CHOICES if name != "none")
    },
    "the user has selected once: on, at this instant or earlier": {"choices": ("on",)},
    "the user has selected once: off, at this instant or earlier": {"choices": ("off",)},
    "of several selections the latest was on": {"choices": ("off, on", "on, off, on")},
    "of several selections the latest was off": {"choices": ("on, off", "off, on, off")},
}

AGES_OF_DATA: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "the session had no activity after the data was added": {"last activity": ("then",)},
    "the session ended a day before at least": {
        "last activity": ("then",),
        "age": tuple(age for age in (*AGES, *AGE_EDGES) if age != "0d"),
    },
    "more than 30 days have passed, the last day included": {"age": AFTER_DAYS},
    "more than 5 years have passed, the last day included": {"age": AFTER_YEARS},
    "no number of days is configured": {"configured days": ("none",)},
    "from 1 to 30 days are configured": {"configured days": (1, 7, 29, 30)},
    "the limit has passed, its last day included": {"age": ("limit +1d", "limit +2d", "400d")},
}

SURVEYS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "a survey with any response or none": {},
    "a survey without a response": {"response": ("none",)},
}

STREAMS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "what a session exchanges with the model": {"stream": (str(Channel.MODEL_TRAFFIC),)},
    "operational metrics": {"stream": (str(Channel.METRICS),)},
    "error reports": {"stream": (str(Channel.ERROR_REPORTS),)},
    "bug reports": {"stream": (str(Channel.BUG_REPORTS),)},
    "it is in transit": {"state": (str(State.IN_TRANSIT),)},
    "it is at rest": {"state": (str(State.AT_REST),)},
    "the session is a local one": {"venue": (str(Venue.LOCAL),)},
}

CLOUD: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "any cloud session": {},
    "a cloud session with a repository": {"repository": ("cloned",)},
    "the session is finished": {"end": ("finish",)},
}

EVENTS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "any local session in which something is logged": {},
    "the user runs the bug command": {},
    "the user goes through with it": {"user": ("goes through with it",)},
    "the user cancels": {"user": ("cancels",)},
    "no public issue is asked for": {"public issue": ("not asked for",)},
}

_THREE: Final = _plain(OPT_OUTS)
_FALSE: Final = ("0", "", "true", "false", "no", "off")

CONFIGURATIONS: Final[dict[str, Mapping[str, tuple[Value, ...]]]] = {
    "any environment and settings file": {},
    "none of the policy's variables is set but those named below": absent(*VARIABLES),
    "neither provider variable is set": absent(USE_BEDROCK, USE_VERTEX),
    "the switch for all non-essential traffic is not set": absent(UMBRELLA),
    "the service is metrics": {"service": (str(Service.METRICS),)},
    "the service is error reports": {"service": (str(Service.ERROR_REPORTS),)},
    "the service is bug reports": {"service": (str(Service.BUG_REPORTS),)},
    "the service is metrics, error reports or bug reports": {"service": _THREE},
    "the service is error reports or bug reports": {"service": _THREE[1:]},
    "the service is metrics or bug reports": {"service": (_THREE[0], _THREE[2])},
    "the service is metrics or error reports": {"service": _THREE[:2]},
    "the switches of the single services hold anything but 1": dict.fromkeys(
        OPT_OUTS.values(), (None, *_FALSE)
    ),
    **{f"{variable} is 1": at_one(variable) for variable in VARIABLES},
    **{
        f"{variable} is not set": absent(variable) for variable in VARIABLES if variable != UMBRELLA
    },
    **{
        f"{variable} is 1 in the settings file alone": at_one_in_settings(variable)
        for variable in VARIABLES
    },
}

CONDITIONS: Final[dict[str, dict[str, Mapping[str, tuple[Value, ...]]]]] = {
    "Accounts": ACCOUNTS,
    "Data": DATA,
    "The setting, as history left it": SETTINGS,
    "Sessions": SESSIONS,
    "Opting in": OPT_INS,
    "Choosing": CHOOSING,
    "Time passed": AGES_OF_DATA,
    "Surveys": SURVEYS,
    "Streams of data": STREAMS,
    "Cloud sessions": CLOUD,
    "Events and reports": EVENTS,
    "Environment and settings": CONFIGURATIONS,
}
"""All phrases that take no argument, by heading."""
