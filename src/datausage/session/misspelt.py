"""Names after ``-m`` that nothing has: a rule or a tag of ours may have been meant.

A host has markers of its own, registered or not; so this only ever tells, and refuses nothing.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from datausage.session import features
from datausage.session.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pytest

MOST_MEANT = 3
NEAR, NEARER = 0.5, 0.7
"""How much of a name must be right where nothing is left, and where something runs."""

_KEPT_APART = ("agrees-", "consistent-")
_WORDS = frozenset({"and", "or", "not", "True", "False", "None"})
_VALUE = re.compile(r"""=\s*("[^"]*"|'[^']*'|[^\s,()]+)""")
_NAME = re.compile(r"([\w:+.\[\]\\/-]+)\s*(=?)")


def names(expression: str) -> tuple[str, ...]:
    """Return the names of markers in an expression of ``-m``, without what they are called with."""
    found = _NAME.findall(_VALUE.sub("=", expression))
    return tuple(dict.fromkeys(n for n, called in found if not called and n not in _WORDS))


def strangers(config: pytest.Config, items: Iterable[pytest.Item]) -> list[str]:
    """Return the names after ``-m`` that no item has and nobody has registered."""
    asked = names(getattr(config.option, "markexpr", "") or "")
    if not asked:
        return []
    # Our own tags are registered, too.
    known = {re.split(r"[:(]", line)[0].strip() for line in config.getini("markers")}
    known.update(marker.name for item in items for marker in item.iter_markers())
    return [name for name in asked if name not in known]


def hints(unknown: Iterable[str], *, empty: bool) -> Iterator[str]:
    """Yield a sentence for each name that may be one of ours; for all where nothing is left.

    Args:
        unknown: names after ``-m`` that nothing has.
        empty: whether no scenario is left by the selection.
    """
    for name in unknown:
        near = meant(name, features.tags(), NEAR if empty else NEARER)
        if near:
            what = f"did you mean {' or '.join(near)}?"
        elif empty:
            what = "--markers instead of -m lists all"
        else:
            continue
        yield f"-m: there is no rule and no tag '{shown(name, 60)}'; {what}"


def meant(name: str, tags: Collection[str], nearness: float = NEAR) -> tuple[str, ...]:
    """Return the tags that may have been meant, the nearest first.

    A question counts for its agreement: ``traffic`` is no tag, and ``agrees-traffic`` is one.
    """
    called = {tag: tag for tag in tags}
    for tag in tags:
        for prefix in _KEPT_APART:
            if tag.startswith(prefix):
                called.setdefault(tag.removeprefix(prefix), tag)
    plain = name.lower().replace("_", "-")
    near = get_close_matches(plain, called, n=MOST_MEANT, cutoff=nearness)
    return tuple(dict.fromkeys(called[one] for one in near))
