"""One protocol per question: what an implementation defines to offer it.

A target offers any number of them. Arguments are passed by keyword.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from datausage.oracle.facts import (
        Channel,
        Method,
        Model,
        Response,
        Role,
        Service,
        State,
        Venue,
    )
    from datausage.oracle.situations import Account, History, Material, Session, Step
    from datausage.targets import answers


class ProviderDecision(Protocol):
    """Decides who serves the requests."""

    def provider(
        self, *, environment: dict[str, str], settings: dict[str, Any]
    ) -> answers.ProviderAnswer:
        """Return the provider that this environment and settings file select."""


class Traffic(Protocol):
    """Decides what is sent beside the requests to the model."""

    def traffic(
        self, *, environment: dict[str, str], settings: dict[str, Any], service: Service
    ) -> answers.SwitchAnswer:
        """Return whether the service is on in this configuration."""


class Environment(Protocol):
    """Composes the configuration in which the client is started."""

    def environment(
        self, *, environment: dict[str, str], settings: dict[str, Any]
    ) -> answers.HandedOn:
        """Return what is handed on of the user's environment and settings."""


class Selection(Protocol):
    """Keeps the user's choice about training."""

    def selection(self, *, account: Account, history: History, clock: datetime) -> answers.Selected:
        """Return whether the user may choose at that moment, and the setting in force."""


class TrainingDecision(Protocol):
    """Decides what may train a model."""

    def training(
        self,
        *,
        account: Account,
        material: Material,
        history: History,
        model: Model,
        clock: datetime,
    ) -> answers.TrainingAnswer:
        """Return whether the material may train the model at that moment."""


class OptIn(Protocol):
    """Accepts or refuses those who opt in to providing material for training."""

    def opt_in(self, *, account: Account, role: Role, method: Method) -> answers.OptInAnswer:
        """Return whether opting in that way has an effect."""


class Retention(Protocol):
    """Decides how long data is kept."""

    def retention(
        self, *, account: Account, material: Material, history: History, clock: datetime
    ) -> answers.PeriodAnswer:
        """Return the period for which the material is kept."""


class Presence(Protocol):
    """Knows which data is there."""

    def presence(
        self, *, account: Account, material: Material, history: History, clock: datetime
    ) -> answers.PresenceAnswer:
        """Return whether the material is held at that moment."""


class LocalCache(Protocol):
    """Stores sessions on the user's machine."""

    def local_cache(
        self,
        *,
        account: Account,
        configured_days: int | None,
        created: datetime,
        last_activity: datetime,
        clock: datetime,
    ) -> answers.PresenceAnswer:
        """Return whether the session is still on the machine at that moment."""


class SurveyRecord(Protocol):
    """Records answers to the survey."""

    def survey_record(
        self, *, response: Response, session: Session, allowed: bool
    ) -> answers.Recorded:
        """Return what is recorded; ``allowed`` is the training setting before."""


class BugReport(Protocol):
    """Handles the bug command."""

    def bug_report(
        self,
        *,
        environment: dict[str, str],
        settings: dict[str, Any],
        session: Session,
        confirmed: bool,
        issue_requested: bool,
    ) -> answers.Reported:
        """Return what happens when a user runs the command in this configuration."""


class MetricsEvent(Protocol):
    """Logs usage metrics."""

    def metrics_event(self, *, session: Session, happened: str) -> answers.Payload:
        """Return what is sent as metrics about what happened in the session."""


class ErrorEvent(Protocol):
    """Logs errors."""

    def error_event(self, *, session: Session, happened: str) -> answers.Payload:
        """Return what is sent as an error report about what happened in the session."""


class Protection(Protocol):
    """Protects data on its way and where it is stored."""

    def protection(
        self, *, channel: Channel, state: State, venue: Venue
    ) -> answers.EncryptionAnswer:
        """Return how the data of the channel is encrypted in that state."""


class CloudSession(Protocol):
    """Runs cloud sessions."""

    def cloud_session(
        self, *, workload: tuple[Step, ...], repository: str, credential: str
    ) -> answers.Trace:
        """Return the trace of running the workload on the repository."""
