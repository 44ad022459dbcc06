"""The pages of `explain` and `timeline` in a real browser, as that of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from .browsing import Browser

WIDTHS = (360, 900, 1600)
NAMES = ("explain", "explain-unread", "timeline", "timeline-story")
HOSTILE = "<script>window.owned=1<script>"
CROSSING = """
const picture = document.querySelector("svg"), frame = picture.getBoundingClientRect();
const words = [...picture.querySelectorAll("text")]
  .map(one => [one.textContent, one.getBoundingClientRect()]);
const outside = words.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
  || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => text);
const crossing = words.flatMap(([text, one], n) => words.slice(n + 1)
  .filter(([, other]) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 3 && other.top < one.bottom - 3)
  .map(([other]) => `${text} | ${other}`));
return [...outside, ...crossing]"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return pages with as much on them as there can be, by name."""
    folder = tmp_path_factory.mktemp("set-up")
    settings = folder / HOSTILE / ".claude" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"env": {"DISABLE_TELEMETRY": true, "DISABLE_BUG_COMMAND": "1"}}', "utf-8")
    broken = folder / "broken" / ".claude" / "settings.json"
    broken.parent.mkdir(parents=True)
    broken.write_text("{", "utf-8")
    timeline = ("timeline", "--added", "2025-11-03")
    story = (
        *("--plan", "pro", "--access", "login", "--signed-up", "2025-09-30"),
        *("--chose", "2025-10-01=on", "--chose", "2026-01-01=off", "--moved", "2026-02-01=team"),
        *("--opted-in", "2026-03-01", "--withdrew", "2026-04-01T10:30Z"),
    )
    written = {
        "explain": ("explain", str(settings.parents[1]), "--repository", "--plan", "team"),
        "explain-unread": ("explain", str(broken.parents[1]), "--repository"),
        "timeline": timeline,
        "timeline-story": (*timeline, *story),
    }
    files = {name: folder / f"{name}.html" for name in written}
    for name, words in written.items():
        assert main([*words, "--page", str(files[name])]) in (0, 1)
    files["picture"] = folder / "picture.svg"
    assert main([*timeline, *story, "--svg", str(files["picture"])]) == 0
    return files


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(
    browser: Browser, pages: dict[str, Path], name: str, width: int
) -> None:
    browser.open(pages[name], width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (900, "light"), (1600, "dark")])
def test_axe_finds_nothing(
    browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    browser.open(pages[name], width=width, scheme=scheme)
    assert browser.inaccessible() == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_the_console_is_silent(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    browser.console()
    list(browser.requests())
    browser.open(pages[name])
    assert set(browser.requests()) == {pages[name].as_uri()}
    assert browser.console() == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_that_the_reader_prefers(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str
) -> None:
    browser.open(pages[name], scheme=scheme)
    colour = browser.run("return getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in colour[4:-1].split(",")) / 3
    assert (brightness > 128) == (scheme == "light")


@pytest.mark.parametrize("name", [*NAMES, "picture"])
def test_everything_of_the_picture_is_inside_of_it_and_no_words_lie_on_others(
    browser: Browser, pages: dict[str, Path], name: str
) -> None:
    browser.open(pages[name])
    assert browser.run(CROSSING) == []


def test_the_name_of_a_folder_does_nothing(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["explain"])
    assert browser.run("return window.owned") is None
    assert browser.run("return document.querySelectorAll('script, img').length") == 0
    assert HOSTILE in browser.run("return document.body.innerText")
