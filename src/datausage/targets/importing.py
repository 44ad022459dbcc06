"""Importing the module of a target, by name or from a file, with one line where that fails."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from difflib import get_close_matches
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.targets.error import TargetError
from datausage.targets.untrusted import thrown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType


def import_named(reference: str, name: str, roots: Sequence[Path]) -> ModuleType:
    """Import a module by its dotted name, from the roots or from what is installed."""
    _put_on_path(roots)
    try:
        return _imported(reference, name, lambda: importlib.import_module(name))
    except ModuleNotFoundError:
        raise TargetError(_not_found(reference, name, roots)) from None


def import_file(reference: str, file: str, roots: Sequence[Path]) -> ModuleType:
    """Import the file, under its dotted name where it belongs to a package."""
    path = _located(reference, file, roots)
    _put_on_path(roots)
    home, dotted = _home_of(path)
    if home != path.parent:
        _put_on_path([home])
        try:
            module = _imported(reference, dotted, lambda: importlib.import_module(dotted))
        except ModuleNotFoundError:
            module = None
        # Another package of that name may have been imported before from somewhere else.
        if module is not None and Path(module.__file__ or "").resolve() == path:
            return module
    # Last on the path: the file finds its neighbours, and they hide nothing of anybody else.
    elif str(home) not in sys.path:
        sys.path.append(str(home))
    name = f"_datausage_target_{path.stem}_{sha256(os.fsencode(path)).hexdigest()[:12]}"
    known = sys.modules.get(name)
    return known or _imported(reference, f"file {file}", lambda: _executed(name, path))


def _executed(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} cannot be loaded")
    module = module_from_spec(spec)
    # Dataclasses look their module up while it is being executed.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _imported(reference: str, name: str, run: Callable[[], ModuleType]) -> ModuleType:
    """Run the import; let ModuleNotFoundError through only where the module itself is missing."""
    importlib.invalidate_caches()
    try:
        return run()
    except KeyboardInterrupt:
        raise
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if not missing:
            raise TargetError(_raised(reference, name, error)) from error
        if name == missing or name.startswith(f"{missing}."):
            raise
        raise TargetError(
            f"{reference}: {name} was found, but it needs the module {missing!r}, which is not "
            "installed here; install it, or correct the import"
        ) from error
    except SyntaxError as error:
        place = Path(error.filename).name if error.filename else name
        raise TargetError(
            f"{reference}: {place} line {error.lineno or '?'} is not valid Python: {error.msg}"
        ) from error
    except BaseException as error:
        raise TargetError(_raised(reference, name, error)) from error


def _raised(reference: str, name: str, error: BaseException) -> str:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    where = (
        f" ({Path(step.tb_frame.f_code.co_filename).name} line {step.tb_lineno})" if step else ""
    )
    return f"{reference}: {name} was found, but importing it raised {thrown(error)}{where}"


def _not_found(reference: str, name: str, roots: Sequence[Path]) -> str:
    parent, _, last = name.rpartition(".")
    if parent and hasattr(sys.modules.get(parent), last):
        return f"{reference}: {parent} is a module and {last} is not; write {parent}:{last}"
    names = [module.name for module in pkgutil.iter_modules([str(root) for root in roots])]
    near = get_close_matches(name, names, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "check the spelling, or name a file"
    return (
        f"{reference}: there is no module {name!r} among the installed ones nor in "
        f"{_listed(roots)}; {hint}"
    )


def _located(reference: str, file: str, roots: Sequence[Path]) -> Path:
    for place in [Path(file)] if Path(file).is_absolute() else [root / file for root in roots]:
        try:
            if place.is_file():
                return place.resolve()
        except OSError:
            continue
    folders = [(root / file).parent for root in roots]
    names = [path.name for folder in folders if folder.is_dir() for path in folder.glob("*.py")]
    near = get_close_matches(Path(file).name, names, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "check the path"
    raise TargetError(f"{reference}: there is no file {file} in {_listed(roots)}; {hint}")


def _home_of(path: Path) -> tuple[Path, str]:
    home, parts = path.parent, [path.stem]
    while (home / "__init__.py").is_file():
        parts.insert(0, home.name)
        home = home.parent
    if len(parts) > 1 and parts[-1] == "__init__":
        parts.pop()
    return home, ".".join(parts)


def _listed(roots: Sequence[Path]) -> str:
    return ", ".join(str(root) for root in roots) or "any folder (none was given)"


def _put_on_path(folders: Sequence[Path]) -> None:
    new = [text for folder in folders if (text := str(folder.resolve())) not in sys.path]
    sys.path[:0] = dict.fromkeys(new)
