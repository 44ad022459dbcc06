"""What the features state of checks that are no rules of the edition, and so in no register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pytest_bdd.feature import get_feature

from datausage.session import features

if TYPE_CHECKING:
    from collections.abc import Mapping

_DERIVED = re.compile(r"\bDerived: (.+?)(?= [A-Z]\w+: |$)")


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence of a check, and what it is derived from."""

    text: str
    derived: str


def statement(tag: str) -> Statement | None:
    """Return what the features state under a tag; None where no rule of theirs has it."""
    return _statements().get(tag)


@cache
def _statements() -> Mapping[str, Statement]:
    found: dict[str, Statement] = {}
    for file in features.files():
        feature = get_feature(str(file.parent), file.name, encoding="utf-8")
        for scenario in feature.scenarios.values():
            if scenario.rule is not None:
                derived = _DERIVED.search(" ".join(scenario.rule.description.split()))
                stated = Statement(scenario.rule.name, derived[1] if derived else "")
                found.update(dict.fromkeys(scenario.rule.tags, stated))
    return found
