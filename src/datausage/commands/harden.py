"""The command ``datausage harden``: the smallest configuration that keeps services off."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datausage.commands.refusing import RefusedError, refuse
from datausage.commands.set_up_arguments import add_elsewhere, set_up
from datausage.evidence.visible import shown
from datausage.setup.forms import FORMS, IN_A_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.postures import Posture
    from datausage.setup.proof import Case
    from datausage.setup.set_up import SetUp

HOLDS, CONTRADICTED = 0, 1
NAMES = ("no-nonessential", "no-metrics", "no-error-reports", "no-bug-reports")

_ABOUT = """\
Writes the smallest configuration with which services are off under every
reading of the page and at every provider, and proves it by trying them all.

  datausage harden
  datausage harden no-metrics no-error-reports --form dockerfile

no-nonessential: metrics, error reports and bug reports are off. The others
turn one of these off, and may be combined. No variable of the page is about
surveys; for the rest 'datausage explain' says what is open.

It holds where no other place gives these variables another value. What is set
here is looked at, and named if it does.

Exit status: 0 it holds here too, 1 something that is set here contradicts it
or cannot be read, 2 wrong use.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "harden",
        help="the smallest configuration that keeps services off under every reading",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "posture",
        nargs="*",
        metavar="POSTURE",
        help=f"{', '.join(NAMES)}; the first by default",
    )
    parser.add_argument(
        "--form", choices=FORMS, default="settings.json", help="settings.json by default"
    )
    parser.add_argument(
        "--folder", type=Path, default=Path(), help="where a session is started (default: here)"
    )
    add_elsewhere(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--plain",
        action="store_true",
        help="the configuration alone; what is to be said of it goes to standard error",
    )
    form.add_argument("--json", action="store_true", help="as JSON, with all readings tried")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the configuration; return 1 where it is contradicted here, 2 for wrong use."""
    from datausage.commands import sheet  # noqa: PLC0415 - not for other commands
    from datausage.oracle.verdicts import Oracle  # noqa: PLC0415 - asks the oracle
    from datausage.policy.edition import load  # noqa: PLC0415 - asks the oracle
    from datausage.setup.postures import smallest, wished  # noqa: PLC0415 - asks the oracle
    from datausage.setup.proof import proof  # noqa: PLC0415 - asks the oracle

    unknown = [name for name in args.posture if name not in NAMES]
    if unknown:
        there = ", ".join(NAMES)
        return refuse("harden", f"there is no posture {shown(unknown[0])}; there is {there}")
    edition = load()
    try:
        found = set_up(args)
    except RefusedError as problem:
        return refuse("harden", shown(str(problem), 1000))
    posture = smallest(wished(args.posture or NAMES[:1]), Oracle(edition))
    against = list(contradicting(found, posture.variables))
    cases = list(proof(posture, edition, filed=args.form == IN_A_FILE))
    written = FORMS[args.form].write(posture.variables)
    if args.plain:
        from datausage.commands.telling_answers import caution  # noqa: PLC0415 - asks the oracle

        sys.stdout.write(written)
        # Beside it, since what is piped into a file is to be a configuration and nothing else.
        print(caution(edition), file=sys.stderr)  # noqa: T201 - what a command says
    elif args.json:
        sys.stdout.write(_as_json(posture, cases, args.form, against, edition))
    else:
        lay_out = sheet.as_markdown if args.markdown else sheet.as_text
        sys.stdout.write(lay_out(_blocks(posture, cases, args.form, against, edition)))
    return CONTRADICTED if against else HOLDS


def contradicting(found: SetUp, variables: Sequence[str]) -> Iterator[str]:
    """Yield what is set, and keeps variables from counting under every reading, in words."""
    for variable in variables:
        value = found.environment.get(variable)
        if value and not value.is_certain:
            yield f"{variable} is {value.text} in the environment"
    for file in found.files:
        if file.unread and file.problem:
            yield f"{file.place.label} may hold anything: {file.problem.message}"
        for entry in file.entries:
            if entry.variable in variables and not entry.value.is_certain:
                yield (
                    f"{entry.variable} is {entry.value.text} in "
                    f"{file.place.label}:{entry.member.line}"
                )


def _blocks(
    posture: Posture, cases: list[Case], form: str, against: list[str], edition: Edition
) -> Iterator[Block]:
    from datausage.commands.sheet import Heading, Items, Table, Verbatim  # noqa: PLC0415 - above
    from datausage.commands.telling_answers import caution  # noqa: PLC0415 - above

    yield f"Off under every reading: {', '.join(sorted(posture.wished))}."
    yield f"For {FORMS[form].place}:"
    yield Verbatim(FORMS[form].write(posture.variables), FORMS[form].language)
    yield "No line can be left out, and nothing smaller turns off the same and no more."
    yield Heading("Proof")
    rows = tuple(
        (case.provider, str(case.service), f"off under {case.off} of {case.combinations}")
        for case in cases
    )
    yield Table(("provider", "service", "combinations of readings"), rows)
    points = dict.fromkeys(point for case in cases for point in case.points)
    yield f"All readings were tried of: {', '.join(points)}."
    if against:
        yield Heading("What contradicts it here")
        yield Items(tuple(("", text) for text in against))
        yield "Which of two places counts is open (settings-precedence, settings-form)."
    else:
        yield "Nothing that is set here contradicts it."
    yield caution(edition)


def _as_json(
    posture: Posture, cases: list[Case], form: str, against: list[str], edition: Edition
) -> str:
    from datausage.commands.telling_answers import head  # noqa: PLC0415 - not for others
    from datausage.setup.proof import readings  # noqa: PLC0415 - asks the oracle

    proven: list[dict[str, Any]] = [
        {
            "provider": case.provider,
            "service": str(case.service),
            "off": case.holds,
            "readings": list(readings(case.points, edition)),
        }
        for case in cases
    ]
    data = {
        **head("harden", edition),
        "off": sorted(posture.wished),
        "variables": dict.fromkeys(posture.variables, "1"),
        "form": form,
        "written": FORMS[form].write(posture.variables),
        "contradicted": against,
        "proof": proven,
    }
    return json.dumps(data, indent=2) + "\n"
