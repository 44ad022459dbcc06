"""The options of a run: their names on the command line and in a host's configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from datausage.policy.reviews import DEFAULT_FILE
from datausage.session.actions import Once, Repeated
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

DEFAULT_EFFORT = "standard"
DEFAULT_TIMEOUT = 10.0
LAUNCHER_CALLS = 200
"""How often a launcher is asked where neither calls nor an effort are given."""
CLIENT_CALLS = 60
"""How often the real client is run where the number of calls is not given."""
_LIST = 'write a list of texts, as in ["one", "another"]'


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its short name, and the configuration key that does the same, if any.

    ``wants`` says what to write where a value is of the wrong type.
    """

    name: str
    metavar: str
    help: str
    key: str | None = None
    repeatable: bool = False
    wants: str = "write it in quotes"

    @property
    def dest(self) -> str:
        """The attribute in which pytest keeps the value; no host uses it for its own."""
        return f"datausage_{self.name.replace('-', '_')}"


TARGET = Option(
    "target",
    "TARGET",
    "check this implementation against the Data usage policy: module:object, file.py:object, "
    "cmd:program, exec:launcher, an address (http://...), claude-code for the real client, or "
    "another registered name (repeatable)",
    repeatable=True,
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
    "the most calls for each question, shared by its scenarios (default: by effort); of "
    "claude-code, how often it is run in all (default: 60)",
    "datausage_calls",
    wants="write a whole number of calls, 1 or more",
)
READING = Option(
    "reading",
    "POINT=READING",
    "settle an open point of the policy (repeatable)",
    "datausage_readings",
    repeatable=True,
    wants=_LIST,
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
    wants=_LIST,
)
REPLAY = Option(
    "replay", "TOKEN", "ask exactly the situation of a reported finding", "datausage_replay"
)
TIMEOUT = Option(
    "call-timeout",
    "SECONDS",
    f"how long a call of the target may take (default: {DEFAULT_TIMEOUT:g})",
    "datausage_call_timeout",
    wants="write a number of seconds, more than 0",
)
# Not "seed" alone: many hosts have a --seed of their own, also in their addopts, where the number
# would be taken for ours without a word.
SEED = Option(
    "target-seed",
    "N",
    "ask in another order, and search elsewhere (default: 0)",
    "datausage_seed",
    wants="write a whole number, 0 or more",
)

EVIDENCE = Option(
    "evidence",
    "DIR",
    "write the evidence of the run into this folder",
    "datausage_evidence",
    wants="name a folder",
)

CHILD = Option(
    "child",
    "NAME",
    "the program that an exec: target starts (default: claude)",
    "datausage_child",
    wants="name a program",
)

CLIENT = Option(
    "client",
    "PATH",
    "the client that --target=claude-code runs: its package folder, the folder that it was "
    "installed into, or its program (repeatable; default: the one that is installed)",
    "datausage_clients",
    repeatable=True,
    wants=_LIST,
)

CLIENT_CACHE = Option(
    "client-cache",
    "DIR",
    "keep what runs of claude-code have shown in this folder, and take it from there",
    "datausage_client_cache",
    wants="name a folder",
)

WAIVERS = Option(
    "waivers",
    "FILE",
    "known deviations that do not fail the run, each with an owner and a last day",
    "datausage_waivers",
    wants="name a file",
)

SHARD = Option(
    "shard",
    "K/N",
    "run the Kth of N parts of the scenarios, for N machines; 'datausage merge' joins the evidence",
    wants="write K/N, as in 2/3 for the second of three; K is 1 to N",
)

DATABASE = Option(
    "database",
    "URL",
    "share failing examples with other machines: redis://HOST/0, or env:VARIABLE that holds it",
    "datausage_database",
    wants="write redis://HOST:PORT/0, or env: and the variable that holds such a URL",
)


REVIEW = Option(
    "review",
    "FILE",
    f"who has reviewed which rule (default: {DEFAULT_FILE} in the root, if it is there)",
    "datausage_review",
    wants="name the file that 'datausage review' writes",
)

ALL = (
    *(TARGET, EFFORT, CALLS, READING, EDITION, PART, REPLAY, TIMEOUT, SEED, EVIDENCE, REVIEW),
    *(CHILD, CLIENT, CLIENT_CACHE, WAIVERS, SHARD, DATABASE),
)


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
            "action": Repeated if option.repeatable else Once,
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
    except (TypeError, ValueError, pytest.UsageError):
        # pytest's own message speaks of Python, and does not always name the key.
        wrong(_written(config, option.key), option.wants)


def configured(config: pytest.Config) -> Mapping[str, Any]:
    """Return what a host's configuration file has, as its version of pytest keeps it."""
    # No public attribute of all versions has the keys of a configuration file of any format.
    found: Mapping[str, Any] = getattr(
        config, "_inicfg" if hasattr(config, "_inicfg") else "inicfg"
    )
    return found


def _written(config: pytest.Config, key: str) -> str:
    kept = configured(config).get(key)
    if kept is None:
        return key
    value = getattr(kept, "value", kept)
    quoted = isinstance(value, str) and getattr(kept, "mode", "ini") == "toml"
    return f'{key} = "{value}"' if quoted else f"{key} = {value}"


def _split(text: str) -> Given:
    return Given(text, text.partition("=")[2])
