"""The pictures in docs/legal-review.md, made anew: ``python -m tests.docs.screenshots``.

It needs Chromium and its driver. A careless target is judged, some rules are signed off, and the
specification with all that is photographed piece by piece, always at the same size.
"""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from tests.spec import browsing
from tests.spec.browsing import Browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SUSPECT = "retention-zero"
SCALE, COLOURS, AROUND = 1.5, 128, 24
"""Pixels for each unit of the page, colours of a picture, and units around what it shows."""

_COMMAND = "import sys; from datausage.cli import main; sys.exit(main())"
_CLOCK = {"SOURCE_DATE_EPOCH": "1769853600"}
_BOX = """
const box = document.querySelector(arguments[0]).getBoundingClientRect();
return {x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height};"""


@dataclass(frozen=True)
class Shot:
    """One picture: what of the page is on it, how wide the window is, and where it is cut off."""

    selector: str
    width: int = 1000
    height: int = 0
    results: bool = False


SHOTS = {
    "front": Shot("body", height=520, results=True),
    "rule": Shot("#rule-choice-changeable", width=1440),
    "open-point": Shot("#point-bug-under-zdr"),
    "traffic": Shot("#picture-traffic"),
    "result": Shot(f"#rule-{SUSPECT} .outcome", results=True),
    "sign-off": Shot("#sign-off"),
}


def specification(folder: Path) -> Path:
    """Return a page with the results of a careless target, and with sign-offs, one of them old."""
    file = folder / "datausage-review.toml"
    _run(folder, "-c", _COMMAND, "review", "--all", "--by", "Jo Doe", "--on", "2026-01-12")
    _run(
        folder, "-c", _COMMAND, "review", "--part", "cloud", "--by", "Ada Roe", "--on", "2026-01-14"
    )
    text = file.read_text("utf-8")
    # As if the statement had been another one when it was signed off.
    old = rf'(\[rules\.{SUSPECT}\].*?\nstatement = ")\w{{64}}'
    file.write_text(re.sub(old, rf"\g<1>{'0' * 64}", text, flags=re.DOTALL), "utf-8")
    target = ("--target=datausage.examples.careless", "--effort=quick", "--part=retention")
    _run(folder, "-m", "pytest", *target, "--evidence=evidence", "-q", code=1)
    _run(folder, "-c", _COMMAND, "spec", "-o", "spec.html", "--evidence", "evidence")
    return folder / "spec.html"


def taken(browser: Browser, page: Path, shot: Shot) -> bytes:
    """Return one picture as PNG."""
    browser.open(page, width=shot.width)
    # They would go where the whole page is taken, and all lines would break elsewhere.
    browser.command("Emulation.setScrollbarsHidden", {"hidden": True})
    if not shot.results:
        browser.driver.find_element("id", "show-results").click()
    browser.run("document.querySelectorAll('.skip').forEach(one => one.remove())")
    box = browser.run(_BOX, shot.selector)
    clip = {
        "x": max(box["x"] - AROUND, 0),
        "y": max(box["y"] - AROUND, 0),
        "width": min(box["width"] + 2 * AROUND, shot.width),
        "height": shot.height or box["height"] + 2 * AROUND,
        "scale": SCALE,
    }
    wanted = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    return small(base64.b64decode(browser.command("Page.captureScreenshot", wanted)["data"]))


def small(picture: bytes) -> bytes:
    """Return a picture with few colours, which it has anyhow."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
    return written.getvalue()


def make(folder: Path) -> None:
    """Write all pictures into a folder; those of before that are none any more are taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        page = specification(Path(temporary))
        browser = Browser.started(Path(temporary) / "profile")
        try:
            made = {f"{name}.png": taken(browser, page, shot) for name, shot in SHOTS.items()}
        finally:
            browser.driver.quit()
    for old in folder.glob("*.png"):
        old.unlink()
    for name, picture in made.items():
        (folder / name).write_bytes(picture)


def _run(folder: Path, *words: str, code: int = 0) -> None:
    ours = ("PYTEST_", "CI", "GITHUB_", "COVERAGE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    run = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**environment, **_CLOCK},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == code, run.stdout[-2000:] + run.stderr[-2000:]


if __name__ == "__main__":
    if gone := browsing.missing():
        sys.exit(gone)
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
