"""Asking the client: it is run in a scene, once for all questions that this scene answers."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.asks import MANY_AT_ONCE
from datausage.targets.client.answering import BY_EACH, answer
from datausage.targets.client.beyond import differing
from datausage.targets.client.observation import NOTHING, Observation
from datausage.targets.client.recorded import recorded
from datausage.targets.client.showing import Run, Showing
from datausage.targets.client.staging import OFFERED, UNSEEN, plain, staged
from datausage.targets.client.strangers import strangers
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.untrusted import thrown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from datausage.targets.asking import Arguments
    from datausage.targets.client.scene import Scene
    from datausage.targets.client.services import Services

AT_ONCE: Final = max(2, min(4, (os.cpu_count() or 1) + 1))


ERROR_REPORTS: Final = "error-reports"
_ABOUT: Final = {"error_event": ERROR_REPORTS, "metrics_event": "metrics"}
"""The services that questions are about which do not name one."""


def name_of(scene: Scene) -> str:
    """Return the name of a run, the same for equal scenes."""
    return hashlib.sha256(scene.written().encode()).hexdigest()


class ClientCaller:
    """Runs one version of the client. ``calls`` counts, per question, the situations asked."""

    at_once = MANY_AT_ONCE

    def __init__(
        self,
        observe: Callable[[Scene], Observation],
        services: Services,
        client: Mapping[str, str] | None = None,
        anew: Callable[[Scene], Observation] | None = None,
    ) -> None:
        """Take what runs the client in a scene, and the table of services of its version.

        ``client`` has its name, its version and the digest of its program; ``anew`` runs it even
        where what that shows is known from earlier.
        """
        self.calls: Counter[str] = Counter()
        self._observe, self._services = observe, services
        self._anew = anew or observe
        self._client = client or {"name": "", "version": "", "sha256": ""}
        self._scenes: dict[str, Scene] = {}
        self._runs: dict[str, Future[Observation]] = {}
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._beyond: dict[str, None] = {}
        self._ended: Sequence[tuple[str, Run]] | None = None

    @property
    def runs(self) -> int:
        """How many runs are over."""
        return len(self._over())

    @property
    def unseen(self) -> Mapping[str, frozenset[str]]:
        """By question, the aspects of which nothing can be seen."""
        return UNSEEN

    @property
    def offered(self) -> Sequence[str]:
        """The questions of which something can be seen."""
        return OFFERED

    def needs(self, question: str, given: Mapping[str, Any]) -> frozenset[str] | None:
        """Return the runs that an answer takes; None where nothing of it can be seen."""
        scenes = self._staged(question, given)
        if scenes is None:
            return None
        beside = plain(question, given)
        return frozenset(map(self._known, (*scenes, beside) if beside else scenes))

    def prepare(self, runs: Iterable[str], told: Callable[[int, int], None]) -> None:
        """Make runs, several at a time; ``told`` hears how many of how many are over."""
        waited_for = [self._begun(name) for name in runs]
        for number, one in enumerate(waited_for, 1):
            one.result()
            told(number, len(waited_for))

    def fresh(self) -> ClientCaller:
        """Return another caller, that has seen nothing yet."""
        return ClientCaller(self._anew, self._services, self._client)

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        """Return one outcome per element of the batch, in order."""
        given = [build() for build in batch]
        self.calls[question] += len(given)
        for one in given:
            # All of them begin before the first is waited for.
            for name in self.needs(question, one) or ():
                self._begun(name)
        return [self._asked(question, one) for one in given]

    def close(self) -> None:
        """Begin no more runs; those that go on are waited for."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def end(self) -> None:
        """Begin no more runs, and count none that is not over by now."""
        with self._lock:
            for one in self._runs.values():
                one.cancel()
        self._ended = self._over()

    def behind(self, question: str, given: Mapping[str, Any]) -> frozenset[str]:
        """Return the runs that show what an answer says, of those that are over.

        Where each run gives an answer of its own, these are the ones that give the same.
        """
        over = dict(self._over())
        names = [self._known(scene) for scene in self._staged(question, given) or ()]
        runs = {name: over[name] for name in names if name in over}
        if question not in BY_EACH:
            return frozenset(runs)
        beside = plain(question, given)
        held_against = over.get(self._known(beside)) if beside else None

        def said(*some: Run) -> object:
            spoken_of = tuple(run for run in some if run.is_spoken_of)
            return answer(question, Showing(self._services, given, spoken_of, held_against)).answer

        whole = said(*runs.values())
        return frozenset(
            name for name, run in runs.items() if run.is_spoken_of and said(run) == whole
        )

    def watched(self) -> list[Run]:
        """Return all runs that are over, in the order in which they began."""
        return [run for _, run in self._over()]

    def _over(self) -> Sequence[tuple[str, Run]]:
        if self._ended is not None:
            return self._ended
        with self._lock:
            over = [(name, one) for name, one in self._runs.items() if one.done()]
        return [
            (name, Run(self._scenes[name], one.result()))
            for name, one in over
            if not one.cancelled()
        ]

    @property
    def kept(self) -> int:
        """How many runs were not made now, but kept from earlier."""
        return sum(bool(run.seen.since) for run in self.watched())

    def recorded(self) -> Mapping[str, Any]:
        """Return the client and all runs that are over, in order, as plain data."""
        return {"client": self._client, "runs": recorded(self._services, self._over())}

    def beyond(self) -> list[str]:
        """Return what was answered otherwise in places of which the page does not speak."""
        return sorted(self._beyond)

    @property
    def again(self) -> int:
        """How often a run was begun again, since what went wrong was none of the client's."""
        return sum(run.seen.tries - 1 for run in self.watched())

    def strangers(self) -> list[tuple[str, str]]:
        """Return what went to destinations that nobody knows: how it was run, and words."""
        return [(run.where, told) for run, told in strangers(self._services, self.watched())]

    def _asked(self, question: str, given: Mapping[str, Any]) -> Outcome:
        scenes = self._staged(question, given)
        if scenes is None:
            return Outcome(None, Fault.UNSEEN, "nothing of this situation is seen from outside")
        runs = tuple(map(self._run, scenes))
        beside = plain(question, given)
        held_against = self._run(beside) if beside else None
        spoken_of = tuple(run for run in runs if run.is_spoken_of)
        said = answer(question, Showing(self._services, given, spoken_of, held_against))
        for run in runs:
            if not run.is_spoken_of:
                there = answer(question, Showing(self._services, given, (run,), held_against))
                self._beyond.update(dict.fromkeys(differing(question, given, run, said, there)))
        return said

    def _staged(self, question: str, given: Mapping[str, Any]) -> tuple[Scene, ...] | None:
        about = given.get("service") or given.get("channel") or _ABOUT.get(question)
        return None if about in self._services.undecided else staged(question, given)

    def _run(self, scene: Scene) -> Run:
        return Run(scene, self._begun(self._known(scene)).result())

    def _observed(self, scene: Scene) -> Observation:
        try:
            return self._observe(scene)
        except Exception as error:  # noqa: BLE001 - one run is lost, and not all of them
            return Observation(NOTHING, trouble=f"our own harness failed: {thrown(error)}")

    def _known(self, scene: Scene) -> str:
        name = name_of(scene)
        self._scenes.setdefault(name, scene)
        return name

    def _begun(self, name: str) -> Future[Observation]:
        with self._lock:
            if name not in self._runs:
                self._pool = self._pool or ThreadPoolExecutor(AT_ONCE)
                self._runs[name] = self._pool.submit(self._observed, self._scenes[name])
            return self._runs[name]
