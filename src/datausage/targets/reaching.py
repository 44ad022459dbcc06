"""From what the user wrote after ``--target`` to what asks the target, wherever it runs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from datausage.targets.calling import Caller
from datausage.targets.capabilities import Capabilities, capabilities
from datausage.targets.description import Description, describe
from datausage.targets.error import TargetError
from datausage.targets.reference import load
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from datausage.targets.asks import Asks

_COMMAND = "cmd:"


@dataclass(frozen=True, slots=True)
class Reached:
    """A target that can be asked: how, what it offers, and what it says about itself."""

    caller: Asks
    capabilities: Capabilities
    description: Description


def is_command(reference: str) -> bool:
    """Say whether a reference names a command that is to be run."""
    return reference.startswith(_COMMAND)


def reach(
    reference: str,
    roots: Sequence[Path],
    arguments: Mapping[str, tuple[str, ...]],
    timeout: float,
) -> Reached:
    """Load or start the target; ``arguments`` has the argument names of every question.

    Raises:
        TargetError: it cannot be used as it is; the message says what to do.
    """
    if is_command(reference):
        return _started(reference, arguments, timeout)
    caller = Caller(partial(load, reference, roots), name=one_line(reference), timeout=timeout)
    return Reached(
        caller,
        caller.examine(lambda target: capabilities(target, arguments, reference)),
        caller.examine(lambda target: describe(target, reference)),
    )


def _started(reference: str, questions: Iterable[str], timeout: float) -> Reached:
    from datausage.targets.wire.calling import CommandCaller  # noqa: PLC0415 - for such targets only

    caller = CommandCaller(reference.removeprefix(_COMMAND), timeout=timeout)
    said = {**caller.introduction}
    del said["contract"]
    try:
        offered = _offered(reference, said.pop("questions"), tuple(questions))
        description = describe(SimpleNamespace(describe=lambda: said), reference)
    except TargetError:
        caller.close()
        raise
    return Reached(caller, offered, description)


def _offered(reference: str, named: Sequence[str], known: tuple[str, ...]) -> Capabilities:
    for name in named:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
            raise TargetError(f"{reference} offers the unknown question {one_line(name)!r}; {hint}")
    if not named:
        raise TargetError(f"{reference} offers no question; name one of: {', '.join(known)}")
    missing = tuple(name for name in known if name not in named)
    return Capabilities(tuple(name for name in known if name in named), missing)
