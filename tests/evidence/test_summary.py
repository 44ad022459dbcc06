"""The summary is Markdown in which a target's text is only text, and it keeps within bounds."""

from __future__ import annotations

import html
import re

import pytest

from datausage.evidence.markup import code, escaped
from datausage.evidence.summary import MOST_FINDINGS, bounded, summary
from datausage.grading.grades import Grade

from .building import FAILING, HOSTILE, SOME, hostile, record, result

OURS = re.compile(r"</?(?:code|details|summary)>")


def test_it_says_how_the_run_went_and_what_that_does_not_mean() -> None:
    text = summary(record()).decode()
    assert "**Passed.** No violation was found in what" in text
    assert "| rules checked | 2 of " in text
    assert "### What did not pass" not in text
    for limit in record().limits:
        assert f"- {escaped(limit, 2_000)}" in text


def test_it_names_what_did_not_pass_and_how_to_ask_again() -> None:
    text = summary(record(FAILING, exit_code=1)).decode()
    assert "**Not passed.**" in text
    assert "| <code>errors-default</code> | violates | exposes data |" in text
    assert "Ask this again: <code>pytest --target=impl --replay=errors" in text.replace(
        "metrics-default&#58;", "errors"
    )


def test_an_unfinished_run_is_called_so() -> None:
    assert "**Not complete.**" in summary(record(complete=False)).decode()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_a_target_says_is_a_mark(text: str) -> None:
    plain = summary(record([*SOME[:1]], text="impl")).decode()
    made = summary(hostile(text)).decode()
    left = OURS.sub("", made)
    assert not re.search(r"[<>`@*_\[\]!~$\\#](?!\d)", re.sub(r"(?m)^#+ |&#\d+;|\*\*", "", left))
    assert "http" not in re.sub(r"&#\d+;", "", left) or "://" not in left
    assert "www." not in left
    assert all(char.isprintable() or char == "\n" for char in made)
    # A table has as many cells in each row as it has heads.
    for line in made.splitlines():
        if line.startswith("|"):
            assert line.count("|") in (3, 5)
    assert made.count("<details>") == made.count("</details>") == 2
    assert plain.count("<details>") == 0


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_text_can_still_be_read(text: str) -> None:
    shown = html.unescape(OURS.sub("", code(text, 100_000)))
    letters = [char for char in text if char.isascii() and char.isalnum()]
    assert [char for char in shown if char in letters] >= letters[:1]
    assert not re.search(r"[^\w ,\-=/()%&#;<>]", code(text, 100_000))


def test_it_is_cut_at_a_paragraph_where_there_is_little_room() -> None:
    made = record(FAILING, exit_code=1)
    whole = summary(made)
    assert bounded(made, len(whole)) == whole
    for room in range(0, len(whole), 97):
        part = bounded(made, room)
        assert len(part) <= room
        assert part.count(b"<details>") == part.count(b"</details>")
        if part:
            assert part.decode().rstrip().endswith("stands in the folder of the evidence.")
            assert whole.startswith(part.rpartition(b"The rest")[0])
    assert bounded(made, -5) == b""
    assert len(bounded(made, len(whole) - 1)) > len(whole) / 3


def test_of_very_many_findings_it_says_how_many_more_there_are() -> None:
    many = [result("errors-default", Grade.VIOLATES, "on")] * (MOST_FINDINGS + 7)
    assert "7 more stand in the record." in summary(record(many, exit_code=1)).decode()
