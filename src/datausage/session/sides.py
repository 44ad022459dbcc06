"""The targets of a run: one usually, or several that are judged side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from datausage.session import options
from datausage.session.meeting import meet
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from datausage.session.setting_up import Setup
    from datausage.targets.reaching import Reached

_PLAIN = re.compile(r"[\w.-]+(?::[\w.-]+)?")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Side:
    """One of the targets of a run.

    ``number`` is its place on the command line, from 0, and ``label`` what node ids and folders
    call it; it is empty where there is no other target.
    """

    number: int
    label: str
    setup: Setup
    met: Reached


SIDES: pytest.StashKey[list[Side]] = pytest.StashKey()
"""Config: the targets that were met, in the order of the command line."""


def labels(config: pytest.Config) -> list[str]:
    """Return what node ids and folders call the targets; nothing for one that is alone.

    Raises:
        pytest.UsageError: one of them is named twice.
    """
    _, targets = options.several(config, options.TARGET)
    known = [target.value for target in targets]
    for number, target in enumerate(targets):
        if target.value in known[:number]:
            wrong(target.written, "this target is named twice")
    if len(known) == 1:
        return [""]
    return [_label(number, reference) for number, reference in enumerate(known)]


def meet_all(config: pytest.Config, setup: Setup) -> list[Side]:
    """Meet all targets; those that were met are kept in the stash, whatever comes of the others.

    Raises:
        pytest.UsageError: one of them cannot be used, or is named twice.
    """
    _, targets = options.several(config, options.TARGET)
    sides = config.stash[SIDES] = []
    for number, (target, label) in enumerate(zip(targets, labels(config), strict=True)):
        own = replace(setup, target=target)
        sides.append(Side(number, label, own, meet(own)))
    return sides


def _label(number: int, reference: str) -> str:
    plain = _PLAIN.fullmatch(reference) and len(reference) <= _LONGEST
    return reference if plain else f"target-{number + 1}"
