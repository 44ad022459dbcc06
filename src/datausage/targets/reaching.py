"""From what the user wrote after ``--target`` to what asks the target, wherever it runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

from datausage.extras import installing
from datausage.targets import registered, unprefixed
from datausage.targets.calling import Caller
from datausage.targets.capabilities import Capabilities, capabilities
from datausage.targets.description import Description, describe
from datausage.targets.error import TargetError
from datausage.targets.launched import program
from datausage.targets.launched.calling import LauncherCaller
from datausage.targets.reference import load
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from datausage.targets.asks import Asks
    from datausage.targets.client.keeping import Cache
    from datausage.targets.http.calling import HttpCaller
    from datausage.targets.wire.calling import CommandCaller

_COMMAND = "cmd:"
_ADDRESSES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Reached:
    """A target that can be asked: how, what it offers, and what it says about itself.

    ``notes`` are what is to be known of it before anything is asked, a line each; ``digest`` is the
    SHA-256 of what is run, where meeting it has told that.
    """

    caller: Asks
    capabilities: Capabilities
    description: Description
    notes: tuple[str, ...] = ()
    digest: str = ""


def is_command(reference: str) -> bool:
    """Say whether a reference names a command that is to be run."""
    return reference.startswith(_COMMAND)


def is_address(reference: str) -> bool:
    """Say whether a reference names an address that is to be asked."""
    return reference.lower().startswith(_ADDRESSES)


def is_launcher(reference: str) -> bool:
    """Say whether a reference names a program that is watched while it starts another."""
    return reference.startswith(program.SCHEME)


def is_client(reference: str) -> bool:
    """Say whether a reference names the real client."""
    return reference == registered.CLIENT


def reach(  # noqa: PLR0913 - what a kind of target needs
    reference: str,
    roots: Sequence[Path],
    arguments: Mapping[str, tuple[str, ...]],
    timeout: float,
    *,
    child: str = program.CHILD,
    client: str | None = None,
    cache: Cache | None = None,
) -> Reached:
    """Load or start the target; ``arguments`` has the argument names of every question.

    A launcher is watched while it starts its ``child``; the real client is looked for where
    ``client`` says, or where it is usually installed, and its runs are kept in ``cache``.

    Raises:
        TargetError: it cannot be used as it is; the message says what to do.
    """
    if is_command(reference):
        return _introduced(_command_caller(reference, timeout), reference, arguments)
    if is_address(reference):
        return _introduced(_http_caller(reference, timeout), reference, arguments)
    if is_launcher(reference):
        found = program.find(reference, child, roots)
        offered = _offered(reference, ["environment"], tuple(arguments))
        return Reached(
            LauncherCaller(found, timeout=timeout), offered, Description(one_line(found.name))
        )
    if is_client(reference):
        return _client(client, roots, tuple(arguments), cache)
    find = partial(_loaded, reference, roots)
    caller = Caller(find, name=one_line(reference), timeout=timeout)
    return Reached(
        caller,
        caller.examine(lambda target: capabilities(target, arguments, reference)),
        caller.examine(lambda target: describe(target, reference)),
    )


def _loaded(reference: str, roots: Sequence[Path]) -> object:
    """Load a target of Python; where that fails, say who has registered it, or what there is."""
    place = registered.resolved(reference)
    try:
        return load(place, roots)
    except TargetError as error:
        if meant := unprefixed.meant(reference, roots):
            raise TargetError(f"{reference}: {meant}") from error.__cause__
        owner = registered.whose(reference)
        if owner:
            told = f"{reference}, registered by {owner}: {error}"
            raise TargetError(told) from error.__cause__
        raise TargetError(f"{error}{registered.hint(reference)}") from error.__cause__


def _command_caller(reference: str, timeout: float) -> CommandCaller:
    from datausage.targets.wire.calling import CommandCaller  # noqa: PLC0415 - for such targets only

    return CommandCaller(reference.removeprefix(_COMMAND), timeout=timeout)


def _http_caller(reference: str, timeout: float) -> HttpCaller:
    try:
        from datausage.targets.http.calling import HttpCaller  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name != "urllib3":
            raise
        raise TargetError(
            f"{reference} needs the package urllib3, which is not installed here; "
            f"{installing('http')}"
        ) from error
    return HttpCaller(reference, os.environ, timeout=timeout)


def _client(
    path: str | None, roots: Sequence[Path], known: tuple[str, ...], cache: Cache | None
) -> Reached:
    """Return the real client; where it cannot be run here, it offers nothing, and says why."""
    from datausage.targets.client.meeting import meet  # noqa: PLC0415 - for this target only

    found = meet(path, roots, cache)
    offered = tuple(name for name in known if name in found.offered)
    missing = tuple(name for name in known if name not in found.offered)
    return Reached(
        found.caller, Capabilities(offered, missing), found.description, found.notes, found.digest
    )


def _introduced(
    caller: CommandCaller | HttpCaller, reference: str, questions: Iterable[str]
) -> Reached:
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
