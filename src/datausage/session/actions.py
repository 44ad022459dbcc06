"""How a typed value is kept: with the name under which it was typed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Once(argparse.Action):
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
        """Keep the value."""
        before = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, self.kept(before, f"{option_string}={values}"))

    def kept(self, before: Any, typed: str) -> Any:  # noqa: ARG002 - another one keeps both
        """Return what is kept of the value, given what was kept before: the last one."""
        return typed


class Repeated(Once):
    """Keeps all values of an option that can be given several times."""

    def kept(self, before: Any, typed: str) -> Any:
        """Return all values."""
        # A new list each time: pytest parses the same line several times into copies.
        return [*(before or []), typed]
