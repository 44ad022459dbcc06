"""A target that is watched, made up: each configuration takes a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.targets.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from datausage.targets.asking import Arguments

OFFERED = ("provider", "traffic", "bug_report", "protection")


class Watched:
    """A target that needs a run for each configuration; that of no one at rest is seen."""

    at_once = 10

    def __init__(self, answer: Callable[..., Any] = faithful.traffic) -> None:
        self.calls: Counter[str] = Counter()
        self.unseen = {"bug_report": frozenset({"at_rest"})}
        self.again = self.kept = 0
        self._made: dict[str, None] = {}
        self._answer = answer

    @property
    def runs(self) -> int:
        return len(self._made)

    def needs(self, question: str, given: Mapping[str, Any]) -> frozenset[str] | None:
        if given.get("state") == "at-rest":
            return None
        return frozenset({repr((given.get("environment"), given.get("settings")))})

    def prepare(self, runs: Iterable[str], told: Callable[[int, int], None]) -> None:
        for name in runs:
            self._made[name] = None
        told(len(self._made), len(self._made))

    def recorded(self) -> Mapping[str, Any]:
        return {}

    def end(self) -> None:
        raise NotImplementedError

    def behind(self, question: str, given: Mapping[str, Any]) -> frozenset[str]:
        raise NotImplementedError

    def beyond(self) -> list[str]:
        return []

    def strangers(self) -> list[tuple[str, str]]:
        return []

    def ask(self, question: str, batch: Sequence[Arguments]) -> list[Outcome]:
        answers = []
        for build in batch:
            given = build()
            self.calls[question] += 1
            self.prepare(self.needs(question, given) or (), lambda *_: None)
            own = self._answer if question == "traffic" else getattr(faithful, question)
            answers.append(Outcome(own(**given)))
        return answers

    def fresh(self) -> Watched:
        return Watched(self._answer)

    def close(self) -> None:
        pass
