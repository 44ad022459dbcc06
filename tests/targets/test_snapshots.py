"""What a target changes of its arguments is noticed, in whatever way it does so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from datausage.oracle.facts import Access, Plan, Service
from datausage.oracle.situations import Account, Event, Happening
from datausage.targets.snapshots import Snapshots

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = datetime(2026, 1, 15, tzinfo=UTC)


class Hostile:
    """Must not be asked anything."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        return hash("DISABLE_TELEMETRY")


def arguments() -> dict[str, Any]:
    """Return arguments of every sort that a target receives."""
    return {
        "environment": {"DISABLE_TELEMETRY": "1", "EDITOR": "vi"},
        "settings": {"env": {"DISABLE_TELEMETRY": 1}, "permissions": {"allow": ["Read"]}},
        "service": Service.METRICS,
        "account": Account(Plan.PRO, Access.LOGIN),
        "history": (Event(DAY, Happening.STARTED, "one"), Event(DAY, Happening.MESSAGED, "one")),
        "clock": DAY,
        "confirmed": True,
    }


def after(change: Callable[[dict[str, Any]], object]) -> list[str]:
    """Return which arguments count as changed after something was done with them."""
    given = arguments()
    before = Snapshots([dict(given)])
    change(given)
    return before.changes().get(0, [])


def put(mapping: dict[Any, Any], key: object, value: object) -> None:
    mapping[key] = value


def moved(mapping: dict[str, Any], key: str) -> None:
    mapping[key] = mapping.pop(key)


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda given: put(given["environment"], "EDITOR", given["environment"]["EDITOR"]),
        lambda given: put(given["environment"], "EDITOR", str(b"vi", "ascii")),
        lambda given: moved(given["environment"], "DISABLE_TELEMETRY"),
        lambda given: put(given["settings"], "env", {"DISABLE_TELEMETRY": 1}),
        lambda given: put(given["settings"]["permissions"], "allow", ["Read"]),
        lambda given: object.__setattr__(given["account"], "plan", Plan.PRO),
        lambda given: given.pop("settings"),
    ],
)
def test_arguments_that_are_equal_to_what_they_were_are_not_changed(
    change: Callable[[dict[str, Any]], object],
) -> None:
    assert after(change) == []


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda given: given["environment"].clear(), ["environment"]),
        (lambda given: put(given["environment"], "EDITOR", "ed"), ["environment"]),
        (lambda given: put(given["environment"], "PAGER", "less"), ["environment"]),
        (lambda given: put(given["environment"], "EDITOR", Hostile()), ["environment"]),
        (lambda given: given["settings"]["env"].clear(), ["settings"]),
        (lambda given: put(given["settings"], "env", {"DISABLE_TELEMETRY": True}), ["settings"]),
        (lambda given: put(given["settings"], "env", {"DISABLE_TELEMETRY": 2}), ["settings"]),
        (lambda given: put(given["settings"], "env", given["settings"]), ["settings"]),
        (lambda given: put(given["settings"], "env", None), ["settings"]),
        (lambda given: given["settings"]["permissions"]["allow"].append("Write"), ["settings"]),
        (lambda given: put(given["settings"]["permissions"], "allow", ("Read",)), ["settings"]),
        (lambda given: put(given["settings"]["permissions"], "allow", ["Write"]), ["settings"]),
        (lambda given: object.__setattr__(given["account"], "plan", Plan.MAX), ["account"]),
        (lambda given: object.__delattr__(given["account"], "plan"), ["account"]),
        (lambda given: object.__setattr__(given["history"][1], "session", "two"), ["history"]),
        (lambda given: object.__delattr__(given["history"][0], "at"), ["history"]),
        (
            lambda given: (given["environment"].clear(), given["settings"].clear()),
            ["environment", "settings"],
        ),
    ],
)
def test_the_arguments_that_were_changed_are_named(
    change: Callable[[dict[str, Any]], object], names: list[str]
) -> None:
    assert after(change) == names


def test_a_key_of_the_targets_own_making_is_not_asked_about() -> None:
    def change(given: dict[str, Any]) -> None:
        environment = given["environment"]
        environment.clear()
        environment[Hostile()] = "1"
        environment["EDITOR"] = "vi"

    assert after(change) == ["environment"]
