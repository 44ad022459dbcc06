"""The process stays: a target may neither end it nor put another program in its place.

A launcher does just that, and a run that ends so would look like one in which nothing failed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDING: Final = ("_exit", "abort", "execv", "execve")
"""Functions of ``os`` after which nothing else runs; all others of that kind call these."""


@contextmanager
def staying(ours: Callable[[], bool]) -> Iterator[None]:
    """Let these functions raise SystemExit meanwhile, where it is the target that calls them.

    A child process that a target makes of this one may end as it likes, and so may the host.

    Args:
        ours: whether the thread that calls is the one of the target.
    """
    real = {name: getattr(os, name) for name in ENDING}
    process = os.getpid()
    for name, function in real.items():
        setattr(os, name, _guarded(function, lambda: os.getpid() == process and ours()))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def _guarded(function: Callable[..., Any], refuses: Callable[[], bool]) -> Callable[..., Any]:
    @wraps(function)
    def guarded(*arguments: Any) -> Any:
        if refuses():
            raise SystemExit(f"os.{function.__name__} would have ended the run")
        return function(*arguments)

    return guarded
