"""Given: each condition narrows the universe that the scenario is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_bdd import given

from datausage.steps.phrases import condition
from datausage.steps.vocabulary import Vocabulary

if TYPE_CHECKING:
    from datausage.universe.spaces import Value

Narrowing = dict[str, "tuple[Value, ...]"]


@pytest.fixture
def narrowing() -> Narrowing:
    """Begin with no condition."""
    return {}


@given(Vocabulary("a condition", condition), target_fixture="narrowing")
def _given(narrowing: Narrowing, phrase: str) -> Narrowing:
    return {**narrowing, **condition(phrase)}
