"""When data must be gone and when it may train, day by day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from datausage.cli import main
from datausage.commands.telling_answers import CAUTION
from datausage.oracle.facts import Kind, Model, Plan, Venue
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Keeping, Material, Training
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.setup.story import Story, StoryError, versions
from datausage.setup.timeline import LOCAL, Lane, lanes
from datausage.setup.timeline_marks import placed
from datausage.setup.timeline_picture import HELD, NOTHING, OPEN, UNSAID, drawn, state
from datausage.spec.pictures.drawing import Box
from datausage.universe.accounts import SESSION

if TYPE_CHECKING:
    from pathlib import Path

ORACLE = Oracle(load())


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


STORIES = {
    "refused": Story(_at("2025-11-03"), "pro", "login", choices=((_at("2025-10-01"), False),)),
    "allowed": Story(_at("2025-11-03"), "max", "login", choices=((_at("2025-10-01"), True),)),
    "allowed, then refused": Story(
        _at("2025-11-03T10:30:00"),
        "free",
        "login",
        choices=((_at("2025-10-01"), True), (_at("2026-01-01T00:00:01"), False)),
    ),
    "refused, then allowed and resumed": Story(
        _at("2025-09-03"),
        "pro",
        "login",
        began=_at("2025-09-01T08:00:00"),
        last_activity=_at("2025-12-20"),
        choices=((_at("2025-09-02"), False), (_at("2025-12-01"), True)),
    ),
    "silent": Story(_at("2025-09-15"), "pro", "login"),
    "a leap day": Story(
        _at("2028-02-29T23:30:00"), "pro", "login", choices=((_at("2026-01-01"), True),)
    ),
    "commercial": Story(_at("2026-02-28"), "team", "login"),
    "zero retention": Story(_at("2026-02-28"), "enterprise", "zero-retention-key"),
    "government": Story(_at("2026-02-28"), "claude-gov", "login"),
    "cloud": Story(_at("2026-02-28"), "third-party-platform", "bedrock"),
    "programme": Story(
        _at("2026-02-28"), "api", "api-key", opted_in=_at("2026-01-01"), withdrew=_at("2026-03-15")
    ),
    "a move": Story(
        _at("2025-11-03"),
        "pro",
        "login",
        choices=((_at("2025-10-01"), True),),
        moves=((_at("2026-06-01"), Plan.TEAM),),
    ),
    "kept for a week": Story(_at("2026-02-28"), "api", "api-key", kept_days=7),
    "kept for longer": Story(
        _at("2026-02-28"), "api", "api-key", began=_at("2026-01-01"), kept_days=400
    ),
    "kept for no day": Story(_at("2026-02-28"), "team", "login", kept_days=0),
}


def _answer_at(spans: tuple, moment: datetime) -> object:
    return [span.answer for span in spans if span.begin <= moment][-1]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_moment_says_what_the_oracle_says_of_it(story: Story) -> None:
    """Between two moments of the timeline nothing changes: tried at each day and around hours."""
    (version,) = versions(story)
    found = {lane.name: lane for lane in lanes(story, ORACLE)}
    moments = [story.added + timedelta(hours=h) for h in range(0, 24 * 120, 5)]
    moments += [story.added + timedelta(days=d, hours=d % 7 * 3) for d in range(100, 2_000, 3)]
    for years in (5, 10):
        around = story.last + timedelta(days=years * 365)
        moments += [around + timedelta(hours=h) for h in range(-72, 120, 1)]
        around = story.added + timedelta(days=years * 365)
        moments += [around + timedelta(hours=h) for h in range(-72, 120, 1)]
    kinds = (Kind.PROMPT, Kind.CODE, Kind.BUG_TRANSCRIPT, Kind.METRICS_RECORD)
    for kind in (*kinds, Kind.PROGRAMME_MATERIAL):
        material = Material(kind, SESSION, story.added, Venue.LOCAL)
        for moment in moments:
            account, history = version.until(moment)
            verdict = ORACLE.verdict(
                QUESTIONS["presence"].aspects[0], Keeping(account, material, history, moment)
            )
            _same(_answer_at(found[kind].presence, moment), verdict)
            if kind is Kind.METRICS_RECORD:
                continue
            situation = Training(account, material, history, Model.GENERATIVE, moment)
            verdict = ORACLE.verdict(QUESTIONS["training"].aspects[0], situation)
            _same(_answer_at(found[kind].training, moment), verdict)


def _same(answer: object, verdict: object) -> None:
    spoken = {a for o in verdict.outcomes for a in o.ruling.answers or ()}
    assert set(answer.values) == spoken
    assert answer.unsaid == any(o.ruling.answers is None for o in verdict.outcomes)
    demanded = {a for a in spoken for o in verdict.outcomes if o.ruling.is_only(a)}
    assert set(answer.demanded) == demanded


def _lane(name: str, story: str) -> Lane:
    return next(lane for lane in lanes(STORIES[story], ORACLE) if lane.name == name)


@pytest.mark.parametrize(
    ("story", "kind", "first", "last"),
    [
        ("refused", "prompt", "2025-12-03", "2025-12-04"),
        ("allowed", "prompt", "2030-11-03", "2030-11-04"),
        ("refused", "bug-transcript", "2030-11-03", "2030-11-04"),
        ("commercial", "code", "2026-03-30", "2026-03-31"),
        ("zero retention", "prompt", "2026-02-28", "2026-02-28"),
        ("a leap day", "prompt", "2033-02-28T23:30:00", "2033-03-02T23:30:00"),
        ("kept for a week", LOCAL, "2026-03-07", "2026-03-08"),
        ("commercial", LOCAL, "2026-03-30", "2026-03-31"),
    ],
)
def test_data_is_gone_on_the_day_that_was_counted_by_hand(
    story: str, kind: str, first: str, last: str
) -> None:
    lane = _lane(kind, story)
    assert lane.gone_first == _at(first)
    assert lane.gone == _at(last)


def test_what_is_allowed_may_train_until_it_is_refused_and_then_that_is_open() -> None:
    spans = _lane("prompt", "allowed, then refused").training
    assert [span.answer.values for span in spans] == [("permitted",), ("forbidden", "permitted")]
    assert spans[1].begin == _at("2026-01-01T00:00:01")
    assert "setting-when" in spans[1].answer.points


def test_for_government_the_page_may_say_nothing() -> None:
    lane = _lane("prompt", "government")
    assert lane.unsaid
    assert "retention-gov" in lane.presence[0].answer.points


def test_an_unknown_plan_is_every_plan() -> None:
    whole = next(lane for lane in lanes(Story(_at("2026-02-28")), ORACLE) if lane.name == "prompt")
    assert whole.gone_first == _at("2026-02-28")
    assert whole.gone == _at("2031-03-01")
    assert {"plan", "access"} <= set(whole.presence[0].answer.facts)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize(
    ("plan", "like"), [("free", "pro"), ("max", "pro"), ("enterprise", "team")]
)
def test_one_plan_of_each_sort_stands_for_the_others(story: Story, plan: str, like: str) -> None:
    assert lanes(replace(story, plan=plan), ORACLE) == lanes(replace(story, plan=like), ORACLE)


@pytest.mark.parametrize(
    ("story", "option"),
    [
        (Story(_at("2026-01-02"), began=_at("2026-01-03")), "--began"),
        (Story(_at("2026-01-02"), last_activity=_at("2026-01-01")), "--last-activity"),
        (Story(_at("2026-01-02"), choices=((_at("2025-08-26"), True),)), "--chose"),
        (Story(_at("2026-01-02"), signed_up=_at("2026-01-03")), "--signed-up"),
        (Story(_at("2026-01-02"), withdrew=_at("2026-01-03")), "--withdrew"),
        (
            Story(_at("2026-01-02"), opted_in=_at("2026-01-04"), withdrew=_at("2026-01-03")),
            "--withdrew",
        ),
    ],
)
def test_what_cannot_have_been_is_refused(story: Story, option: str) -> None:
    with pytest.raises(StoryError, match=option):
        lanes(story, ORACLE)


# --- the picture


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_the_picture_shows_what_is_open_and_stays_in_its_frame(story: Story) -> None:
    found = lanes(story, ORACLE)
    picture = drawn(story, found)
    boxes = [item for item in picture.items if isinstance(item, Box)]
    assert all(b.x >= 0 and b.width > 0 and b.x + b.width <= picture.width + 20 for b in boxes)
    states = {state(s.answer, "held") for lane in found for s in lane.presence}
    states |= {state(s.answer, "permitted") for lane in found for s in lane.training}
    assert any(box.stroke == "open" for box in boxes) == (OPEN in states)
    assert any(box.fill == "accent" for box in boxes) == (HELD in states)
    assert any(box.stroke == "soft" for box in boxes) == (UNSAID in states)
    assert states <= {HELD, OPEN, NOTHING, UNSAID}
    assert len(picture.rows) == sum(len(lane.presence) + len(lane.training) for lane in found)


@pytest.mark.parametrize("places", [[], [0.0], [0.0] * 4, [100.0, 190.0, 380.0, 381.0, 700.0] * 2])
def test_words_of_marks_stand_apart_and_no_row_is_empty(places: list[float]) -> None:
    marks = placed([(x, "2026-02-01: third-party-platform") for x in places], "added", 760)
    assert [mark.x for mark in marks] == places
    boxes = [(mark.row, mark.x, 220 if mark.anchor == "start" else -220) for mark in marks]
    for (row, x, wide), (other, at, far) in combinations(boxes, 2):
        apart = max(x, x + wide) < min(at, at + far) or max(at, at + far) < min(x, x + wide)
        assert row != other or apart
    assert all(mark.x >= 100 for mark in marks if mark.row == 0)
    assert {mark.row for mark in marks} | {0} == set(range(max([m.row for m in marks] or [0]) + 1))
    assert all(min(x, x + wide) >= 0 and max(x, x + wide) <= 760 for _, x, wide in boxes)


def test_the_files_are_written_whole(tmp_path: Path) -> None:
    words = ["timeline", "--plan=pro", "--access=login", "--added=2025-11-03"]
    words += ["--chose=2025-10-01=on", "--chose=2026-01-01=off", "--moved=2026-02-01=team"]
    assert main([*words, "--svg", str(tmp_path / "t.svg")]) == 0
    tree = ET.fromstring((tmp_path / "t.svg").read_text("utf-8"))  # noqa: S314 - our own
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    lines = ["".join(line.itertext()) for line in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "2026-01-01: off" in lines
    # A picture is passed on alone, so it says itself how it is read, and what it is not.
    told = " ".join(lines)
    assert "Hatched: open" in told
    assert CAUTION.format("2025-10-27") in told
    assert max(map(len, lines)) < 115
    assert main([*words, "--page", str(tmp_path / "t.html")]) == 0
    page = (tmp_path / "t.html").read_text("utf-8")
    assert "<svg" in page
    assert "Not legal advice" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


# --- the command


def test_the_json_has_every_span(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "--plan=team", "--access=login", "--added=2026-02-28", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    prompt = found["data"]["prompt"]
    assert prompt["gone_on_the_strictest_reading"] == "2026-03-30T00:00:00+00:00"
    assert prompt["presence"][0]["rules"]
    assert found["edition"] == "2025-10-27"
    assert "Not legal advice" in found["caution"]


def test_it_fits_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--plan=pro", "--added=2025-11-03T10:30Z", "--chose=2025-10-01=on"]):
        assert main(["timeline", *words]) == 0
        assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--added", "soon"], "--added soon"),
        (["--added", "9999-01-01"], "--added 9999-01-01"),
        (["--added", "0001-01-01T00:00+14:00"], "--added 0001-01-01T00:00+14:00"),
        (["--chose", "2026-01-01"], "--chose 2026-01-01"),
        (["--chose", "2026-01-01=maybe"], "on, off"),
        (["--chose", "=on"], "--chose"),
        (["--chose", "on"], "--chose on: write DAY=WHAT, with on, off"),
        (["--moved", "team"], "--moved team: write DAY=WHAT"),
        (["--moved", "2026-01-01=gold"], "claude-gov"),
        (["--kept-days", "-1"], "--kept-days -1"),
        (["--began", "2026-01-03", "--added", "2026-01-02"], "--began"),
        (["--svg", "/nonexistent/t.svg"], "cannot be written"),
    ],
)
def test_what_is_wrong_is_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["timeline", *words]) == 2
    said = capsys.readouterr().err
    assert named in " ".join(said.split())
