"""The command `datausage lock`: compares a reviewer's own copy of the page with the lock."""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from pathlib import Path

from datausage.policy import lock as locks
from datausage.policy.copying import copied, text_files
from datausage.policy.lock import Lock, LockError
from datausage.policy.sentences import unaccounted

_ABOUT = """\
The text of the policy page is not part of this project. The lock knows every
sentence of an edition by its fingerprints alone, under a permanent id that
the rules refer to. With your own copy of the page (Markdown) you can see

  check   whether your copy is the locked edition, sentence by sentence
  build   what a lock of your copy looks like; old sentences keep their ids
  copied  that no eight words in a row of the page stand in any file here
"""

_CHECK = """\
Compares a copy with the lock of an edition, one line per difference:

  missing    a locked sentence that the copy does not have
  extra      a sentence of the copy that is not locked
  reworded   a locked sentence in nearly the same words
  moved      a locked sentence under another heading or in another order
  unread     a line that could not be divided into sentences

Line breaks, emphasis, capitals, kinds of quotes and where links lead make no
difference; every other mark does. Exit status: 0 the copy is the edition,
1 it is not, 2 it could not be compared.

  datausage lock check data-usage.md
"""

_BUILD = """\
Locks a copy. A sentence keeps its id, kind and reason when it is the same or
nearly the same as one of this edition or, for a new edition, of the one before;
all others get new ids and wait to be classified. Without --write nothing is
changed. Exit status: 0 done, 1 the copy could not be read in full, 2 wrong use.

  datausage lock build data-usage.md --edition 2026-01-15 --write
"""

_COPIED = """\
Searches text files for eight or more words in a row that stand on the page,
with or without markup and however they are wrapped. The copy itself is left
out. Exit status: 0 none, 1 some, 2 something could not be read.

  datausage lock copied data-usage.md .
"""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Mount `lock` in a command; its `func` takes the arguments and returns an exit status."""
    parser = subparsers.add_parser(
        "lock",
        help="compare a copy of the policy page with the locked edition",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the three actions of `lock` and make `lock_command` its `func`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, summary, about in (
        ("check", "is a copy of the page the locked edition?", _CHECK),
        ("build", "lock a copy of the page", _BUILD),
        ("copied", "find words of the page in files", _COPIED),
    ):
        one = actions.add_parser(
            action,
            help=summary,
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.add_argument("copy", type=Path, metavar="COPY", help="your copy of the page")
        if action == "copied":
            one.add_argument(
                "paths",
                type=Path,
                nargs="*",
                metavar="PATHS",
                default=[Path()],
                help="files and folders to search (default: the current folder)",
            )
        else:
            one.add_argument("--edition", metavar="E", help="its date (default: the latest locked)")
        if action == "build":
            one.add_argument("--write", action="store_true", help="store the lock")
    parser.set_defaults(func=lock_command)


def lock_command(args: argparse.Namespace) -> int:
    """Run an action of `lock`: 0 all is right, 1 there are findings, 2 it could not be done."""
    try:
        page = _read(args.copy)
        actions = {"check": _check, "build": _build, "copied": _copied}
        return actions[args.action](page, args)
    except BrokenPipeError:
        raise
    except (LockError, OSError) as problem:
        sys.stderr.write(f"datausage lock: {problem}\n")
        return 2


def _read(copy: Path) -> str:
    try:
        page = copy.read_text("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise LockError(f"{copy} is not UTF-8 text (byte {problem.start})") from problem
    except OSError as problem:
        raise LockError(f"{copy} cannot be read: {problem.strerror}") from problem
    if not page.strip():
        raise LockError(f"{copy} is empty")
    return page


def _check(page: str, args: argparse.Namespace) -> int:
    lock = locks.load(args.edition or _latest())
    findings = locks.check(page, lock)
    for finding in findings:
        _say(str(finding))
    if findings:
        _say(f"{_number(len(findings), 'difference')} from edition {lock.edition}.")
        return 1
    _say(f"This copy is edition {lock.edition}: {len(lock.sentences)} sentences, all in place.")
    return 0


def _build(page: str, args: argparse.Namespace) -> int:
    edition = args.edition or _latest()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", edition):
        raise LockError(f"an edition is named by its date, such as 2026-01-15; not {edition!r}")
    earlier = [one for one in locks.editions() if one <= edition]
    old = locks.load(earlier[-1]) if earlier else None
    if loose := unaccounted(page):
        for line, text in loose:
            _say(f"line {line} is not understood: {text}")
        return 1
    lock = locks.rebuild(page, old, edition=edition)
    _say(_summary(lock, old))
    if not args.write:
        _say("Nothing was written; --write stores this lock.")
        return 0
    file = locks.EDITIONS / edition / "sentences.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(locks.dump(lock), "utf-8")
    _say(f"Written to {file}")
    return 0


def _copied(page: str, args: argparse.Namespace) -> int:
    own = args.copy.resolve()
    files = [file for file in text_files(args.paths) if file.resolve() != own]
    places = copied(page, files)
    for place in places:
        _say(f"{place.file}:{place.line}: {place.run}")
    found = _number(len(places), "copied run")
    _say(f"{found} in {_number(len(files), 'file')}.")
    return 1 if places else 0


def _latest() -> str:
    if not (locked := locks.editions()):
        raise LockError("no edition is locked yet; name one with --edition")
    return locked[-1]


def _summary(lock: Lock, old: Lock | None) -> str:
    before = {sentence.id: sentence.sha256 for sentence in old.sentences} if old else {}
    kept = [sentence for sentence in lock.sentences if sentence.id in before]
    same = sum(before[sentence.id] == sentence.sha256 for sentence in kept)
    open_ones = sum(
        not sentence.reason and sentence.kind not in ("rule", "fact") for sentence in lock.sentences
    )
    return (
        f"Edition {lock.edition} has {_number(len(lock.sentences), 'sentence')}: {same} unchanged,"
        f" {len(kept) - same} reworded, {len(lock.sentences) - len(kept)} new;"
        f" {len(before) - len(kept)} are gone. {open_ones} wait to be classified."
    )


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _say(text: str) -> None:
    lines = textwrap.wrap(text, 80, subsequent_indent="    ", break_long_words=False) or [""]
    sys.stdout.write("\n".join(lines) + "\n")
