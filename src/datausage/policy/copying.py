"""Copying: proof that the page's text stands nowhere in the project's own files.

Any run of words long enough to be the page's own is found, however it is wrapped, quoted, marked up
or split over the lines of a comment or a string.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from datausage.policy.fingerprints import runs, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUN = 8
"""So many words in a row are a copy: names, variables and common phrases are shorter."""

_NOT_OURS = frozenset({".git", ".venv", ".hypothesis", "__pycache__"})


class Copied(NamedTuple):
    """A place where words of the page stand in a file, and those words."""

    file: Path
    line: int
    run: str


def copied(page: str, files: Iterable[Path]) -> list[Copied]:
    """Every longest run of eight or more words of the page in the files.

    Raises:
        OSError: A file cannot be read.
    """
    pages = {run for markup in (True, False) for run in runs(_spelled(page, markup), RUN)}
    return [place for file in files for place in _copied_in(file, pages)]


def text_files(paths: Iterable[Path]) -> list[Path]:
    """The text files among the paths and in the folders among them, each once, sorted.

    Left out are binary files, caches and the store of the version control: they are no texts of
    the project. Folders that are links are not entered, since what they lead to has a place itself.

    Raises:
        OSError: A path does not exist or cannot be read.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        path.stat()
        for file in _within(path) if path.is_dir() else [path]:
            if file.is_file() and b"\0" not in file.read_bytes():
                found.setdefault(file.resolve(), file)
    return sorted(found.values())


def _within(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name not in _NOT_OURS and not name.endswith("_cache")
        ]
        yield from (Path(root, name) for name in names)


def _copied_in(file: Path, pages: set[int]) -> list[Copied]:
    # A file in another encoding is still searched: its plain letters survive the replacement.
    text = file.read_text("utf-8", errors="replace")
    longest: dict[int, list[str]] = {}
    for markup in (True, False):
        for line, run in _runs_in(text, pages, markup=markup):
            longest[line] = max(longest.get(line, []), run, key=len)
    return [Copied(file, line, " ".join(run)) for line, run in sorted(longest.items())]


def _runs_in(text: str, pages: set[int], *, markup: bool) -> Iterator[tuple[int, list[str]]]:
    placed = list(_placed(text, markup))
    spelled = [word for word, _ in placed]
    start = end = 0
    for at, run in enumerate(runs(spelled, RUN)):
        if run not in pages:
            continue
        if at >= end:
            if end:
                yield placed[start][1], spelled[start:end]
            start = at
        end = at + RUN
    if end:
        yield placed[start][1], spelled[start:end]


def _spelled(text: str, markup: bool) -> list[str]:
    return [word for word, _ in _placed(text, markup)]


def _placed(text: str, markup: bool) -> Iterator[tuple[str, int]]:
    """Each word with its line.

    Read once with markup reduced, as on the page, and once as it stands: in a program, what looks
    like a tag or a link may well be the sentence itself.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        # A line break written in a string must not grow together with the word after it.
        unescaped = line.replace("\\n", " ").replace("\\t", " ")
        yield from ((word, number) for word in words(unescaped, markup=markup))
