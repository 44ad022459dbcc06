"""What a repository needs to begin: the file of its CI, a target to fill in, a configuration."""

from __future__ import annotations

import configparser
import os
import re
import tomllib
from importlib import resources
from importlib.metadata import version
from pathlib import PurePosixPath
from shlex import quote
from typing import TYPE_CHECKING, Final

from datausage.commands.refusing import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GITLAB: Final = ".gitlab-ci.yml"
EVIDENCE: Final = "datausage-evidence"
TARGET: Final = "datausage_target.py"
CONFIGURATION: Final = "pytest.ini"
CI: Final[Mapping[str, tuple[str, str]]] = {
    "github": (".github/workflows/datausage.yml", "github.yml"),
    "gitlab": ("datausage.gitlab-ci.yml", "gitlab.yml"),
    "plain": ("datausage-check.sh", "plain.sh"),
}
"""By kind: the file that is written, and the template that it is made of."""

_ADDRESSES = ("http://", "https://")

# What means something to a shell, to YAML or to the expressions of a CI is no part of a target.
_REFERENCE = re.compile(r"(?!.*: )[A-Za-z0-9_./:~+@ -]{1,200}")


def files(ci: str, target: str | None) -> dict[PurePosixPath, str]:
    """Return the texts to write, by path: that of the CI, and a target where none is named.

    Raises:
        RefusedError: The name of the target has signs that a CI would not take as they are.
    """
    if target is not None and not _REFERENCE.fullmatch(target):
        raise RefusedError("--target: write module:object or file.py:object, in plain letters")
    place, template = CI[ci]
    # By its long name: the repository may have a --target of its own.
    options = f"{quote(f'--datausage-target={target or TARGET}')} --evidence={EVIDENCE}"
    extra = "[http]" if target and target.lower().startswith(_ADDRESSES) else ""
    written = {PurePosixPath(place): _filled(template, options, extra)}
    if target is None:
        written[PurePosixPath(TARGET)] = _text("target.txt")
    return written


def included() -> str:
    """Return what takes our file up in the CI of GitLab."""
    return _text("gitlab-include.yml")


def wheel() -> str:
    """Return where the file of a CI looks for the wheel."""
    return f"vendor/datausage-{version('datausage')}-py3-none-any.whl"


def configuration() -> str:
    """Return what a configuration of pytest begins with."""
    return _text("pytest.ini")


def configured(folder: Path) -> Path | None:
    """Return the file in which a folder, or one above it, configures pytest."""
    for place in (folder, *folder.parents):
        for name in ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini"):
            # A link that leads nowhere is not ours to write either.
            if os.path.lexists(place / name):
                return place / name
        if _has_table(place / "pyproject.toml"):
            return place / "pyproject.toml"
        for name, section in (("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")):
            if _has_section(place / name, section):
                return place / name
    return None


def _filled(template: str, options: str, extra: str) -> str:
    text = _text(template)
    installed = quote(f"{wheel()}{extra}")
    for key, value in (
        ("@OPTIONS@", options),
        ("@INSTALLED@", installed),
        ("@EVIDENCE@", EVIDENCE),
    ):
        text = text.replace(key, value)
    return text


def _text(template: str) -> str:
    folder = resources.files("datausage.commands") / "templates"
    return (folder / template).read_text("utf-8")


def _has_table(file: Path) -> bool:
    try:
        return "pytest" in tomllib.loads(file.read_text("utf-8")).get("tool", {})
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        # Nobody knows what is in there: better no second configuration beside it.
        return True


def _has_section(file: Path, section: str) -> bool:
    parser = configparser.RawConfigParser(strict=False)
    try:
        return file.exists() and bool(parser.read(file, "utf-8")) and parser.has_section(section)
    except (OSError, ValueError, configparser.Error):
        return True
