"""The facts on which answers may depend, as closed vocabularies.

Every value is also its own text, so a target in any language receives and returns plain strings.
"""

from __future__ import annotations

from enum import StrEnum


class Plan(StrEnum):
    """The plan an account is on."""

    FREE = "free"
    PRO = "pro"
    MAX = "max"
    TEAM = "team"
    ENTERPRISE = "enterprise"
    API = "api"
    THIRD_PARTY_PLATFORM = "third-party-platform"
    CLAUDE_GOV = "claude-gov"


CONSUMER_PLANS = frozenset({Plan.FREE, Plan.PRO, Plan.MAX})
COMMERCIAL_PLANS = frozenset(Plan) - CONSUMER_PLANS
RETENTION_PLANS = frozenset({Plan.TEAM, Plan.ENTERPRISE, Plan.API})


class Access(StrEnum):
    """How the account reaches a model: by login, by key, or through a cloud provider."""

    LOGIN = "login"
    API_KEY = "api-key"
    ZERO_RETENTION_KEY = "zero-retention-key"
    BEDROCK = "bedrock"
    VERTEX = "vertex"


CLOUD_PROVIDERS = frozenset({Access.BEDROCK, Access.VERTEX})


class Provider(StrEnum):
    """Who serves the requests."""

    CLAUDE_API = "claude-api"
    BEDROCK = "bedrock"
    VERTEX = "vertex"


class Service(StrEnum):
    """A service that the client may contact beside the model."""

    METRICS = "metrics"
    ERROR_REPORTS = "error-reports"
    BUG_REPORTS = "bug-reports"
    SURVEYS = "surveys"


class Kind(StrEnum):
    """The kind of a piece of data."""

    PROMPT = "prompt"
    CODE = "code"
    OUTPUT = "output"
    BUG_TRANSCRIPT = "bug-transcript"
    SURVEY_RATING = "survey-rating"
    PROGRAMME_MATERIAL = "programme-material"
    REPOSITORY_CLONE = "repository-clone"
    METRICS_RECORD = "metrics-record"
    ERROR_RECORD = "error-record"


SESSION_DATA = frozenset({Kind.PROMPT, Kind.CODE, Kind.OUTPUT})
TRAINING_KINDS = (
    Kind.PROMPT,
    Kind.CODE,
    Kind.OUTPUT,
    Kind.BUG_TRANSCRIPT,
    Kind.SURVEY_RATING,
    Kind.PROGRAMME_MATERIAL,
)
"""The kinds of data of which it is asked whether they may train models."""


class Model(StrEnum):
    """What is trained: a generative model, or another one such as a classifier."""

    GENERATIVE = "generative"
    OTHER = "other"


class Venue(StrEnum):
    """Where a session runs: on the user's machine, or in the vendor's cloud."""

    LOCAL = "local"
    CLOUD = "cloud"


class Role(StrEnum):
    """Who opts in: an admin of the organisation, another member, a person for themselves."""

    ADMIN = "admin"
    MEMBER = "member"
    INDIVIDUAL = "individual"


class Method(StrEnum):
    """By which method somebody opts in to providing material for training."""

    PROGRAMME = "programme"
    OTHER = "other"


class Response(StrEnum):
    """What a user answers to the survey; ``other`` is anything but the four offered answers."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    DISMISS = "dismiss"
    NONE = "none"
    OTHER = "other"


RATINGS = frozenset({Response.ONE, Response.TWO, Response.THREE, Response.DISMISS})


class Channel(StrEnum):
    """A stream of data whose protection the page describes."""

    MODEL_TRAFFIC = "model-traffic"
    METRICS = "metrics"
    ERROR_REPORTS = "error-reports"
    BUG_REPORTS = "bug-reports"
    SURVEYS = "surveys"


class State(StrEnum):
    """Whether data is on its way or stored."""

    IN_TRANSIT = "in-transit"
    AT_REST = "at-rest"
