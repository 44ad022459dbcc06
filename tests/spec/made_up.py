"""A page that does not exist, with as many sentences as the edition has, and a lock of it.

The sentences have the ids of the edition, so that its rules rest on them, and none of its words.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from datausage.policy import lock as locks
from datausage.policy.edition import load

if TYPE_CHECKING:
    from datausage.policy.lock import Lock

_WORDS = (
    *("acorn", "badger", "cellar", "dandelion", "easel", "ferry", "gander", "hedge", "inkwell"),
    *("jackdaw", "kettle", "lantern", "mitten", "nettle", "orchard", "paddle", "quarry", "rafter"),
    *("saddle", "thimble", "urchin", "velvet", "willow", "yarrow", "zither", "bramble", "candle"),
    *("drizzle", "ember", "furrow", "gravel", "harvest", "island", "juniper"),
)
REAL = locks.load(load().id)


def _sentence(number: int) -> str:
    words = Random(number).choices(_WORDS, k=11)  # noqa: S311 - no secret
    return f"The {' '.join(words)}."


SENTENCES = tuple(_sentence(number) for number in range(len(REAL.sentences)))
PAGE = "# Of apples\n\n" + "\n".join(f"* {sentence}" for sentence in SENTENCES) + "\n"


def lock() -> Lock:
    """Return the lock of the page."""
    made = locks.rebuild(PAGE, None, edition=REAL.edition)
    pairs = zip(made.sentences, REAL.sentences, strict=True)
    renamed = (replace(a, id=b.id, kind=b.kind, reason=b.reason) for a, b in pairs)
    return replace(made, sentences=tuple(renamed))


LOCK = lock()


def of(rule: str) -> str:
    """Return the first sentence on which a rule rests."""
    ids = [sentence.id for sentence in LOCK.sentences]
    return SENTENCES[ids.index(load().rules[rule].sentences[0])]
