"""The wording of the page, taken from the reader's own copy and from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from datausage.policy import drift
from datausage.policy.fingerprints import plain
from datausage.spec.foreign import LONG, Foreign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.lock import Lock

_SAME: Final = ("unchanged", "moved")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a copy words one locked sentence; ``exact`` if word for word as it was locked.

    ``regrouped`` is whether it stands under another row, column or bold line there.
    """

    text: Foreign
    exact: bool
    regrouped: bool = False


def wordings(page: str, lock: Lock, found: drift.Drift) -> Mapping[str, Wording]:
    """Return the wording of every locked sentence that a copy has, by its id.

    Args:
        page: the copy, as `policy.source.text` returns it.
        lock: the sentences of the edition.
        found: the same copy compared with the edition.
    """
    texts = drift.wordings(page, lock)
    told = {}
    for one in found.sentences:
        # Fingerprints of what it stands under may follow those of its parts.
        parts = [plain(texts[sha]) for sha in one.wording[: len(one.lines)]]
        if one.id and parts:
            text = Foreign(" ".join(filter(None, parts)) or "(a picture)", LONG)
            told[one.id] = Wording(text, one.state in _SAME, one.how == "regrouped")
    return told
