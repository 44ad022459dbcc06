"""The command ``datausage whatif``: what another value of a variable would change."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError, refuse
from datausage.commands.set_up_arguments import add_account, add_elsewhere, set_up, told
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.comparing import Change
    from datausage.setup.set_up import SetUp
    from datausage.setup.values import Value

NOTHING, SOMETHING = 0, 1
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")

_ABOUT = """\
Says what would change of that which 'datausage explain' says, and nothing
else, if variables in the process environment were others than they are.

  datausage whatif DISABLE_TELEMETRY=1
  datausage whatif CLAUDE_CODE_USE_BEDROCK=1 --plan team
  datausage whatif --unset DISABLE_TELEMETRY

Exit status: 0 nothing would change, 1 something would, 2 wrong use.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "whatif",
        help="what another value of a variable would change",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("variable", nargs="*", metavar="VAR=VALUE", help="a variable and its value")
    parser.add_argument(
        "--unset", action="append", default=[], metavar="VAR", help="a variable that is not set"
    )
    parser.add_argument(
        "--folder", type=Path, default=Path(), help="where a session is started (default: here)"
    )
    add_elsewhere(parser)
    add_account(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Say what would change; return 1 where something would, 2 for wrong use."""
    from datausage.commands import sheet  # noqa: PLC0415 - not for other commands
    from datausage.oracle.verdicts import Oracle  # noqa: PLC0415 - asks the oracle
    from datausage.policy.edition import load  # noqa: PLC0415 - asks the oracle
    from datausage.setup.comparing import changes  # noqa: PLC0415 - asks the oracle

    edition = load()
    try:
        wanted = _once(_wanted(args.variable, args.unset))
        before = set_up(args)
        known = told(args)
    except RefusedError as problem:
        return refuse("whatif", shown(str(problem), 1000))
    after = _changed(before, wanted)
    today = datetime.now(UTC).date()
    found = list(changes(before, after, known, today, Oracle(edition)))
    if args.json:
        sys.stdout.write(_as_json(found, wanted, edition))
    else:
        lay_out = sheet.as_markdown if args.markdown else sheet.as_text
        sys.stdout.write(lay_out(_blocks(found, wanted, edition)))
    return SOMETHING if found else NOTHING


def _wanted(given: Sequence[str], unset: Iterable[str]) -> Iterator[tuple[str, Value | None]]:
    from datausage.setup.values import of_process  # noqa: PLC0415 - asks the oracle

    if not given and not unset:
        raise RefusedError("name a variable, as in DISABLE_TELEMETRY=1")
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            # What was written may be anything, even a secret: it is not repeated.
            raise RefusedError("write VAR=VALUE, or --unset VAR")
        yield _known(name), of_process(value)
    for name in unset:
        yield _known(name), None


def _once(wanted: Iterable[tuple[str, Value | None]]) -> list[tuple[str, Value | None]]:
    found: dict[str, Value | None] = {}
    for name, value in wanted:
        if name in found:
            raise RefusedError(f"{name} is given twice; ask about one value of it at a time")
        found[name] = value
    return list(found.items())


def _known(name: str) -> str:
    from datausage.oracle.switches import VARIABLES  # noqa: PLC0415 - asks the oracle
    from datausage.setup.near import near  # noqa: PLC0415 - asks the oracle

    if name in VARIABLES:
        return name
    meant = near(name)
    hint = f"did you mean {meant}?" if meant else f"it names {', '.join(VARIABLES)}"
    told = name if _NAME.fullmatch(name) else "of that name"
    raise RefusedError(f"the page names no variable {told}; {hint}")


def _changed(found: SetUp, wanted: Iterable[tuple[str, Value | None]]) -> SetUp:
    for variable, value in wanted:
        found = found.with_variable(variable, value)
    return found


def _blocks(
    found: Sequence[Change], wanted: Iterable[tuple[str, Value | None]], edition: Edition
) -> Iterator[Block]:
    from datausage.commands.sheet import Table  # noqa: PLC0415 - not for other commands
    from datausage.commands.telling_answers import Notes, caution, words  # noqa: PLC0415 - above

    said = " and ".join(
        f"{name} were {value.text if value else 'not set'}" for name, value in wanted
    )
    if not found:
        yield f"If {said} in the environment, nothing would change."
    else:
        notes = Notes(edition)
        yield f"If {said} in the environment, this would change:"
        rows = tuple(
            (one.about, words(one.before), words(one.after), notes.number(one.after))
            for one in found
        )
        yield Table(("what", "now", "then", "note"), rows)
        yield from notes.blocks()
    yield caution(edition)


def _as_json(
    found: Sequence[Change], wanted: Iterable[tuple[str, Value | None]], edition: Edition
) -> str:
    from datausage.commands.telling_answers import as_json, head  # noqa: PLC0415 - above

    data = {
        **head("whatif", edition),
        "if": {name: value.text if value else None for name, value in wanted},
        "changes": [
            {
                "what": one.about,
                "now": as_json(one.before, edition),
                "then": as_json(one.after, edition),
            }
            for one in found
        ],
    }
    return json.dumps(data, indent=2) + "\n"
