"""The options of a run: their names on the command line and in a host's configuration."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DEFAULT_EFFORT = "standard"
DEFAULT_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its short name, and the configuration key that does the same, if any."""

    name: str
    metavar: str
    help: str
    key: str | None = None
    repeatable: bool = False

    @property
    def dest(self) -> str:
        """The attribute in which pytest keeps the value; no host uses it for its own."""
        return f"datausage_{self.name.replace('-', '_')}"


TARGET = Option(
    "target",
    "TARGET",
    "check this implementation against the Data usage policy: module:object or file.py:object",
)
EFFORT = Option(
    "effort",
    "EFFORT",
    f"how much is asked: quick, standard or thorough (default: {DEFAULT_EFFORT})",
    "datausage_effort",
)
CALLS = Option(
    "calls",
    "N",
    "the most calls for each question, shared by its scenarios (default: by effort)",
    "datausage_calls",
)
READING = Option(
    "reading",
    "POINT=READING",
    "settle an open point of the policy (repeatable)",
    "datausage_readings",
    repeatable=True,
)
EDITION = Option(
    "edition", "DATE", "edition of the policy (default: the latest)", "datausage_edition"
)
PART = Option(
    "part",
    "PART",
    "check only this part of the policy (repeatable)",
    "datausage_parts",
    repeatable=True,
)
REPLAY = Option(
    "replay", "TOKEN", "ask exactly the situation of a reported finding", "datausage_replay"
)
TIMEOUT = Option(
    "call-timeout",
    "SECONDS",
    f"how long a call of the target may take (default: {DEFAULT_TIMEOUT:g})",
    "datausage_call_timeout",
)

ALL = (TARGET, EFFORT, CALLS, READING, EDITION, PART, REPLAY, TIMEOUT)


@dataclass(frozen=True, slots=True)
class Given:
    """A value that the user gave, as written: after an option, or under a configuration key."""

    written: str
    value: str


def register(parser: pytest.Parser, taken: Collection[str] = ()) -> None:
    """Register all options, under their short names too where these are free.

    Args:
        parser: the parser of the host's session.
        taken: names that the host is going to register.
    """
    group = parser.getgroup("datausage", "compliance with the Data usage policy")
    for option in ALL:
        short, alias = f"--{option.name}", f"--datausage-{option.name}"
        attributes: dict[str, Any] = {
            "dest": option.dest,
            "action": _Repeated if option.repeatable else _Once,
            "metavar": option.metavar,
            "help": option.help,
            "default": None,
        }
        free = short not in taken and _unknown(parser, short)
        group.addoption(*((short, alias) if free else (alias,)), **attributes)


def _unknown(parser: pytest.Parser, name: str) -> bool:
    """Say whether no plugin has registered an option of that name."""
    try:
        _, unknown = parser.parse_known_and_unknown_args([f"{name}=x"])
    except pytest.UsageError:
        # It is known, and wants another value.
        return False
    return bool(unknown)


def one(config: pytest.Config, option: Option) -> Given | None:
    """Return what was given for an option; the command line wins over the configuration."""
    typed = getattr(config.option, option.dest, None)
    if typed is not None:
        return _split(typed)
    value = _ini(config, option)
    return None if value is None else Given(f"{option.key} = {value}", str(value))


def several(config: pytest.Config, option: Option) -> tuple[tuple[Given, ...], tuple[Given, ...]]:
    """Return what was given for a repeatable option: in the configuration, and typed."""
    typed = tuple(_split(text) for text in getattr(config.option, option.dest, None) or ())
    lines: Sequence[str] = _ini(config, option) or ()
    return tuple(Given(f"{option.key}: {line}", line) for line in lines), typed


def _ini(config: pytest.Config, option: Option) -> Any:
    if option.key is None:
        return None
    try:
        return config.getini(option.key)
    except (TypeError, ValueError, pytest.UsageError) as error:
        # pytest's own message does not always name the key.
        raise pytest.UsageError(
            f"{option.key}: this is not what the key holds ({error}); see 'pytest --help'"
        ) from error


def _split(text: str) -> Given:
    return Given(text, text.partition("=")[2])


class _Once(argparse.Action):
    """Keeps the value with the name under which it was typed, in one text.

    Messages repeat what the user wrote; plain text also travels to workers.
    """

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - the signature is argparse's
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, f"{option_string}={values}")


class _Repeated(_Once):
    """Keeps all values of an option that can be given several times."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - the signature is argparse's
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        # A new list each time: pytest parses the same line several times into copies.
        before = getattr(namespace, self.dest, None) or []
        setattr(namespace, self.dest, [*before, f"{option_string}={values}"])
