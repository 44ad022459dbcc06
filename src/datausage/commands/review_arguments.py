"""What is asked of the command ``datausage review``, and whether it goes together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datausage.commands.refusing import RefusedError
from datausage.policy.review_table import LONGEST

if TYPE_CHECKING:
    import argparse

    from datausage.policy.edition import Edition


def add_arguments(parser: argparse.ArgumentParser, file: str) -> None:
    """Give a parser the arguments of the command; `file` is the review file by default."""
    parser.add_argument("rules", nargs="*", metavar="RULE", help="ids of rules")
    parser.add_argument("--all", action="store_true", help="all rules")
    parser.add_argument("--part", help="the rules of one part of the page")
    parser.add_argument("--by", metavar="NAME", help="who has reviewed")
    parser.add_argument("--on", metavar="DATE", help="when, as in 2026-01-31")
    parser.add_argument("--cleared", action="store_true", help="clear for the wording of the page")
    parser.add_argument("--reason", metavar="TEXT", help="why a rule still holds")
    parser.add_argument("--page", metavar="COPY", help="your copy of the page; - reads it")
    parser.add_argument("--status", action="store_true", help="say how reviews stand")
    parser.add_argument("--json", action="store_true", help="the status as JSON")
    parser.add_argument("--file", type=Path, default=Path(file), help="the review file")
    parser.add_argument("--edition", metavar="E", help="its date (default: the latest locked)")


def consistent(args: argparse.Namespace) -> None:
    """Check what goes together.

    Raises:
        RefusedError: Something does not, or is missing.
    """
    recording = ("by", "on", "reason", "cleared")
    if args.status and (given := [one for one in recording if getattr(args, one)]):
        raise RefusedError(f"--status only says how reviews stand; leave out --{given[0]}")
    if args.status:
        return
    if not args.by:
        raise RefusedError("say who reviewed, with --by; or see how reviews stand, with --status")
    if args.json:
        raise RefusedError("--json belongs to --status")
    if args.cleared and not (args.reason and args.page and args.rules):
        raise RefusedError("--cleared needs the rule, --reason and --page")
    if not args.cleared and (args.reason or args.page):
        raise RefusedError("--reason and --page belong to --cleared, and --page to --status too")
    for key in ("by", "reason"):
        text = getattr(args, key) or "-"
        if not text.strip() or not text.isprintable() or len(text) > LONGEST[key]:
            raise RefusedError(f"--{key}: write a text of one line, {LONGEST[key]:,} characters")


def chosen(args: argparse.Namespace, edition: Edition) -> list[str]:
    """The rules that are meant, in the page's order; to see how reviews stand, all.

    Raises:
        RefusedError: A rule or a part does not exist, or none is named.
    """
    if unknown := [name for name in args.rules if name not in edition.rules]:
        raise RefusedError(f"there is no rule {unknown[0]}; 'datausage review --status' lists all")
    if args.part and args.part not in {part.id for part in edition.parts}:
        there = ", ".join(part.id for part in edition.parts)
        raise RefusedError(f"--part {args.part}: there is no such part; there is {there}")
    if sum(map(bool, (args.rules, args.all, args.part))) > 1:
        raise RefusedError("name rules, or --part, or --all; one of these")
    if not (args.rules or args.all or args.part or args.status):
        raise RefusedError("name the rules that were reviewed, or --part, or --all")
    return [
        name
        for name, rule in edition.rules.items()
        if (not args.rules or name in args.rules) and (not args.part or rule.part == args.part)
    ]
