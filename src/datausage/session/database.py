"""The database of failing examples that several machines share: Hypothesis' own one, over Redis."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import pytest

from datausage.extras import installing
from datausage.session import options
from datausage.session.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.database import ExampleDatabase

_SCHEMES = ("redis", "rediss", "unix")
_FROM_ENVIRONMENT = "env:"
_PATIENCE = 5.0
"""Seconds to wait for the server each time."""
_NAME = re.compile(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\]")

_T = TypeVar("_T")


def database(config: pytest.Config) -> ExampleDatabase | None:
    """Return the shared database; None where the user names none.

    Raises:
        pytest.UsageError: it cannot be used. No message has a name or a password of its URL.
    """
    given = options.one(config, options.DATABASE)
    if given is None:
        return None
    typed = getattr(config.option, options.DATABASE.dest, None) is not None
    name = f"--{options.DATABASE.name}" if typed else str(options.DATABASE.key)
    url = _url(given.value, name)
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in _SCHEMES:
        raise pytest.UsageError(f"{name}: {options.DATABASE.wants}")
    told = f"{name}={hidden(url)}"
    try:
        from hypothesis.extra.redis import RedisExampleDatabase  # noqa: PLC0415 - an extra
        from redis import Redis  # noqa: PLC0415 - an extra
    except ImportError:
        raise pytest.UsageError(f"{told}: {installing('redis')}") from None
    try:
        client = Redis.from_url(
            url, socket_connect_timeout=_PATIENCE, socket_timeout=_PATIENCE, protocol=2
        )
        client.ping()
    except Exception as error:  # noqa: BLE001 - whatever a client of another package raises
        # What it says may have the password in it.
        what = f"it cannot be reached: {type(error).__name__}"
        raise pytest.UsageError(f"{told}: {what}") from None
    return forgiving(RedisExampleDatabase(client))


def _url(value: str, name: str) -> str:
    if not value.startswith(_FROM_ENVIRONMENT):
        return value
    variable = value.removeprefix(_FROM_ENVIRONMENT)
    found = os.environ.get(variable)
    if not found:
        raise pytest.UsageError(f"{name}={shown(value)}: this variable is not set")
    return found


def hidden(url: str) -> str:
    """Return a URL without anything that may be a secret: its scheme, host and port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "..."
    where = host if _NAME.fullmatch(host) else "..."
    return f"{parts.scheme}://{where}{f':{port}' if port else ''}"


def forgiving(whole: ExampleDatabase) -> ExampleDatabase:
    """Return a database that loses what it is to keep, rather than a result, where it breaks down.

    Its ``trouble`` says why, without anything of an address.
    """
    from hypothesis.database import ExampleDatabase  # noqa: PLC0415 - takes its time

    class Forgiving(ExampleDatabase):
        trouble = ""

        def fetch(self, key: bytes) -> Iterable[bytes]:
            return self._tried(lambda: list(whole.fetch(key)), [])

        def save(self, key: bytes, value: bytes) -> None:
            self._tried(lambda: whole.save(key, value), None)

        def delete(self, key: bytes, value: bytes) -> None:
            self._tried(lambda: whole.delete(key, value), None)

        def _tried(self, work: Callable[[], _T], otherwise: _T) -> _T:
            # Asked once more, a server that is gone would be waited for each time.
            if self.trouble:
                return otherwise
            try:
                return work()
            except Exception as error:  # noqa: BLE001 - a client of another package
                self.trouble = f"the shared database failed: {type(error).__name__}"
                return otherwise

    found: Any = Forgiving()
    return found  # type: ignore[no-any-return]
