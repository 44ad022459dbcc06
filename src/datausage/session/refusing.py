"""Refusing what the user wrote: the message repeats it as written, and says what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

import pytest

from datausage.session.escaping import shown
from datausage.session.folding import whole

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_LISTED = 20
"""How many names a message lists before it points to another place."""

_BEFORE = "ERROR: "
"""What pytest writes before a message."""


def unknown(
    written: str, name: str, kind: str, known: Collection[str], *, of: str = ""
) -> NoReturn:
    """Refuse a name that is none; say which one may have been meant, or which there are.

    Raises:
        pytest.UsageError: always.
    """
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    owner = f" of {of}" if of else ""
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    elif len(known) > MOST_LISTED:
        hint = "'datausage points' lists all" if kind == "open point" else "a report shows them"
    else:
        hint = f"there is {', '.join(known) or 'none'}"
    wrong(written, f"there is no {kind} '{shown(name, 60)}'{owner}; {hint}")


def wrong(written: str, what: str) -> NoReturn:
    """Refuse what was written.

    Raises:
        pytest.UsageError: always.
    """
    raise pytest.UsageError(f"{shown(written)}: {what}")


def folded(error: pytest.UsageError) -> pytest.UsageError:
    """Return a refusal in lines of 80 columns."""
    return pytest.UsageError(*(whole(str(message), after=_BEFORE) for message in error.args))
