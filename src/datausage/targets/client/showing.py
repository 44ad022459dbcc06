"""Showing: the runs that a question takes, and what they show, if they show anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datausage.targets.client.driver import FAILED
from datausage.targets.client.observation import LACKING
from datausage.targets.client.scene import PLACES, SPOKEN_OF
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.client.observation import Observation, Request
    from datausage.targets.client.scene import Scene
    from datausage.targets.client.services import Services


class UnseenError(Exception):
    """A run shows nothing; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what the client was given, and what was seen of it."""

    scene: Scene
    seen: Observation

    @property
    def where(self) -> str:
        """How this run differs from a plain one, in words; empty where it does not."""
        first, *others = [PLACES[place] for place in self.scene.settings] or [""]
        against = f", against others in {' and '.join(others)}" if others else ""
        words = [
            f"with the settings in {first}{against}" if first else "",
            "resumed" if self.scene.resumed else "",
            "at a terminal" if self.attended else "",
            "with an authority that it has no reason to trust" if not self.scene.trusted else "",
        ]
        return ", ".join(filter(None, words))

    @property
    def attended(self) -> bool:
        """Whether a user sits at a terminal.

        Of a version whose screens nobody knows, such a run may show nothing. That must not cost
        what the others show.
        """
        return self.scene.keys is not None

    @property
    def is_spoken_of(self) -> bool:
        """Whether the page speaks of where the settings stand; of files in conflict it does not."""
        places = tuple(self.scene.settings)
        return not places or (len(places) == 1 and places[0] in SPOKEN_OF)

    def told(self, what: str) -> str:
        """Return what is to be said of this run, in one line."""
        return one_line(f"{self.where}: {what}" if self.where else what, 500)

    def sound(self) -> None:
        """Refuse to conclude anything from what is missing where the controls do not hold.

        Raises:
            UnseenError: they do not.
        """
        lacking = self.seen.controls.lacking
        if lacking:
            reasons = ", ".join(LACKING[name] for name in lacking)
            code = self.seen.code
            ended = "it did not end by itself" if code is None else f"exit code {code}"
            errors = f"; on standard error: {self.seen.errors[-300:]}" if self.seen.errors else ""
            raise UnseenError(self.told(f"the run shows nothing: {reasons} ({ended}){errors}"))
        for name, screen in self.seen.screens.items():
            if name.startswith(FAILED):
                why = screen.partition("\n")[0]
                raise UnseenError(self.told(f"the run shows nothing: at the terminal, {why}"))


@dataclass(frozen=True, slots=True)
class Showing:
    """What a question is asked with, the runs that it takes, and the services of this version.

    ``plain`` is a run with nothing set: that a service is off counts only where that shows it.
    """

    services: Services
    given: Mapping[str, Any]
    runs: tuple[Run, ...]
    plain: Run | None = None

    def of(self, service: str, *runs: Run) -> list[Request]:
        """Return the requests that belong to a service; of some runs only.

        Those of programs that the client has started count as well: no scene has it start any that
        sends something.
        """
        return [
            request
            for run in runs or self.runs
            for request in run.seen.requests
            if any(entry.service == service for entry in self.services.of(request))
        ]

    def is_on(self, service: str, run: Run) -> bool:
        """Say whether anything was sent to a service, or begun to be."""
        if self.of(service, run):
            return True
        contacted = {one.name for one in run.seen.contacts if one.name}
        return service in self.services.named({*run.seen.names, *contacted})

    def fulfils(self, service: str, run: Run) -> bool:
        """Say whether what a service is there for was sent to it, and not only what goes before."""
        return any(
            entry.service == service and not entry.preparing
            for request in self.of(service, run)
            for entry in self.services.of(request)
        )

    def sound(self) -> None:
        """Refuse to conclude anything from what is missing where some controls do not hold."""
        for run in self.runs:
            run.sound()
