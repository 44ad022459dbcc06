"""Changes of a situation, of which each tells what answers before and after have in common.

They need no reference: whatever the page leaves open, these must not matter, or not more than so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from datausage.oracle.facts import Kind, Venue
from datausage.oracle.situations import Configured, Event, Happening
from datausage.oracle.switches import OPT_OUTS, UMBRELLA, USE_BEDROCK, USE_VERTEX, VARIABLES
from datausage.universe.configurations import OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from datausage.oracle.situations import History

UNRELATED: Final = {
    name: value
    for group in ("a cloud region", "a proxy", "names with a suffix")
    for name, value in OTHERS[group].items()
}
THIRD_SESSION: Final = "a third session"


class Asked(Enum):
    """What is asked about each situation."""

    BEFORE_AND_AFTER = "before and after"
    """It and what the change makes of it."""
    ONCE_MORE = "once more"
    """It and what the target itself has made of it."""
    AROUND_ANOTHER = "around another"
    """It, what the change puts beside it, and it again."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A change: ``apply`` returns the changed situation, or None where there is nothing to change.

    Either it changes no answer, or, where ``restricting``, no answer exposes more than before.
    """

    name: str
    apply: Callable[[Any], Any]
    restricting: bool = False
    asked: Asked = Asked.BEFORE_AND_AFTER

    @property
    def calls(self) -> int:
        """How many calls it takes to ask about one situation."""
        return 3 if self.asked is Asked.AROUND_ANOTHER else 2

    @property
    def of_hand_overs(self) -> bool:
        """Whether it is about what a target hands on, and so about no other question."""
        return self.asked is not Asked.BEFORE_AND_AFTER


def _set(variable: str) -> Change:
    def apply(situation: Any) -> Any:
        if situation.environment.get(variable) == "1":
            return None
        return replace(situation, environment={**situation.environment, variable: "1"})

    return Change(f"{variable} is set to 1", apply, restricting=True)


def _later(name: str, days: int) -> Change:
    def apply(situation: Any) -> Any:
        return replace(situation, clock=situation.clock + timedelta(days=days))

    return Change(name, apply, restricting=True)


def _unrelated_variables(situation: Any) -> Any:
    return replace(situation, environment={**UNRELATED, **situation.environment})


def _other_order(situation: Any) -> Any:
    environment = dict(reversed(situation.environment.items()))
    settings = dict(reversed(situation.settings.items()))
    if "env" in settings:
        settings["env"] = dict(reversed(settings["env"].items()))
    return replace(situation, environment=environment, settings=settings)


def _other_venue(situation: Any) -> Any:
    material = situation.material
    if material.kind is Kind.REPOSITORY_CLONE:
        # There is none but in the cloud.
        return None
    other = Venue.LOCAL if material.venue is Venue.CLOUD else Venue.CLOUD
    return replace(situation, material=replace(material, venue=other))


def _events_swapped(situation: Any) -> Any:
    """Let the last two neighbours change places that happened in two sessions."""
    history: History = situation.history
    for number, (one, other) in reversed(list(enumerate(pairwise(history)))):
        if one.session and other.session and one.session != other.session:
            swapped = (replace(other, at=one.at), replace(one, at=other.at))
            return replace(situation, history=(*history[:number], *swapped, *history[number + 2 :]))
    return None


def _third_session(situation: Any) -> Any:
    """Add a session that begins with the account and still goes on."""
    history: History = situation.history
    first = Event(history[0].at, Happening.STARTED, THIRD_SESSION)
    last = Event(history[-1].at, Happening.MESSAGED, THIRD_SESSION)
    return replace(situation, history=(history[0], first, *history[1:], last))


MARK: Final = "mark-of-another-project-7f3a"
"""A text that stands in the settings of another project, and nowhere else."""


def _itself(situation: Any) -> Any:
    return situation


def _another_project(_: Any) -> Any:
    """Return a project in whose settings every switch is set, and more."""
    filed = {**dict.fromkeys(VARIABLES, "1"), "ANOTHER_PROJECT": MARK}
    return Configured({}, {"env": filed, "permissions": {"allow": [f"Read({MARK})"]}})


CHANGES: Final[dict[str, Change]] = {
    change.name: change
    for change in (
        *(_set(variable) for variable in (*OPT_OUTS.values(), UMBRELLA, USE_BEDROCK, USE_VERTEX)),
        _later("a day passes", 1),
        _later("a year passes", 365),
        Change("variables of other programs are added", _unrelated_variables),
        Change("the variables come in another order", _other_order),
        Change(
            "the session is one on the web instead of a local one, or the reverse", _other_venue
        ),
        Change("events of two sessions change places", _events_swapped),
        Change("another session goes on all the time", _third_session),
        Change("it is handed on once more", _itself, asked=Asked.ONCE_MORE),
        Change("another project came before", _another_project, asked=Asked.AROUND_ANOTHER),
    )
}
"""The changes, by the words of the specification."""
