"""The program ``datausage``: what belongs to the policy and its specification, beside pytest."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from typing import TYPE_CHECKING

from datausage.commands import (
    arrays,
    contract,
    drift,
    init,
    merge,
    points,
    review,
    smoke,
    spec,
    strength,
    table,
    telling,
    verify,
    vocabulary,
)
from datausage.policy import commands as lock

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOUT = """\
A compliance suite for the documented Data usage policy of Claude Code.
Not affiliated with the vendor, and no legal advice.

An implementation is judged with pytest:  pytest --target=impl
This program is for the rest:
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return 0 where all is well, 1 for findings, 2 for wrong use."""
    parser = argparse.ArgumentParser(
        prog="datausage", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"datausage {version('datausage')}")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (
        init,
        smoke,
        contract,
        points,
        table,
        vocabulary,
        spec,
        strength,
        verify,
        merge,
        lock,
        drift,
        review,
        arrays,
        telling,
    ):
        command.register(subparsers)
    args = parser.parse_args(arguments)
    return int(args.func(args))
