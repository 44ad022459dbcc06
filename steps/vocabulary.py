"""The parser through which pytest-bdd finds the phrases of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_bdd.parsers import StepParser

from datausage.steps.phrases import UnknownPhraseError

if TYPE_CHECKING:
    from collections.abc import Callable


class Vocabulary(StepParser):
    """Matches every phrase that has a meaning, and hands it to the step as ``phrase``."""

    def __init__(self, name: str, meaning: Callable[[str], object]) -> None:
        super().__init__(name)
        self._meaning = meaning

    def is_matching(self, name: str) -> bool:
        """Say whether a phrase is in the vocabulary."""
        try:
            self._meaning(name)
        except UnknownPhraseError:
            return False
        return True

    def parse_arguments(self, name: str) -> dict[str, Any]:
        """Return the phrase itself, whose meaning the step looks up."""
        return {"phrase": name}
