"""Where a session keeps what belongs to it: keys of pytest's stash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from datausage.grading.judge import Judge
    from datausage.grading.results import Result
    from datausage.session.meeting import Met
    from datausage.session.setting_up import Setup

SETUP = pytest.StashKey["Setup"]()
"""Config: what the user asked for."""

MET = pytest.StashKey["Met"]()
"""Config: the target, loaded in this process."""

JUDGE = pytest.StashKey["Judge"]()
"""Config: the judge of this process."""

RESULTS = pytest.StashKey["list[Result]"]()
"""Item: what the steps of a scenario recorded."""

REASON = pytest.StashKey[str]()
"""Item: why we deselected it."""
