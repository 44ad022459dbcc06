"""The installed features: where they are, and the tags in them."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

_TAGS = re.compile(r"^\s*(@\S+(?:\s+@\S+)*)\s*(?:#.*)?$", re.MULTILINE)


@cache
def folder() -> Path:
    """Return the folder of the installed features."""
    spec = importlib.util.find_spec("datausage.features")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the features of datausage are not installed")
    return Path(spec.submodule_search_locations[0]).resolve()


@cache
def files() -> tuple[Path, ...]:
    """Return the feature files, in the order of their names."""
    return tuple(sorted(folder().glob("*.feature")))


@cache
def tags() -> tuple[str, ...]:
    """Return all tags, found in the text: parsing takes longer, and importing a parser more so."""
    found = (
        tag.removeprefix("@")
        for file in files()
        for line in _TAGS.findall(file.read_text("utf-8"))
        for tag in line.split()
    )
    return tuple(dict.fromkeys(found))
