"""Documents, as what a test needs of them: blocks of code with their comments, links, headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\s*$")
_COMMENT = re.compile(r"^ *<!-- (?P<key>\w+): (?P<value>.+) -->\s*$")
_FILE = re.compile(r"# (?P<name>[\w./-]+\.(?:py|toml))")
_HEADING = re.compile(r"^## (?P<title>.+)$")
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block, with the comment directly above it and the heading it stands under."""

    document: str
    line: int
    language: str
    text: str
    key: str = ""
    value: str = ""
    section: str = ""

    @property
    def file(self) -> str:
        """The file that the block shows; empty where it shows none."""
        found = _FILE.fullmatch(self.text.partition("\n")[0])
        return found["name"] if found else ""

    @property
    def commands(self) -> list[str]:
        """The commands of ours in the block."""
        for_a_clone = self.key == "command" and self.value in {"try", "test"}
        if self.language != "sh" or for_a_clone:
            return []
        return [line for line in self.text.splitlines() if line.startswith(("pytest", "datausage"))]

    @property
    def exit(self) -> int:
        """The exit code that the document promises."""
        return int(self.value) if self.key == "exit" else 0


def blocks(document: str) -> list[Block]:
    """Return the fenced blocks of a document, in order."""
    found: list[Block] = []
    comment: re.Match[str] | None = None
    opened: re.Match[str] | None = None
    body: list[str] = []
    here = ""
    for number, line in enumerate(_text(document).splitlines(), 1):
        if opened is not None:
            if line.strip() == "```":
                key, value = (comment["key"], comment["value"]) if comment else ("", "")
                at = number - len(body) - 1
                text = "\n".join(body) + "\n"
                found.append(Block(document, at, opened["language"], text, key, value, here))
                opened, comment = None, None
            else:
                body.append(line.removeprefix(opened["indent"]))
        elif fence := _FENCE.match(line):
            opened, body = fence, []
        else:
            comment = _COMMENT.match(line)
            here = heading["title"] if (heading := _HEADING.match(line)) else here
    assert opened is None, f"{document}: a fence is not closed"
    return found


def prose(document: str) -> str:
    """Return a document without its fenced blocks."""
    return re.sub(r"^ *```.*?^ *```\s*$", "", _text(document), flags=re.DOTALL | re.MULTILINE)


def links(document: str) -> list[str]:
    """Return the relative links of a document."""
    found = _LINK.findall(prose(document))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(document: str) -> set[str]:
    """Return the names under which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.+)$", prose(document), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def section(document: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level or above."""
    text = _text(document)
    start = text.index(f"\n{heading}\n") + 1
    level = len(heading) - len(heading.lstrip("#"))
    end = re.search(rf"^#{{1,{level}}} ", text[start + len(heading) :], flags=re.MULTILINE)
    return text[start : start + len(heading) + end.start()] if end else text[start:]


def _text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")
