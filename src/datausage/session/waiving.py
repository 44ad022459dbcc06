"""The file of waivers that the user names: found, opened with care, and read."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datausage.grading.waiving import Standing, Waivers
from datausage.policy import waivers as policy
from datausage.session import clock, options
from datausage.session.escaping import shown
from datausage.session.folding import folded, listed
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.policy.edition import Edition
    from datausage.policy.waivers import Waiver
    from datausage.session.options import Given
    from datausage.session.tally import Tally

_DAY = "datausage_day"
# A link is not followed, and a pipe is not waited for.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_WHY = {
    Standing.STALE: "stale: what it waives does not fail any more; take it out",
    Standing.EXPIRED: "expired: mend what it waives, or decide on another day",
    Standing.UNTESTED: "not put to the test: too little of what it waives was asked here",
}


def waivers(config: pytest.Config, edition: Edition) -> Waivers | None:
    """Return the waivers that the user names; None where none are.

    Raises:
        pytest.UsageError: the file cannot be read, or something in it is wrong.
    """
    given = options.one(config, options.WAIVERS)
    if given is None:
        return None
    if not given.value.strip():
        wrong(given.written, options.WAIVERS.wants)
    typed = getattr(config.option, options.WAIVERS.dest, None) is not None
    place = (config.invocation_params.dir if typed else config.rootpath) / given.value
    # Imported here: this reads all features, which only who waives something needs.
    from datausage.evidence.waivable import waivable  # noqa: PLC0415

    known = waivable(edition.id)
    try:
        entries = policy.read(_content(place, given), known)
    except policy.WaiverError as error:
        name = shown(given.value)
        raise pytest.UsageError(*(f"{name}: {shown(c, 600)}" for c in error.complaints)) from error
    return Waivers(entries, _day(config), known, given.value)


def tell_worker(workerinput: dict[str, Any], held: Waivers | None) -> None:
    """Give a process of pytest-xdist the day of the run, so that all compare with the same one."""
    if held is not None:
        workerinput[_DAY] = held.day.isoformat()


def _day(config: pytest.Config) -> date:
    told: dict[str, Any] = getattr(config, "workerinput", {})
    return date.fromisoformat(told[_DAY]) if _DAY in told else clock.clock(os.environ)().date()


def _content(place: Path, given: Given) -> bytes:
    try:
        handle = os.open(place, _FLAGS)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            wrong(given.written, "it is no plain file")
        with os.fdopen(handle, "rb") as file:
            return file.read(policy.LARGEST + 1)
    except FileNotFoundError:
        wrong(given.written, "there is no such file")
    except (OSError, ValueError) as error:
        if Path(place).is_symlink():
            wrong(given.written, "it is a link; name the file itself")
        wrong(given.written, f"it cannot be read: {getattr(error, 'strerror', '') or 'bad name'}")


def told(tally: Tally) -> Iterator[str]:
    """Yield what the summary says of each waiver."""
    held = tally.waivers
    if held is None:
        return
    yield folded(f"Waivers of {shown(held.file)}, on {held.day}: {len(tally.standings) or 'none'}")
    for one, standing in tally.standings.items():
        yield listed(f"{_named(one)}: {_what(one, standing, tally)}")


def _what(one: Waiver, standing: Standing, tally: Tally) -> str:
    if standing is Standing.IN_FORCE:
        names = tally.waived_by(one)
        what = f"waives {len(names)} failing scenario{'' if len(names) == 1 else 's'}"
    else:
        what = _WHY[standing]
    if standing is Standing.EXPIRED:
        return f"expiry = {one.expiry}: {what} (owner {shown(one.owner)}, {shown(one.ticket)})"
    return f"{what}; owner {shown(one.owner)}, {shown(one.ticket)}, until {one.expiry}"


def _named(one: Waiver) -> str:
    return f"waiver {one.number}, {one.rule}, {shown(str(one.scope))}"


def reason(covering: tuple[Waiver, ...]) -> str:
    """Return why a scenario that fails does not fail the run, in one line."""
    named = (f"by {shown(w.owner)} until {w.expiry} ({shown(w.ticket)})" for w in covering)
    return f"waived {', '.join(named)}"
