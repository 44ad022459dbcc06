"""Where a session keeps what belongs to it: keys of pytest's stash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hypothesis.database import ExampleDatabase

    from datausage.grading.judge import Judge
    from datausage.grading.results import Result
    from datausage.session.setting_up import Setup
    from datausage.targets.reaching import Reached

TYPED: pytest.StashKey[list[str]] = pytest.StashKey()
"""Config: the paths that the user typed."""

SETUP: pytest.StashKey[Setup] = pytest.StashKey()
"""Config: what the user asked for."""

MET: pytest.StashKey[Reached] = pytest.StashKey()
"""Config: the first target, loaded in this process."""

JUDGES: pytest.StashKey[dict[int, Judge]] = pytest.StashKey()
"""Config: the judges of this process, by the number of the target."""

RESULTS: pytest.StashKey[list[Result]] = pytest.StashKey()
"""Item: what the steps of a scenario recorded."""

SHARED: pytest.StashKey[ExampleDatabase | None] = pytest.StashKey()
"""Config: the database of failing examples that machines share."""

SELECTED: pytest.StashKey[frozenset[str]] = pytest.StashKey()
"""Config: the tags of all scenarios that are to run, on whatever machine."""

REASON: pytest.StashKey[str] = pytest.StashKey()
"""Item: why we deselected it."""

PREPARING: pytest.StashKey[bool] = pytest.StashKey()
"""Config: whether runs of a target are being made, which are told of for themselves."""
