"""Reviews in a run: found, refused where they are wrong, and told wherever a rule is suspect."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

import pytest

from datausage.policy import lock as locks
from datausage.policy.edition import load
from datausage.policy.review_file import edited
from datausage.policy.reviews import DEFAULT_FILE, Review, digest, sentences

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from conftest import Host

RULE, OTHER = "survey-only-rating", "retention-zero"
AGAINST = "against the wording reviewed on 2026-01-31, which has changed since"
CARELESS = ("--target=datausage.examples.careless", "--effort=quick", "-p", "no:cacheprovider")


def reviews(*, statement: str = "", rule: str = RULE) -> str:
    """Return a file in which two rules are reviewed, one of them with another statement."""
    edition, text = load(), ""
    for name in (rule, OTHER):
        found = edition.rules[name]
        kept = sentences(found, locks.load(edition.id))
        said = (statement if name == rule else "") or digest(found)
        review = Review("Ada Lace", date(2026, 1, 31), edition.id, said, kept)
        text = edited(text, name, review, list(edition.rules))
    return text


STALE = reviews(statement="0" * 64)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _xml(file: Path) -> Element:
    return fromstring(file.read_text("utf-8"))  # noqa: S314 - we have just written it


def _record(host: Host) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((host.pytester.path / "out/record.json").read_bytes())
    return found


@pytest.fixture(autouse=True)
def _no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    if "GITHUB_STEP_SUMMARY" in os.environ:
        monkeypatch.delenv("GITHUB_STEP_SUMMARY")


def test_a_suspect_rule_runs_and_is_labelled_wherever_it_is_told(guest: Host) -> None:
    guest.write(DEFAULT_FILE, STALE)
    run = guest.run(*CARELESS, "-m", RULE, "--evidence=out", "--junitxml=own.xml", "-n", "2")
    said, folder = _plain(run.stdout.str()), guest.pytester.path
    assert run.ret == 1
    rules = len(load().rules)
    assert f"reviews {DEFAULT_FILE}: 2 of {rules} rules reviewed, 1 suspect" in said
    assert f"{RULE} is violated" in said
    assert f"Suspect: judged {AGAINST}" in said
    assert f"Suspect, and judged {AGAINST}: {RULE}" in said
    found = _record(guest)
    assert found["policy"]["suspect"] == [RULE]
    (check,) = [one for one in found["checks"] if one["id"] == RULE]
    assert check["suspect"]
    assert check["grade"] == "violates"
    assert check["reviewed"] == {"by": "Ada Lace", "on": "2026-01-31"}
    summary = (folder / "out/summary.md").read_text("utf-8")
    assert summary.count(f"<code>{AGAINST}</code>") == 2
    for file in ("out/junit.xml", "own.xml"):
        properties = _xml(folder / file).iter("property")
        assert AGAINST in {one.get("value") for one in properties if one.get("name") == "suspect"}
    messages = [one.get("message", "") for one in _xml(folder / "out/junit.xml").iter("failure")]
    assert messages
    assert all(AGAINST in message for message in messages)


def test_a_review_of_todays_wording_labels_nothing(guest: Host) -> None:
    guest.write(DEFAULT_FILE, reviews())
    run = guest.run(*CARELESS, "-m", RULE, "--evidence=out")
    said = _plain(run.stdout.str())
    assert f"reviews {DEFAULT_FILE}: 2 of {len(load().rules)} rules reviewed" in said
    assert "uspect" not in said
    found = _record(guest)
    assert found["policy"]["suspect"] == []
    assert {one["id"] for one in found["checks"] if one["reviewed"]} == {OTHER, RULE}
    assert "suspect" not in (guest.pytester.path / "out/junit.xml").read_text("utf-8")
    assert "uspect" not in (guest.pytester.path / "out/summary.md").read_text("utf-8")


def test_without_a_file_nothing_is_said_of_reviews(guest: Host) -> None:
    said = guest.run(*CARELESS, "-m", RULE).stdout.str()
    assert "\nreviews " not in said
    assert "uspect" not in said


@pytest.mark.parametrize("way", ["short", "long", "configured"])
def test_a_file_is_named_by_either_option_or_in_the_configuration(guest: Host, way: str) -> None:
    guest.write("legal/signed.toml", STALE)
    guest.write(DEFAULT_FILE, "this is no TOML, and is not read")
    words = {
        "short": ["--review=legal/signed.toml"],
        "long": ["--datausage-review", "legal/signed.toml"],
    }
    if way == "configured":
        guest.configure('datausage_review = "legal/signed.toml"\n')
    run = guest.run(*CARELESS, "-m", OTHER, *words.get(way, []))
    assert "reviews legal/signed.toml: 2 of " in _plain(run.stdout.str())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("format = 1\n[rules.retention-zero]\nby = 7\n", "rules.retention-zero: by: write a text"),
        ("format = 9\n", "format: it is 1 here, not 9"),
        ("[[[", "is not TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_its_name_and_field(
    host: Host, text: str, named: str
) -> None:
    host.write(DEFAULT_FILE, text)
    message = host.refused()
    assert message.startswith(f"{DEFAULT_FILE}: ")
    assert named in message
    assert host.refused(f"--review={DEFAULT_FILE}").startswith(f"--review={DEFAULT_FILE}: ")


def test_a_file_that_is_not_there_is_refused_and_no_pipe_is_waited_for(host: Host) -> None:
    assert "--review=gone.toml: there is no such file" in host.refused("--review=gone.toml")
    assert "--review=: name the file" in host.refused("--review=")
    os.mkfifo(host.pytester.path / "pipe")
    assert "there is no such file" in host.refused("--review=pipe")


def test_rules_of_another_edition_are_no_reviews_of_ours(guest: Host) -> None:
    guest.write(DEFAULT_FILE, STALE.replace(OTHER, "a-rule-of-long-ago"))
    said = _plain(guest.run(*CARELESS, "-m", OTHER).stdout.str())
    assert f"reviews {DEFAULT_FILE}: 1 of " in said
