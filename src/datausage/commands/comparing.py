"""A copy named on the command line, read and compared with an edition."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError
from datausage.policy import plain_file, source
from datausage.policy.drift import drift

if TYPE_CHECKING:
    from datausage.policy.drift import Drift
    from datausage.policy.edition import Edition
    from datausage.policy.lock import Lock

STANDARD_INPUT = "-"


def copy(name: str) -> str:
    """Return the text of a copy, from a file or from standard input.

    Raises:
        RefusedError: It cannot be read.
        UnreachableError: What is read cannot be the page.
    """
    most = source.LARGEST + 1
    try:
        if name == STANDARD_INPUT:
            return source.text(sys.stdin.buffer.read(most))
        content = plain_file.content(Path(name), source.LARGEST)
    except plain_file.NotPlainError as problem:
        if Path(name).is_dir():
            raise RefusedError(f"{name} cannot be read: it is a folder") from problem
        raise RefusedError(
            f"{name}: it is no plain file; hand it in as -, with < or |"
        ) from problem
    except OSError as problem:
        raise RefusedError(f"{name} cannot be read: {problem.strerror}") from problem
    except ValueError as problem:
        if isinstance(problem, source.UnreachableError):
            raise
        raise RefusedError(f"{name} cannot be read: {problem}") from problem
    return source.text(content)


def compared(name: str, lock: Lock, edition: Edition) -> Drift:
    """Compare a copy with an edition.

    Raises:
        RefusedError: It cannot be read.
        UnreachableError: It is not the page.
    """
    return drift(copy(name), lock, edition.rules.values())
