"""Targets that are watched: planning their runs for all scenarios at once, and making them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from datausage.evidence.counting import counted
from datausage.evidence.watched import watched
from datausage.grading.repertoire import Repertoire, repertoire
from datausage.session.escaping import shown
from datausage.session.folding import folded, listed
from datausage.session.progress import say
from datausage.session.stash import PREPARING
from datausage.targets.watching import Watches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pytest

    from datausage.evidence.watched import Watched
    from datausage.grading.summing import Scenario
    from datausage.session.setting_up import Setup
    from datausage.session.sides import Side

BEYOND: Final = (
    "Beyond the page, which speaks of settings.json: where settings stand in another file, or two "
    "files say the opposite, this differs, and no rule is judged by it:"
)
PAUSE: Final = 10.0
"""Seconds between two lines that say how far the runs are."""


def prepared(config: pytest.Config, side: Side, tags: Collection[str]) -> Repertoire | None:
    """Make the runs that the scenarios with such tags take; None where no target is watched.

    A replay asks about one situation, and plans nothing.
    """
    caller, setup = side.met.caller, side.setup
    if not isinstance(caller, Watches) or setup.replay is not None or setup.calls is None:
        return None
    chosen = [one for one in _scenarios(setup, side) if not {one.rule} - set(tags)]
    planned = repertoire(chosen, caller, setup.calls)
    config.stash[PREPARING] = True
    try:
        caller.prepare(planned.runs, _Telling(config, side.label or setup.target.value))
    finally:
        config.stash[PREPARING] = False
    return planned


def _scenarios(setup: Setup, side: Side) -> Iterator[Scenario]:
    from datausage.steps.scenarios import scenarios  # noqa: PLC0415 - for such targets only

    offered = side.met.capabilities.offered
    for one in scenarios(setup.edition):
        if one.expectation.question.name in offered:
            yield one


class _Telling:
    """Says now and then how many runs are over."""

    def __init__(self, config: pytest.Config, name: str) -> None:
        self._config, self._name = config, name
        self._began = self._last = time.monotonic()

    def __call__(self, over: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last >= PAUSE or over == of:
            self._last = now
            say(self._config, f"{self._name}: {over} of {of} runs, {now - self._began:.0f} s")


def runs(side: Side) -> int:
    """Return how often a target was run; 0 where it is not watched."""
    caller = side.met.caller
    return caller.runs if isinstance(caller, Watches) else 0


def end(side: Side) -> None:
    """Count no run that is not over: what is told of a run that was broken off is to agree."""
    if isinstance(side.met.caller, Watches):
        side.met.caller.end()


def seen(side: Side) -> Watched | None:
    """Return how often a target that is watched was run, and what is strange."""
    caller = side.met.caller
    if not isinstance(caller, Watches):
        return None
    told: dict[str, int] = {}
    for where, words in caller.strangers():
        line = f"{words} ({where})" if where else words
        told[line] = told.get(line, 0) + 1
    return watched(caller.runs, caller.kept, caller.again, told, caller.beyond())


def paragraphs(found: Watched | None) -> Iterator[str]:
    """Yield what the summary says of what was seen."""
    if found is None:
        return
    again = found.again
    tried = f"; {counted(again, 'time')} a run was begun again, since it was none" if again else ""
    kept = f", {found.kept:,} of them kept from earlier" if found.kept else ""
    yield folded(f"The target was run {counted(found.runs, 'time')}{kept}{tried}.")
    if found.strangers:
        lines = [folded("Unclassified traffic, which no entry of the table of services knows:")]
        for words, count in found.strangers.items():
            lines.append(listed(shown(f"{words}: {counted(count, 'run')}", 400)))
        if found.more_strangers:
            lines.append(listed(f"and {counted(found.more_strangers, 'more destination')}"))
        yield "\n".join(lines)
    if found.beyond:
        lines = [folded(BEYOND)]
        lines += [listed(shown(words, 500)) for words in found.beyond]
        yield "\n".join(lines)
