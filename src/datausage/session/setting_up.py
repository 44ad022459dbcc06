"""From options to a setup: every value checked, with one clear line where one is wrong."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from datausage.grading import tokens
from datausage.grading.budgets import EFFORTS
from datausage.policy import edition as policy
from datausage.session import clock, features, options, reviewing
from datausage.session.checks import beside_rules
from datausage.session.refusing import unknown, wrong
from datausage.session.reviewing import Reviews
from datausage.session.waiving import waivers
from datausage.targets.launched.program import CHILD, is_name
from datausage.targets.reaching import is_client, is_launcher
from datausage.universe.catalogue import SPACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from datausage.grading.waiving import Waivers
    from datausage.policy.edition import Edition
    from datausage.session.options import Given, Option
    from datausage.targets.client.keeping import Cache


_SHARD = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the parts of a run that is spread over machines; ``number`` counts from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the user asked for.

    ``edition_given`` is whether the edition was chosen, rather than the latest one assumed;
    ``calls`` is None where the effort decides, and ``seed`` where none was given; ``child`` is what
    a launcher starts, and ``clients`` where the versions of the real client are to be found;
    their runs are kept in ``cache``.
    """

    target: Given
    roots: tuple[Path, ...]
    edition: Edition
    edition_given: bool
    parts: tuple[str, ...]
    pins: Mapping[str, str]
    effort: str
    calls: int | None
    seed: int | None
    timeout: float
    replay: str | None
    child: str = CHILD
    clients: tuple[Given, ...] = ()
    cache: Cache | None = None
    reviews: Reviews = field(default_factory=Reviews)
    waivers: Waivers | None = None
    shard: Shard | None = None


def set_up(config: pytest.Config) -> Setup:
    """Return the setup of a session.

    Raises:
        pytest.UsageError: a value is wrong; the message names it as the user wrote it.
    """
    _, targets = options.several(config, options.TARGET)
    if not targets or not all(target.value for target in targets):
        raise pytest.UsageError("--target=: name the implementation to check, as module:object")
    # The slower, the less it is asked; of several targets all are asked alike.
    slowest = max(
        (t.value for t in targets), key=lambda value: (is_client(value), is_launcher(value))
    )
    check_keys(config)
    if is_client(slowest) and (hasattr(config, "workerinput") or _spread(config)):
        wrong("-n", "the target claude-code has several runs going by itself; run it with -n0")
    edition, given = _edition(options.one(config, options.EDITION))
    return Setup(
        target=targets[0],
        roots=tuple(dict.fromkeys((config.rootpath, config.invocation_params.dir))),
        edition=edition,
        edition_given=given,
        parts=_parts(config, edition),
        pins=_pins(config, edition),
        effort=_effort(options.one(config, options.EFFORT)),
        calls=_calls(config, slowest),
        seed=_whole(config, options.SEED, least=0),
        timeout=_timeout(options.one(config, options.TIMEOUT)),
        replay=_replay(options.one(config, options.REPLAY), edition),
        child=_child(options.one(config, options.CHILD), slowest),
        clients=_clients(config, [target.value for target in targets]),
        cache=_cache(config, [target.value for target in targets]),
        reviews=reviewing.read(config, edition),
        waivers=waivers(config, edition),
        shard=_shard(options.one(config, options.SHARD)),
    )


def _spread(config: pytest.Config) -> bool:
    """Say whether pytest-xdist is to run this in several processes."""
    return bool(getattr(config.option, "numprocesses", None) or getattr(config.option, "tx", None))


def check_keys(config: pytest.Config) -> None:
    """Refuse configuration keys that look like ours and are none: a pin must not be lost.

    Raises:
        pytest.UsageError: there is such a key.
    """
    known = [option.key for option in options.ALL if option.key]
    for key in options.configured(config):
        if key.startswith("datausage_") and key not in known:
            unknown(key, key, "configuration key", known)


def _edition(given: Given | None) -> tuple[Edition, bool]:
    known = policy.editions()
    if given is None:
        return policy.load(known[-1]), False
    if given.value not in known:
        unknown(given.written, given.value, "edition", known)
    return policy.load(given.value), True


def _parts(config: pytest.Config, edition: Edition) -> tuple[str, ...]:
    configured, typed = options.several(config, options.PART)
    known = [part.id for part in edition.parts]
    chosen = typed or configured
    for given in chosen:
        if given.value not in known:
            unknown(given.written, given.value, "part", known)
    return tuple(dict.fromkeys(given.value for given in chosen))


def _pins(config: pytest.Config, edition: Edition) -> dict[str, str]:
    """Return the settled readings; those typed replace those configured."""
    pins: dict[str, str] = {}
    for source in options.several(config, options.READING):
        here: dict[str, str] = {}
        for given in source:
            point, reading = _pin(given, edition)
            if here.setdefault(point, reading) != reading:
                wrong(given.written, f"{point} is settled as {here[point]} already; choose one")
        pins.update(here)
    return pins


def _pin(given: Given, edition: Edition) -> tuple[str, str]:
    point, equals, reading = (text.strip() for text in given.value.partition("="))
    if not (point and equals and reading):
        example = next(iter(edition.points.values()))
        wrong(
            given.written,
            f"write POINT=READING, as in {example.id}={example.readings[0].id}",
        )
    if point not in edition.points:
        unknown(given.written, point, "open point", edition.points)
    known = [choice.id for choice in edition.points[point].readings]
    if reading not in known:
        unknown(given.written, reading, "reading", known, of=point)
    return point, reading


def _effort(given: Given | None) -> str:
    if given is None:
        return options.DEFAULT_EFFORT
    if given.value not in EFFORTS:
        unknown(given.written, given.value, "effort", EFFORTS)
    return given.value


def _whole(config: pytest.Config, option: Option, *, least: int) -> int | None:
    given = options.one(config, option)
    if given is None:
        return None
    # int() also accepts "1_000" and " 7 "; neither is what anybody means.
    if not (given.value.isascii() and given.value.isdigit() and int(given.value) >= least):
        wrong(given.written, option.wants)
    return int(given.value)


def _calls(config: pytest.Config, target: str) -> int | None:
    """Return the most calls; what is started for each of them has fewer by itself."""
    calls = _whole(config, options.CALLS, least=1)
    if calls is None and is_client(target):
        return options.CLIENT_CALLS
    if calls is None and is_launcher(target) and options.one(config, options.EFFORT) is None:
        return options.LAUNCHER_CALLS
    return calls


def _child(given: Given | None, target: str) -> str:
    if given is None:
        return CHILD
    if not is_launcher(target) and given.written.startswith("--"):
        wrong(given.written, "only a target exec:PROGRAM starts another program")
    if not is_name(given.value):
        wrong(given.written, "write the name of a program on PATH, without folders, as in claude")
    return given.value


def _clients(config: pytest.Config, targets: Sequence[str]) -> tuple[Given, ...]:
    configured, typed = options.several(config, options.CLIENT)
    if typed and not any(map(is_client, targets)):
        wrong(
            typed[0].written, "only the target claude-code runs a client; add --target=claude-code"
        )
    chosen = typed or configured
    for given in chosen:
        if not given.value:
            wrong(given.written, "name the package folder of a client, or its program")
    return tuple(dict.fromkeys(chosen))


def _cache(config: pytest.Config, targets: Sequence[str]) -> Cache | None:
    """Return where runs of the client are kept; a replay makes its own."""
    given = options.one(config, options.CLIENT_CACHE)
    if given is None:
        return None
    typed = getattr(config.option, options.CLIENT_CACHE.dest, None) is not None
    if typed and not any(map(is_client, targets)):
        wrong(given.written, "only a client's runs are kept; add --target=claude-code")
    if not given.value.strip():
        wrong(given.written, options.CLIENT_CACHE.wants)
    if options.one(config, options.REPLAY) is not None:
        return None
    from datausage.targets.client.keeping import Cache  # noqa: PLC0415 - for this target only

    folder = (config.invocation_params.dir if typed else config.rootpath) / given.value
    return Cache(folder.absolute(), clock.clock(os.environ)().date().isoformat())


def _timeout(given: Given | None) -> float:
    if given is None:
        return options.DEFAULT_TIMEOUT
    try:
        seconds = float(given.value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        wrong(given.written, options.TIMEOUT.wants)
    return seconds


def _shard(given: Given | None) -> Shard | None:
    if given is None:
        return None
    found = _SHARD.fullmatch(given.value)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        wrong(given.written, options.SHARD.wants)
    return Shard(int(found[1]), int(found[2]))


def _replay(given: Given | None, edition: Edition) -> str | None:
    if given is None:
        return None
    rule, colon, _ = given.value.partition(":")
    known = [tag for tag in features.tags() if tag in edition.rules or beside_rules(tag)]
    if not (rule and colon):
        wrong(given.written, "this is no replay token; copy the one that a report shows")
    if rule not in known:
        unknown(given.written, rule, "rule", known)
    try:
        token = tokens.read(given.value)
        token.point(SPACES[token.question])
    except KeyError as error:
        wrong(given.written, f"there is no question {error}")
    except tokens.TokenError as error:
        wrong(given.written, f"this is no replay token: {error}")
    return given.value
