"""The command ``datausage timeline``: when data must be gone, and when it may train models."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datausage.commands.refusing import RefusedError, refuse
from datausage.evidence.visible import shown
from datausage.oracle.facts import Access, Plan
from datausage.setup.accounts import PLANS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.story import Story
    from datausage.setup.timeline import Lane, Span

LONGEST = 36_500
_ABOUT = """\
Tells what becomes of data: from when on each kind of it must be gone from
servers, on the strictest reading and on every one, and when it may train
generative models.

  datausage timeline --plan pro --access login --added 2025-11-03 \\
      --chose 2025-10-01=on --chose 2026-01-01=off
  datausage timeline --plan team --added 2025-11-03 --svg timeline.svg

A day begins at midnight in UTC; a time may follow, as in 2025-11-03T10:30Z.
Without --plan or --access it holds for all of them.

Exit status: 0 answered, 2 wrong use.
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the program."""
    parser = subparsers.add_parser(
        "timeline",
        help="when data must be gone, and when it may train models",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--plan",
        choices=(*PLANS, UNKNOWN),
        default=UNKNOWN,
        help="the plan of the account, before it was moved",
    )
    parser.add_argument(
        "--access",
        choices=(*map(str, Access), UNKNOWN),
        default=UNKNOWN,
        help="how the account reaches the model",
    )
    for name, about in (
        ("added", "when the data was added (default: today)"),
        ("began", "when its session began (default: as it was added)"),
        ("last-activity", "when something happened in it last (default: as it was added)"),
        ("signed-up", "when the account was made (default: long ago)"),
        ("opted-in", "when somebody opted in to providing material for training"),
        ("withdrew", "when that was withdrawn"),
    ):
        parser.add_argument(f"--{name}", metavar="DAY", help=about)
    parser.add_argument(
        "--chose",
        action="append",
        default=[],
        metavar="DAY=on|off",
        help="a choice whether data may improve models; may be repeated",
    )
    parser.add_argument(
        "--moved",
        action="append",
        default=[],
        metavar="DAY=PLAN",
        help="a move to another plan; may be repeated",
    )
    parser.add_argument(
        "--kept-days",
        type=int,
        metavar="N",
        help="how many days sessions are configured to stay on your machine",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--markdown", action="store_true", help="as Markdown")
    form.add_argument("--svg", type=Path, metavar="FILE", help="write the picture as SVG")
    form.add_argument("--page", type=Path, metavar="FILE", help="write a page (HTML) with it")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Tell what becomes of data; return 2 for wrong use."""
    from datausage.commands import sheet, sheet_page  # noqa: PLC0415 - not for other commands
    from datausage.commands.telling_answers import caution  # noqa: PLC0415 - not for others
    from datausage.oracle.verdicts import Oracle  # noqa: PLC0415 - asks the oracle
    from datausage.policy.edition import load  # noqa: PLC0415 - asks the oracle
    from datausage.setup.story import StoryError  # noqa: PLC0415 - asks the oracle
    from datausage.setup.timeline import lanes  # noqa: PLC0415 - asks the oracle
    from datausage.setup.timeline_picture import drawn  # noqa: PLC0415 - draws

    edition = load()
    try:
        story = _story(args)
        found = lanes(story, Oracle(edition))
        said = _blocks(story, found, edition)
        if args.svg:
            picture = sheet_page.alone(drawn(story, found), caution(edition))
            sheet_page.write(args.svg, sheet_page.svg(picture))
        elif args.page:
            title = "What becomes of data"
            sheet_page.write_page(args.page, title, drawn(story, found), said)
        elif args.json:
            sys.stdout.write(_as_json(story, found, edition))
        else:
            sys.stdout.write((sheet.as_markdown if args.markdown else sheet.as_text)(said))
    except (RefusedError, StoryError) as problem:
        return refuse("timeline", shown(str(problem), 1000))
    return 0


def _story(args: argparse.Namespace) -> Story:
    from datausage.setup.story import Story  # noqa: PLC0415 - asks the oracle

    if args.kept_days is not None and not 0 <= args.kept_days <= LONGEST:
        raise RefusedError(f"--kept-days {args.kept_days}: write 0 to {LONGEST}")
    today = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    return Story(
        added=_moment("--added", args.added) or today,
        plan=args.plan,
        access=args.access,
        began=_moment("--began", args.began),
        last_activity=_moment("--last-activity", args.last_activity),
        signed_up=_moment("--signed-up", args.signed_up),
        choices=tuple(_dated("--chose", text, {"on": True, "off": False}) for text in args.chose),
        moves=tuple(_dated("--moved", text, {str(p): p for p in Plan}) for text in args.moved),
        opted_in=_moment("--opted-in", args.opted_in),
        withdrew=_moment("--withdrew", args.withdrew),
        kept_days=args.kept_days,
    )


def _dated(option: str, text: str, meanings: dict[str, Any]) -> tuple[datetime, Any]:
    when, _, what = text.partition("=")
    moment = _moment(option, when) if what else None
    if moment is None or what not in meanings:
        raise RefusedError(f"{option} {text}: write DAY=WHAT, with {', '.join(meanings)}")
    return moment, meanings[what]


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        if len(text) <= len("2025-11-03"):
            found = datetime.combine(date.fromisoformat(text), time(), UTC)
        else:
            found = datetime.fromisoformat(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise RefusedError(f"{option} {text}: write a day, as in 2025-11-03") from problem
    if not 2000 <= found.year <= 2200:
        raise RefusedError(f"{option} {text}: write a day from 2000 to 2200")
    return found


def _blocks(story: Story, found: tuple[Lane, ...], edition: Edition) -> Iterator[Block]:
    from datausage.commands.sheet import Table  # noqa: PLC0415 - not for other commands
    from datausage.commands.telling_answers import Notes, caution, words  # noqa: PLC0415 - above
    from datausage.setup.timeline_picture import day  # noqa: PLC0415 - draws

    notes = Notes(edition)
    yield f"Data added on {day(story.added)}; plan: {story.plan}, access: {story.access}."
    yield "From when on it must be gone:"
    rows = []
    for lane in found:
        first, last = (day(at) if at else "not said" for at in (lane.gone_first, lane.gone))
        last += " or not said" if lane.unsaid and lane.gone else ""
        told = notes.number(*(span.answer for span in lane.presence))
        rows.append((lane.name, first, last, told))
    yield Table(("data", "strictest reading", "every reading", "note"), tuple(rows))
    yield "Whether it may train generative models, as long as it is there:"
    rows = [
        (lane.name, day(span.begin), words(span.answer), notes.number(span.answer))
        for lane in found
        for span in lane.training
    ]
    yield Table(("data", "from", "training", "note"), tuple(rows))
    yield from notes.blocks()
    yield caution(edition)


def _as_json(story: Story, found: tuple[Lane, ...], edition: Edition) -> str:
    from datausage.commands.telling_answers import as_json, head  # noqa: PLC0415 - above

    def spans(lane: tuple[Span, ...]) -> list[dict[str, Any]]:
        return [{"from": span.begin.isoformat(), **as_json(span.answer, edition)} for span in lane]

    data = {
        **head("timeline", edition),
        "added": story.added.isoformat(),
        "plan": story.plan,
        "access": story.access,
        "data": {
            lane.name: {
                "gone_on_the_strictest_reading": _iso(lane.gone_first),
                "gone_on_every_reading": _iso(lane.gone),
                "or_not_said": lane.unsaid,
                "presence": spans(lane.presence),
                "training": spans(lane.training),
            }
            for lane in found
        },
    }
    return json.dumps(data, indent=2) + "\n"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
