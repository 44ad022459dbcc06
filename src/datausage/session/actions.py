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
        """Keep the value in place of an earlier one."""
        setattr(namespace, self.dest, f"{option_string}={values}")


class Repeated(Once):
    """Keeps all values of an option that can be given several times."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - the signature is argparse's
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value beside earlier ones."""
        # A new list each time: pytest parses the same line several times into copies.
        before = getattr(namespace, self.dest, None) or []
        setattr(namespace, self.dest, [*before, f"{option_string}={values}"])
