"""The wording of the page, taken from the reader's own copy and from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datausage.policy import lock as locks
from datausage.policy.fingerprints import plain
from datausage.policy.sentences import units
from datausage.spec.visible import LONG, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.policy.lock import Lock


@dataclass(frozen=True, slots=True)
class Wording:
    """How a copy words one locked sentence; ``exact`` if word for word as it was locked."""

    text: str
    exact: bool


def wordings(page: str, lock: Lock) -> Mapping[str, Wording]:
    """Return the wording of every locked sentence that a copy has, by its id.

    Raises:
        LockError: the copy holds no sentence, or the lock was made with another normaliser.
    """
    before = {sentence.id: sentence.sha256 for sentence in lock.sentences}
    # Matching keeps the ids of old sentences, and the units stand in the same order.
    matched = locks.rebuild(page, lock, edition=lock.edition).sentences
    return {
        sentence.id: Wording(
            visible(plain(unit.text) or "(a picture)", LONG),
            exact=before[sentence.id] == sentence.sha256,
        )
        for sentence, unit in zip(matched, units(page), strict=True)
        if sentence.id in before
    }
