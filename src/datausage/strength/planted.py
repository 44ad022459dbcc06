"""Planted faults: the faithful implementation with one plausible mistake in it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from datausage.examples import faithful
from datausage.oracle.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.strength.kinds import Kind

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """A mistake in the answers to one question, and the rules of which each must catch it.

    ``behave`` is given the right answer and the arguments of the question, and answers instead.
    A class is made anew for every target, so that it may keep something from call to call.
    ``mistake`` tells how somebody could come to make it.
    ``escapes`` names the rules that should catch it by what they state, and why they do not yet.
    """

    name: str
    kind: Kind
    rules: tuple[str, ...]
    question: str
    behave: Callable[..., Any]
    mistake: str = ""
    escapes: Mapping[str, str] = field(default_factory=dict)

    @property
    def stateful(self) -> bool:
        """Whether an answer depends on what was asked before."""
        return isinstance(self.behave, type)

    def target(self) -> SimpleNamespace:
        """Return the faithful implementation with this mistake."""
        right = getattr(faithful, self.question)
        behave = self.behave() if self.stateful else self.behave

        def wrong(**arguments: Any) -> Any:
            return behave(right(**arguments), **arguments)

        answers = {name: getattr(faithful, name) for name in QUESTIONS}
        return SimpleNamespace(**{**answers, self.question: wrong})


def fault(
    kind: Kind, *rules: str, question: str, escapes: Mapping[str, str] = NOTHING
) -> Callable[[Callable[..., Any]], Fault]:
    """Plant a fault that each of the rules must catch; its name is that of the function."""

    def plant(behave: Callable[..., Any]) -> Fault:
        words = re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", behave.__name__).lower()
        mistake = inspect.getdoc(behave) or ""
        return Fault(words, kind, rules, question, behave, mistake, escapes)

    return plant
