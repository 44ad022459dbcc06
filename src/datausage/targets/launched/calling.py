"""Asking a launcher: it is started for every call, and its child says what it was handed."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.asks import MANY_AT_ONCE
from datausage.targets.launched.scene import PLACES
from datausage.targets.launched.stages import Stages
from datausage.targets.launched.telling import changed, placed, told
from datausage.targets.outcome import Fault, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from datausage.targets.asking import Arguments
    from datausage.targets.launched.program import Program
    from datausage.targets.launched.scene import Scene
    from datausage.targets.launched.stages import Stage

MOST_FAILURES: Final = 3
AT_ONCE: Final = min(4, os.cpu_count() or 1)
_GIVING_UP: Final = frozenset({Fault.TIMED_OUT, Fault.DIED})


class LauncherCaller:
    """Starts a launcher for every call. ``calls`` counts, per question, the situations asked."""

    at_once = MANY_AT_ONCE

    def __init__(self, program: Program, *, timeout: float = 10.0) -> None:
        self.calls: Counter[str] = Counter()
        self._program, self._timeout = program, timeout
        self._failures: Counter[str] = Counter()
        self._stages = Stages()

    def fresh(self) -> LauncherCaller:
        """Return another caller, with counts of its own; every call is in a fresh home anyway."""
        return LauncherCaller(self._program, timeout=self._timeout)

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order, each of a home of its own."""
        return [one for (one,) in self._each(question, [[build] for build in batch], self._alone)]

    def ask_as_one_user(
        self, question: str, groups: Sequence[Sequence[Arguments]]
    ) -> list[list[Outcome]]:
        """Return the outcomes of each group: projects of one user, asked one after the other."""
        return self._each(question, groups, self._together)

    def close(self) -> None:
        """Let everything end; asking again starts anew."""
        self._stages.close()

    def _each(
        self,
        question: str,
        groups: Sequence[Sequence[Arguments]],
        ask: Callable[[Stage, list[dict[str, Any]]], list[Outcome]],
    ) -> list[list[Outcome]]:
        given = [[build() for build in group] for group in groups]
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            found = [*pool.map(partial(self._patiently, question, ask, self._stages.closed), given)]
        except BaseException:
            # A real Ctrl-C, for one: nothing more is asked.
            pool.shutdown(wait=False, cancel_futures=True)
            self.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        self.calls[question] += sum(map(len, groups))
        return found

    def _patiently(
        self,
        question: str,
        ask: Callable[[Stage, list[dict[str, Any]]], list[Outcome]],
        closed: int,
        given: list[dict[str, Any]],
    ) -> list[Outcome]:
        if self._failures[question] >= MOST_FAILURES:
            detail = f"not asked: {question} has hung {MOST_FAILURES} times"
            return [Outcome(None, Fault.STOPPED, detail)] * len(given)
        stage = self._stages.take(closed)
        try:
            outcomes = ask(stage, given)
        finally:
            self._stages.give_back(stage)
        self._failures[question] += any(one.fault in _GIVING_UP for one in outcomes)
        return outcomes

    def _alone(self, stage: Stage, given: list[dict[str, Any]]) -> list[Outcome]:
        """Ask with the settings in each of the files in which they may stand.

        Of several answers that one is returned in which least is as it came in.
        """
        (situation,) = given
        settings, found = situation["settings"], []
        for place in PLACES if settings else ("user",):
            with stage.scene(self._program) as scene:
                scene.settle(place, settings)
                outcome = self._launched(stage, scene, situation["environment"])
            if settings:
                outcome = placed(outcome, PLACES[place])
            if outcome.fault is not None:
                return [outcome]
            found.append(outcome)
        return [max(found, key=lambda outcome: changed(situation, outcome.answer))]

    def _together(self, stage: Stage, given: list[dict[str, Any]]) -> list[Outcome]:
        found = []
        with stage.scene(self._program) as scene:
            for number, situation in enumerate(given):
                name = f"project{number}"
                scene.settle("project", situation["settings"], name)
                found.append(self._launched(stage, scene, situation["environment"], name))
        return found

    def _launched(
        self, stage: Stage, scene: Scene, given: Mapping[str, str], project: str = "project"
    ) -> Outcome:
        program = self._program
        launched = stage.keeper.launch(
            program.words,
            scene.environment(given, program),
            folder=scene.project(project),
            socket=scene.socket,
            timeout=self._timeout,
        )
        replaced = scene.replaced(program)
        return told(launched, program.child, self._timeout, replaced=replaced)
