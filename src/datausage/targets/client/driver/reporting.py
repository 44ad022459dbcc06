"""The bug command: opened, and gone through with or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.screens import (
    BUG_ABSENT,
    BUG_CANCELLED,
    BUG_KEPT,
    BUG_SENT,
    BUG_TRIED,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from datausage.targets.client.driver.user import User

_OPENED: Final = "opened"
_TO_TRY: Final = 1.0
"""Seconds in which a client that says it tries has made its first attempt."""


def open_report(user: User, key: Mapping[str, Any], *, trusted: bool) -> bool:
    """Open the command and describe the bug; return whether there is anything to go on with."""
    bug = user.words.bug
    # With a blank behind it, it is not what a list of commands would make of it.
    user.enter("/bug ")
    name = user.one_of({_OPENED: bug.opened, BUG_ABSENT: bug.absent, **_tried(user, trusted)})
    if name != _OPENED:
        user.keep(name)
        return False
    user.type(str(key["text"]))
    return True


def send_report(user: User, _: Mapping[str, Any], *, trusted: bool) -> bool:
    """Go through with it until the client says how it ended."""
    bug = user.words.bug
    ends = {BUG_SENT: bug.sent, **_tried(user, trusted)}
    if bug.kept is not None:
        ends[BUG_KEPT] = bug.kept
    ways = {f"step {number}": step for number, step in enumerate(bug.steps, 1)}
    user.line.press("enter")
    while (name := user.one_of({**ends, **{way: ways[way].shows for way in ways}})) in ways:
        user.line.press(ways.pop(name).press)
    user.keep(name)
    if name == BUG_TRIED:
        user.line.rest(_TO_TRY)
        return False
    user.line.press("escape")
    user.expect_to_type("the report")
    return True


def cancel_report(user: User, _: Mapping[str, Any], *, trusted: bool) -> bool:  # noqa: ARG001
    """Give it up."""
    user.line.press("escape")
    user.expect(user.words.bug.cancelled.search, "word that the report was given up")
    user.expect_to_type("the report")
    user.keep(BUG_CANCELLED)
    return True


def _tried(user: User, trusted: bool) -> dict[str, re.Pattern[str]]:
    """Return what ends an attempt where nobody can be trusted: it may go on for minutes."""
    return {} if trusted else {BUG_TRIED: user.words.bug.tried}
