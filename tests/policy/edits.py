"""What editors do to a page, tried on the made-up one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.policy.dividings import DIVIDINGS
from tests.policy.rearrangements import REARRANGEMENTS
from tests.policy.replacements import REPLACEMENTS
from tests.policy.rewordings import REWORDINGS

if TYPE_CHECKING:
    from tests.policy.editing import Edit

EDITS: Final[dict[str, Edit]] = REWORDINGS | DIVIDINGS | REARRANGEMENTS | REPLACEMENTS
