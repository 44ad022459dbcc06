"""What the conditions mean, written by hand: each phrase as the changes it makes to a story.

A story is the plainest situation, told in keywords that ``building`` understands. A phrase that
leaves a choice names every way to keep it. Nothing here is taken from the universes of the suite.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any

from datausage.oracle.facts import (
    Access,
    Channel,
    Kind,
    Method,
    Model,
    Plan,
    Response,
    Role,
    Service,
    State,
    Venue,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Story = dict[str, Any]

BEDROCK, VERTEX = "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX"
COMMON = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"
METRICS, ERRORS, BUGS = "DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_BUG_COMMAND"
VARIABLES = (BEDROCK, VERTEX, COMMON, METRICS, ERRORS, BUGS)

NOTHING: tuple[Story, ...] = ({},)


def one(key: str, *values: Any) -> tuple[Story, ...]:
    """Return the ways to keep a condition that admits some values."""
    return tuple({key: value} for value in values)


CONSUMER = one("plan", Plan.FREE, Plan.PRO, Plan.MAX)
COMMERCIAL = one(
    "plan", Plan.TEAM, Plan.ENTERPRISE, Plan.API, Plan.THIRD_PARTY_PLATFORM, Plan.CLAUDE_GOV
)
SWITCHES_AT_FALSE: tuple[Story, ...] = (
    {METRICS: "0", ERRORS: "false", BUGS: ""},
    {METRICS: "", ERRORS: "no"},
    {BUGS: "off"},
)

MEANING: dict[str, tuple[Story, ...]] = {
    **dict.fromkeys(
        (
            "any account",
            "any situation",
            "any environment and settings file",
            "any local session in which something is logged",
            "the user runs the bug command",
            "none of the policy's variables is set but those named below",
            "neither provider variable is set",
            "the switch for all non-essential traffic is not set",
            *(f"{variable} is not set" for variable in VARIABLES if variable != COMMON),
        ),
        NOTHING,
    ),
    # Accounts.
    "a consumer account": CONSUMER,
    "a commercial account": COMMERCIAL,
    "a Team, Enterprise or API account": COMMERCIAL[:3],
    "an API account": one("plan", Plan.API),
    "it is used by login": one("access", Access.LOGIN),
    "it is used by login or with an ordinary key": one("access", Access.LOGIN, Access.API_KEY),
    "it is used with a zero-retention key": one("access", Access.ZERO_RETENTION_KEY),
    "it is used in any way but with a zero-retention key": one(
        "access", Access.LOGIN, Access.API_KEY, Access.BEDROCK, Access.VERTEX
    ),
    "it is used through Bedrock or Vertex": one("access", Access.BEDROCK, Access.VERTEX),
    "the account was on the same plan when the data was added": one("plan then", None),
    "the account was on a consumer plan when the data was added": one("plan then", None, Plan.MAX),
    "the account was on the Pro plan when the data was added": one("plan then", Plan.PRO),
    "the account was on a commercial plan when the data was added": one(
        "plan then", None, Plan.ENTERPRISE
    ),
    "the account was on the same plan, or on Team, when the data was added": one(
        "plan then", None, Plan.TEAM
    ),
    "the account was on the Team plan when the data was added": one("plan then", Plan.TEAM),
    # Data.
    "a prompt, code or an output of a session": one("kind", Kind.PROMPT, Kind.CODE, Kind.OUTPUT),
    "a prompt or an output of a session": one("kind", Kind.PROMPT, Kind.OUTPUT),
    "a prompt or code of a session": one("kind", Kind.PROMPT, Kind.CODE),
    "a transcript shared with the bug command": one("kind", Kind.BUG_TRANSCRIPT),
    "a survey rating": one("kind", Kind.SURVEY_RATING),
    "material provided for training": one("kind", Kind.PROGRAMME_MATERIAL),
    "the model is a generative one": one("model", Model.GENERATIVE),
    "the session ran in the cloud": one("venue", Venue.CLOUD),
    # The setting, sessions and opt-ins.
    "the setting was on when the data was added": one("setting then", True),
    "the setting was off when the data was added": one("setting then", False),
    "nothing had been selected when the data was added": one("setting then", None),
    "no selection was made since": one("selected later", None),
    "the setting was not switched off since": one("selected later", None, True),
    "the setting was not switched on since": one("selected later", None, False),
    "the setting was switched on later": one("selected later", True),
    "a selection was made later": one("selected later", True, False),
    "the session was started or resumed after the selection": one("resumed", False, True),
    "the session was resumed after the selection": one("resumed", True),
    "the session was idle ever after": NOTHING,
    "nobody has opted in to providing data": one("opted in", None),
    "an admin had opted in, to the programme or otherwise, and has not withdrawn": one(
        "opted in", (Role.ADMIN, Method.PROGRAMME), (Role.ADMIN, Method.OTHER)
    ),
    "somebody has opted in to the programme": one(
        "opted in", (Role.ADMIN, Method.PROGRAMME), (Role.MEMBER, Method.PROGRAMME)
    ),
    "an admin opts in": one("who", Role.ADMIN),
    "the opt-in is to the programme": one("method", Method.PROGRAMME),
    # Choosing.
    "a moment within the selection period": one("clock", "2025-08-29", "2025-09-15", "2025-10-06"),
    "a moment since the choice exists": one("clock", "2025-08-29", "2025-10-08", "2027-01-01"),
    "the user signed up before the choice existed": one("joined", "2025-03-02"),
    "the user signs up at this instant": one("joined", "this instant"),
    "the user has selected nothing yet": one("chosen", ()),
    "the user has made one selection or several": one(
        "chosen", (True,), (False,), (True, False, True)
    ),
    "the user has selected once: on, at this instant or earlier": one("chosen", (True,)),
    "the user has selected once: off, at this instant or earlier": one("chosen", (False,)),
    "of several selections the latest was on": one("chosen", (False, True)),
    "of several selections the latest was off": one("chosen", (True, True, False)),
    # Time passed.
    "the session had no activity after the data was added": NOTHING,
    "the session ended a day before at least": one("age", (0, 1), (0, 45), (6, 0)),
    "more than 30 days have passed, the last day included": one("age", (0, 31), (0, 400), (6, 0)),
    "more than 5 years have passed, the last day included": one("age", (5, 2), (9, 0)),
    "no number of days is configured": one("configured", None),
    "from 1 to 30 days are configured": one("configured", 1, 14, 30),
    "the limit has passed, its last day included": one("beyond the limit", 1, 300),
    # Surveys, streams and sessions in the cloud.
    "a survey with any response or none": one("response", *Response),
    "a survey without a response": one("response", Response.NONE),
    "what a session exchanges with the model": one("stream", Channel.MODEL_TRAFFIC),
    "operational metrics": one("stream", Channel.METRICS),
    "error reports": one("stream", Channel.ERROR_REPORTS),
    "bug reports": one("stream", Channel.BUG_REPORTS),
    "it is in transit": one("state", State.IN_TRANSIT),
    "it is at rest": one("state", State.AT_REST),
    "the session is a local one": one("venue", Venue.LOCAL),
    "any cloud session": one("cloned", True, False),
    "a cloud session with a repository": one("cloned", True),
    "the session is finished": one("finished", True),
    # Reports and services.
    "the user goes through with it": one("confirmed", True),
    "the user cancels": one("confirmed", False),
    "no public issue is asked for": one("issue", False),
    "the service is metrics": one("service", Service.METRICS),
    "the service is error reports": one("service", Service.ERROR_REPORTS),
    "the service is bug reports": one("service", Service.BUG_REPORTS),
    "the service is metrics, error reports or bug reports": one(
        "service", Service.METRICS, Service.ERROR_REPORTS, Service.BUG_REPORTS
    ),
    "the service is error reports or bug reports": one(
        "service", Service.ERROR_REPORTS, Service.BUG_REPORTS
    ),
    "the service is metrics or bug reports": one("service", Service.METRICS, Service.BUG_REPORTS),
    "the service is metrics or error reports": one(
        "service", Service.METRICS, Service.ERROR_REPORTS
    ),
    # Variables: by their names in the process, with "filed" before them in the settings file.
    "the switches of the single services hold anything but 1": SWITCHES_AT_FALSE,
    **{f"{variable} is 1": one(variable, "1") for variable in VARIABLES},
    **{
        f"{variable} is 1 in the settings file alone": one(f"filed {variable}", "1")
        for variable in VARIABLES
    },
}


def ways(phrase: str) -> tuple[Story, ...]:
    """Return every way to keep what a phrase gives; raise LookupError where none is written."""
    if found := re.fullmatch(r"an account on the (\S+) plan", phrase):
        return one("plan", Plan(found[1]))
    if found := re.fullmatch(r"the user answers (\w+)", phrase):
        return one("response", Response(found[1]))
    if found := re.fullmatch(r'the process environment sets (\w+) to "(.*)"', phrase):
        return one(found[1], found[2])
    return MEANING[phrase]


def stories(given: Iterable[str]) -> Iterator[Story]:
    """Yield every story in which all that is given holds; a later phrase overrules an earlier."""
    for chosen in product(*map(ways, given)):
        yield {key: value for changes in chosen for key, value in changes.items()}
