"""The pictures in the documents: one command makes them all, and each is described in words."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.docs import screenshots
from tests.spec import browsing

from .reading import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = ROOT / "docs/legal-review.md"
PICTURES = sorted(screenshots.FOLDER.iterdir())
SHOWN = re.compile(r"!\[(?P<words>[^\]]+)\]\((?P<file>[^)]+)\)")


def test_the_command_makes_every_picture_and_no_other(tmp_path: Path) -> None:
    if gone := browsing.missing():
        if os.environ.get("DATAUSAGE_BROWSER") == "required":
            pytest.fail(f"the pictures must be made here: {gone}")
        pytest.skip(f"NO PICTURE WAS MADE ANEW: {gone}")
    (tmp_path / "old.png").write_bytes(b"of before")
    screenshots.make(tmp_path)
    made = sorted(tmp_path.iterdir())
    assert [file.name for file in made] == [file.name for file in PICTURES]
    for new, kept in zip(made, PICTURES, strict=True):
        with Image.open(new) as one, Image.open(kept) as other:
            # Letters are as high as the fonts of a machine.
            assert one.width == other.width
            assert one.height == pytest.approx(other.height, rel=0.1)
            assert len(one.getcolors(256) or []) > 8, "there is nothing on it"


def test_the_document_shows_every_picture_and_says_in_words_what_is_on_it() -> None:
    shown = {found["file"]: found["words"] for found in SHOWN.finditer(DOCUMENT.read_text("utf-8"))}
    assert {DOCUMENT.parent / file for file in shown} == set(PICTURES)
    assert all(len(words.split()) > 10 for words in shown.values())


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.name)
def test_a_picture_is_small(file: Path) -> None:
    assert file.suffix == ".png"
    assert file.stat().st_size < 80_000


def test_the_document_names_the_command() -> None:
    assert "`python -m tests.docs.screenshots`" in DOCUMENT.read_text("utf-8")
