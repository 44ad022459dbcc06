"""The review file as a text that people edit too: only what a review says is written anew.

Comments, other keys and the order of what is there stay as they are; new rules are put in in the
order of the page. Whatever comes out is read again, and must say what it should.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from datausage.policy.review_table import ReviewError
from datausage.policy.reviews import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from datausage.policy.reviews import Clearance, Review

NEW: Final = f"""\
# Who has reviewed which rule of the Data usage suite, and against which wording.
# Written by `datausage review`; comments and other keys are kept.
format = {FORMAT}
"""

_MARK: Final = "\ufeff"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_HEADER = re.compile(r"\s*\[+\s*(?P<name>[^\]\[#]+?)\s*\]+\s*(?:#[^\n]*\n?)?")
_KEY = re.compile(r"\s*(?P<key>[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=")


@dataclass(slots=True)
class _Block:
    """The lines of a table, its header and the comments right above it; first, those before any."""

    name: str
    lines: list[str]

    @property
    def rule(self) -> str:
        kind, _, rest = self.name.partition(".")
        return rest.partition(".")[0] if kind == "rules" else ""


def edited(text: str, name: str, review: Review, order: Sequence[str]) -> str:
    """The text of a file with a review of a rule in it.

    Args:
        text: The text so far, with its mark of byte order and its ends of lines, which stay; empty
            for a new file.
        name: The id of the rule.
        review: What is to stand there.
        order: The ids of all rules, in the page's order.

    Raises:
        ReviewError: The file is written in a way that cannot be changed line by line.
    """
    mark = text[:1] if text.startswith(_MARK) else ""
    text = text[len(mark) :] or NEW
    blocks = _blocks(text)
    _put(blocks, f"rules.{name}", dict(_reviewed(review)), order)
    if review.cleared:
        _put(blocks, f"rules.{name}.cleared", dict(_cleared(review.cleared)), order)
    ending = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    lines = [line for block in blocks for line in block.lines]
    fresh = "".join(line if line.endswith("\n") else f"{line}{ending}" for line in lines)
    _checked(text, fresh, name, review)
    return f"{mark}{fresh}"


def _reviewed(review: Review) -> Iterator[tuple[str, str]]:
    yield "by", _quoted(review.by)
    yield "on", review.on.isoformat()
    yield "edition", _quoted(review.edition)
    yield "statement", _quoted(review.statement)
    yield from ((f"sentences.{one}", _quoted(sha)) for one, sha in review.sentences.items())


def _cleared(cleared: Clearance) -> Iterator[tuple[str, str]]:
    yield "by", _quoted(cleared.by)
    yield "on", cleared.on.isoformat()
    yield "reason", _quoted(cleared.reason)
    for one, shas in cleared.wording.items():
        yield f"sentences.{one}", f"[{', '.join(map(_quoted, shas))}]"


def _quoted(text: str) -> str:
    # A text that can be printed has the same form in JSON and in TOML.
    return json.dumps(text, ensure_ascii=False)


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block("", [])]
    # Not as Python parts lines: a comment may have other signs that it takes for ends of lines.
    for line in _LINE.findall(text):
        if header := _HEADER.fullmatch(line):
            name = re.sub(r"\s*\.\s*", ".", header["name"]).replace('"', "").replace("'", "")
            comments = _comments_above(blocks[-1].lines)
            blocks.append(_Block(name, comments))
        blocks[-1].lines.append(line)
    return blocks


def _comments_above(lines: list[str]) -> list[str]:
    """Take the comments at the end away: they stand right above the header that follows."""
    start = len(lines)
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    comments = lines[start:]
    del lines[start:]
    return comments


def _put(blocks: list[_Block], name: str, entries: Mapping[str, str], order: Sequence[str]) -> None:
    block = next((block for block in blocks if block.name == name), None)
    if block is None:
        block = _Block(name, [f"[{name}]"])
        at = _place(blocks, block, order)
        before = blocks[at - 1].lines
        if before and before[-1].strip():
            before.append("")
        if at < len(blocks):
            block.lines.append("")
        blocks.insert(at, block)
    at = next(n for n, line in enumerate(block.lines) if _HEADER.fullmatch(line)) + 1
    missing = dict(entries)
    lines: list[str] = []
    ours = 0
    for line in block.lines[at:]:
        key = _KEY.match(line)
        named = re.sub(r"\s", "", key["key"]) if key else ""
        if key and named in missing:
            lines.append(f"{key[0]} {missing.pop(named)}{_comment(line)}")
        elif named.startswith("sentences.") and named not in entries:
            # The sentence is gone; what somebody has said of it is not.
            lines += [kept] if (kept := _comment(line).lstrip()) else []
        else:
            lines.append(line)
            continue
        ours = len(lines)
    lines[ours:ours] = [f"{key} = {value}" for key, value in missing.items()]
    block.lines[at:] = lines


def _place(blocks: Sequence[_Block], block: _Block, order: Sequence[str]) -> int:
    """Where a table goes: after those of its own rule, else before those of a later one."""
    own = [at for at, one in enumerate(blocks) if one.rule == block.rule]
    if own:
        return own[-1] + 1
    later = set(order[order.index(block.rule) + 1 :])
    return next((at for at, one in enumerate(blocks) if one.rule in later), len(blocks))


def _comment(line: str) -> str:
    """The comment at the end of a line, with the space before it and what ends the line."""
    for found in re.finditer("#", line):
        before = line[: found.start()]
        try:
            tomllib.loads(before)
        except tomllib.TOMLDecodeError:
            continue
        return line[len(before.rstrip()) :]
    return line[len(line.rstrip("\r\n")) :]


def _checked(text: str, fresh: str, name: str, review: Review) -> None:
    wanted = tomllib.loads(text)
    body = wanted.setdefault("rules", {}).setdefault(name, {})
    body.update(_plain(dict(_reviewed(review))))
    if review.cleared:
        body.setdefault("cleared", {}).update(_plain(dict(_cleared(review.cleared))))
    if _loaded(fresh) != wanted:
        raise ReviewError(
            f"rules.{name}: cannot be changed as it is written; write [rules.{name}] on a line of"
            " its own, and each of its keys below it on one line"
        )


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _plain(entries: Mapping[str, str]) -> dict[str, Any]:
    plain = tomllib.loads("\n".join(f"{key} = {value}" for key, value in entries.items()))
    plain.setdefault("sentences", {})
    return plain
