"""The command ``datausage table``: what the policy permits, as a decision table."""

from __future__ import annotations

import argparse
import re
import shlex
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datausage.universe.spaces import Fact, Value

FORMATS = ("text", "markdown", "csv")
USUAL_CELLS = 100
END = "<!-- end of table -->\n"
_MADE = re.compile(rf"(```sh\ndatausage (table [^\n]+)\n```\n\n).*?({END})", re.DOTALL)

_ABOUT = """\
Shows what the policy permits for every combination of the values of some
facts, by which rules, and on which open points it turns. All other facts have
their plainest value; the table says which that is.

  datausage table traffic service DISABLE_TELEMETRY
  datausage table training plan "setting when added" --given kind=code

The first begins with:

  service        DISABLE_TELEMETRY  permitted   note
  -------------  -----------------  ----------  ----
  metrics        not set            on          1
  metrics        1                  off         2

and note 1 says: by metrics-default. Values that make no difference share a
row; 'any' are all of them. 'any answer' stands where the open points in the
note leave every answer possible, 'nothing is said' where no sentence speaks.

Where no fact is named, the facts are those that the scenarios of the features
speak of most, up to 100 cells.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "table",
        help="show what the policy permits, as a decision table",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="such as traffic")
    parser.add_argument(
        "fact", nargs="*", metavar="FACT", help="facts that vary; right after QUESTION"
    )
    parser.add_argument("--aspect", help="of an answer with several; the first by default")
    parser.add_argument(
        "--given",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        help="restrict a fact to a value; to several, where it is repeated",
    )
    parser.add_argument("--edges", action="store_true", help="also the facts' values at the edges")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text by default")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="make all tables of a page anew (development)"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the table, or make those of a page anew; return 2 for wrong use."""
    from datausage.universe.spaces import EmptyUniverseError  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe.tables import NoTableError  # noqa: PLC0415 - imports Hypothesis

    try:
        if args.page:
            args.page.write_text(remade(args.page.read_text("utf-8")), "utf-8")
        else:
            print(made(args), end="")  # noqa: T201 - a command prints
    except BrokenPipeError:
        raise
    except (RefusedError, NoTableError, EmptyUniverseError, OSError) as error:
        return refuse("table", str(error))
    return 0


def remade(page: str) -> str:
    """Return a page in which every table is what the command above it prints."""
    parser = argparse.ArgumentParser(prog="datausage")
    register(parser.add_subparsers())

    def anew(found: re.Match[str]) -> str:
        return f"{found[1]}{made(parser.parse_args(shlex.split(found[2])))}\n{found[3]}"

    return _MADE.sub(anew, page)


def made(args: argparse.Namespace) -> str:
    """Return the table that the arguments ask for, as text.

    Raises:
        RefusedError: they name what does not exist.
        NoTableError: there is no such table, or it would be too large.
    """
    from datausage.commands.table_layout import LAYOUTS  # noqa: PLC0415 - not for other commands
    from datausage.oracle.questions import QUESTIONS  # noqa: PLC0415 - not for other commands
    from datausage.oracle.verdicts import Oracle  # noqa: PLC0415 - not for other commands
    from datausage.policy.edition import load  # noqa: PLC0415 - not for other commands
    from datausage.universe.catalogue import SPACES  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe.tables import tabulated  # noqa: PLC0415 - imports Hypothesis

    if args.question is None:
        raise RefusedError(f"name a question; there is {', '.join(QUESTIONS)}")
    question = QUESTIONS[_among("question", args.question, QUESTIONS)]
    aspects = [aspect.name for aspect in question.aspects]
    aspect = _among(f"aspect of {question.name}", args.aspect or aspects[0], aspects)
    facts = {fact.name: fact for fact in SPACES[question.name].facts}
    of = f"fact of {question.name}"
    columns = [_among(of, name, facts) for name in args.fact]
    given: dict[str, tuple[Value, ...]] = {}
    for restriction in args.given:
        name, equals, value = restriction.partition("=")
        if not equals:
            raise RefusedError(f"--given {restriction}: write FACT=VALUE")
        fact = facts[_among(of, name, facts)]
        given[name] = (*given.get(name, ()), _value(fact, value))
    columns = columns or usual(question.name, aspect, given)
    if args.edges:
        whole = {name: (*facts[name].values, *facts[name].edges) for name in columns}
        given = {**whole, **given}
    table = tabulated(question.name, aspect, columns, Oracle(load()), given=given)
    return LAYOUTS[args.format](table)


def usual(question: str, aspect: str, given: Mapping[str, tuple[Value, ...]]) -> list[str]:
    """Return the facts of which the scenarios about an aspect speak most, as long as there is room.

    They stand in the order in which the question has them.
    """
    from datausage.policy.edition import load  # noqa: PLC0415 - not for other commands
    from datausage.steps.scenarios import scenarios  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe.catalogue import SPACES  # noqa: PLC0415 - imports Hypothesis
    from datausage.universe.spaces import Universe  # noqa: PLC0415 - imports Hypothesis

    named: Counter[str] = Counter()
    for scenario in scenarios(load()):
        expected = scenario.expectation
        if (
            expected.question.name == question
            and expected.question.aspect(aspect) in expected.aspects
        ):
            named.update(list(scenario.given))
    facts = Universe(SPACES[question]).where(given).facts
    room, chosen = USUAL_CELLS, set()
    for fact in sorted(facts, key=lambda fact: -named[fact.name]):
        if named[fact.name] and len(fact.values) <= room:
            room //= len(fact.values)
            chosen.add(fact.name)
    return [fact.name for fact in facts if fact.name in chosen]


def _value(fact: Fact, text: str) -> Value:
    """Return the value of a fact that is shown as a text."""
    from datausage.commands.table_layout import shown  # noqa: PLC0415 - not for other commands

    values = {shown(value): value for value in (*fact.values, *fact.edges)}
    values |= {value: value for value in values.values() if isinstance(value, str)}
    return values[_among(f"value of {fact.name}", text, values)]


def _among(what: str, name: str, names: Iterable[str]) -> str:
    """Return a name that is among some; refuse any other, with what may have been meant."""
    known = list(dict.fromkeys(names))
    if name in known:
        return name
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(map(repr, known))}"
    raise RefusedError(f"there is no {what} {name!r}; {hint}")
