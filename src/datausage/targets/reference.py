"""From what the user wrote after ``--target`` to the object that is asked."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from datausage.targets.error import TargetError
from datausage.targets.importing import import_file, import_named
from datausage.targets.untrusted import thrown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Reference", "TargetError", "load", "parse"]

# The shortest text ending in .py that leaves at most ":object": a drive colon is never last.
_FILE = re.compile(r"(?P<place>.+?\.py)(?::(?P<path>[^:/\\]*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written, taken apart: a file or a module, and the object inside it."""

    written: str
    place: str
    is_file: bool
    attributes: tuple[str, ...]


def parse(reference: str) -> Reference:
    """Take a reference apart; raise TargetError where it has none of the accepted forms."""
    if match := _FILE.fullmatch(reference):
        place, path = match["place"], match["path"]
    else:
        place, path = reference.rsplit(":", 1) if ":" in reference else (reference, None)
        if not all(part.isidentifier() for part in place.split(".")):
            raise TargetError(
                f"{reference}: neither a module nor a file; write module, module:object, "
                "path/to/file.py or path/to/file.py:object"
            )
    attributes = tuple(path.split(".")) if path is not None else ()
    if not all(name.isidentifier() for name in attributes):
        raise TargetError(
            f"{reference}: after the colon stands the name of an object, such as "
            f"{place}:Target or {place}:Target.attribute"
        )
    return Reference(reference, place, match is not None, attributes)


def load(reference: str, roots: Sequence[Path]) -> object:
    """Return the target: an instance, or a module.

    A class is instantiated and a factory called, both without arguments. A module or file is
    executed once per process, as imports are; loading it again gives a new instance of a class.

    Raises:
        TargetError: the reference leads to no target; the message says what to do.
    """
    parsed = parse(reference)
    find = import_file if parsed.is_file else import_named
    found: object = find(reference, parsed.place, roots)
    for name in parsed.attributes:
        found = _attribute(reference, found, name)
    return _instance(reference, found)


def _attribute(reference: str, owner: object, name: str) -> object:
    try:
        return getattr(owner, name)
    except AttributeError:
        pass
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise TargetError(f"{reference}: reading {name!r} raised {thrown(error)}") from error
    names = sorted(public for public in _names(owner) if not public.startswith("_"))
    near = get_close_matches(name, names, n=3) or names[:5]
    where = owner.__name__ if isinstance(owner, ModuleType | type) else type(owner).__name__
    if isinstance(owner, ModuleType) and owner.__file__ and where.startswith("_"):
        # A file is imported under a name that nobody has written.
        where = Path(owner.__file__).name
    known = f"; did you mean {' or '.join(near)}?" if near else ", which has no public names"
    raise TargetError(f"{reference}: there is no {name!r} in {where}{known}")


def _names(owner: object) -> list[str]:
    try:
        return dir(owner)
    except Exception:  # noqa: BLE001 - only a suggestion is lost
        return []


def _instance(reference: str, found: object) -> object:
    if inspect.isroutine(found) or isinstance(found, functools.partial):
        found = _made_by(reference, found)
    if isinstance(found, type):
        found = _call(reference, found, f"{found.__name__}()")
    if found is None:
        raise TargetError(
            f"{reference}: leads to None; name an instance, a class, a module or a factory"
        )
    return found


def _made_by(reference: str, factory: Callable[[], object]) -> object:
    name = getattr(factory, "__name__", "the factory")
    if inspect.iscoroutinefunction(factory):
        raise TargetError(f"{reference}: {name} is async; name a plain function or a class")
    if needed := _required(factory):
        raise TargetError(
            f"{reference}: {name} needs arguments ({', '.join(needed)}); name an instance, a "
            "class, a module or a function without required parameters"
        )
    made = _call(reference, factory, f"{name}()")
    if inspect.isroutine(made) or made is None:
        returned = "None" if made is None else "a function"
        raise TargetError(
            f"{reference}: {name}() returned {returned}; return an instance, a class or a module"
        )
    return made


def _required(factory: Callable[[], object]) -> list[str]:
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):
        return []
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p.name for p in parameters if p.default is p.empty and p.kind not in variadic]


def _call(reference: str, make: Callable[[], object], what: str) -> object:
    try:
        return make()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise TargetError(
            f"{reference}: {what} raised {thrown(error)}; it must work without arguments"
        ) from error
