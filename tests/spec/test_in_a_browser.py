"""The page in a real browser, at several widths, in light and in dark, with and without results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled

from .records import record
from .test_record import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from .browsing import Browser

VISIBLE = """
return [...document.querySelectorAll(".result")]
  .filter(one => getComputedStyle(one).display != "none" && one.checkVisibility()).length"""
WIDTHS = (360, 900, 1600)


@pytest.fixture(scope="module")
def files(material: Material, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page alone, with a run, and with a run of a target that means harm."""
    folder = tmp_path_factory.mktemp("pages")
    records = {
        "alone": None,
        "run": record(),
        "hostile": record(text=HOSTILE, complete=False),
    }
    for name, found in records.items():
        document = assembled(replace(material, record=found))
        (folder / f"{name}.html").write_text(rendering.html(document), "utf-8")
    return {name: folder / f"{name}.html" for name in records}


@pytest.mark.parametrize("name", ["alone", "run", "hostile"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(
    browser: Browser, files: dict[str, Path], name: str, width: int
) -> None:
    browser.open(files[name], width=width)
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_no_line_of_reading_is_too_long(browser: Browser, files: dict[str, Path]) -> None:
    browser.open(files["alone"], width=1600)
    assert (
        browser.run(
            "return Math.max(...[...document.querySelectorAll('.body dd, .introduction')]"
            ".map(one => one.clientWidth / parseFloat(getComputedStyle(one).fontSize)))"
        )
        < 40
    )


def test_results_are_switched_off_and_on_by_mouse_and_by_keyboard(
    browser: Browser, files: dict[str, Path]
) -> None:
    browser.open(files["run"])
    shown = browser.run(VISIBLE)
    assert shown > 100
    switch = browser.driver.find_element("id", "show-results")
    browser.driver.find_element("css selector", "label[for=show-results]").click()
    assert browser.run(VISIBLE) == 0
    switch.send_keys(" ")
    assert browser.run(VISIBLE) == shown


def test_without_results_the_page_says_what_it_says_alone(
    browser: Browser, files: dict[str, Path]
) -> None:
    said = []
    for name in ("alone", "run"):
        browser.open(files[name])
        if name == "run":
            browser.driver.find_element("id", "show-results").click()
        said.append(browser.run("return document.querySelector('main').innerText"))
    words = [" ".join(text.split()) for text in said]
    assert words[0] == words[1]


def test_every_anchor_leads_to_something_that_is_shown(
    browser: Browser, files: dict[str, Path]
) -> None:
    browser.open(files["run"])
    assert (
        browser.run(
            "return [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href'))"
            ".filter(to => !to.startsWith('#') || !document.getElementById(to.slice(1))"
            "?.checkVisibility())"
        )
        == []
    )
    browser.driver.get(f"{files['run'].as_uri()}#rule-retention-zero")
    top = "return document.getElementById('rule-retention-zero').getBoundingClientRect().top"
    assert 0 <= browser.run(top) < 200


def test_the_first_tab_shows_the_way_past_the_contents(
    browser: Browser, files: dict[str, Path]
) -> None:
    browser.open(files["run"])
    browser.driver.switch_to.active_element.send_keys("\ue004")
    focused = "return document.activeElement"
    assert browser.run(f"{focused}.getAttribute('href')") == "#content"
    assert browser.run(f"{focused}.getBoundingClientRect().left") >= 0
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("name", ["alone", "run", "hostile"])
def test_nothing_is_fetched_and_the_console_is_silent(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    browser.console()
    list(browser.requests())
    browser.open(files[name])
    assert set(browser.requests()) == {files[name].as_uri()}
    assert browser.console() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_that_the_reader_prefers(
    browser: Browser, files: dict[str, Path], scheme: str
) -> None:
    browser.open(files["run"], scheme=scheme)
    colour = browser.run("return getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(part) for part in colour[4:-1].split(",")) / 3
    assert (brightness > 128) == (scheme == "light")


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("alone", 360, "dark"),
        ("run", 1600, "light"),
        ("run", 900, "dark"),
        ("hostile", 360, "light"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, files: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    browser.open(files[name], width=width, scheme=scheme)
    assert browser.inaccessible() == []


def test_what_a_target_can_write_does_nothing(browser: Browser, files: dict[str, Path]) -> None:
    browser.open(files["hostile"])
    assert browser.run("return window.owned") is None
    assert browser.run("return document.querySelectorAll('script, img').length") == 0
    text = browser.run("return document.body.innerText")
    assert "<script>window.owned=1</script>" in text
    assert not set("\u202e\u2066\u200b\x00\x1b").intersection(text)
    assert "incomplete" in browser.run("return document.querySelector('header').innerText")


def test_it_prints_on_many_pages(browser: Browser, files: dict[str, Path]) -> None:
    browser.open(files["alone"])
    printed = browser.printed()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 30
