"""The targets of a run: one usually, or several that are judged side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datausage.session import options
from datausage.session.meeting import meet
from datausage.session.refusing import wrong
from datausage.targets.reaching import is_client

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datausage.session.options import Given
    from datausage.session.setting_up import Setup
    from datausage.targets.reaching import Reached

_PLAIN = re.compile(r"[\w.-]+(?::[\w.-]+)?")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Side:
    """One of the targets of a run.

    ``number`` is its place on the command line, from 0, and ``label`` what node ids and folders
    call it; it is empty where there is no other target. A version of the client is called by the
    last part of its path.
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
    targets = _targets(config)
    for number, target in enumerate(targets):
        if target in targets[:number]:
            wrong((target[1] or target[0]).written, "this target is named twice")
    if len(targets) == 1:
        return [""]
    names = [Path(client.value).name if client else target.value for target, client in targets]
    return [_label(number, name, names) for number, name in enumerate(names)]


def _targets(config: pytest.Config) -> list[tuple[Given, Given | None]]:
    """Return the targets; the real client once for each version of it that is to be run."""
    _, targets = options.several(config, options.TARGET)
    configured, typed = options.several(config, options.CLIENT)
    clients = typed or configured or (None,)
    return [
        (target, client)
        for target in targets
        for client in (clients if is_client(target.value) else (None,))
    ]


def meet_all(config: pytest.Config, setup: Setup) -> list[Side]:
    """Meet all targets; those that were met are kept in the stash, whatever comes of the others.

    Raises:
        pytest.UsageError: one of them cannot be used, or is named twice.
    """
    sides = config.stash[SIDES] = []
    targets = zip(_targets(config), labels(config), strict=True)
    for number, ((target, client), label) in enumerate(targets):
        own = replace(setup, target=target, clients=(client,) if client else ())
        sides.append(Side(number, label, own, meet(own)))
    return sides


def _label(number: int, name: str, names: Sequence[str]) -> str:
    plain = _PLAIN.fullmatch(name) and len(name) <= _LONGEST and name.strip(".")
    return name if plain and names.count(name) == 1 else f"target-{number + 1}"
