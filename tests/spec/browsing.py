"""A real browser: Debian's Chromium, without a window and without a network of its own."""

from __future__ import annotations

import base64
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)
AXE = Path(__file__).with_name("axe") / "axe.min.js"
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  found => done(found.violations.map(one => [one.id, ...one.nodes.slice(0, 3).map(n => n.html)])),
  problem => done([["axe failed", String(problem)]]));
"""


def missing() -> str:
    """Return what is missing for a browser, in words; nothing where all is there."""
    try:
        import selenium  # noqa: F401, PLC0415 - is it installed?
    except ModuleNotFoundError:
        return "selenium is not installed"
    gone = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(gone)} not found: apt-get install chromium chromium-driver" * bool(gone)


@dataclass
class Browser:
    """A browser that looks at files; ``profile`` is a new and empty folder."""

    driver: Chrome

    @classmethod
    def started(cls, profile: Path) -> Browser:
        from selenium import webdriver  # noqa: PLC0415 - optional

        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
        return cls(webdriver.Chrome(options=options, service=service))

    def open(self, file: Path, *, width: int = 1600, scheme: str = "light") -> None:
        """Show a file in a window of some width, to somebody who prefers light or dark."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.command("Emulation.setDeviceMetricsOverride", size)
        self.command("Emulation.setEmulatedMedia", {"media": "screen", "features": features})
        self.driver.get(file.as_uri())

    def command(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Give the browser a command of its developer tools."""
        return dict(self.driver.execute_cdp_cmd(name, arguments))

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script of ours in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def printed(self) -> bytes:
        """Return the page as it is printed."""
        found = self.command("Page.printToPDF", {"preferCSSPageSize": True})
        return base64.b64decode(found["data"])

    def console(self) -> list[str]:
        """Return what the console has said since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> Iterator[str]:
        """Yield the address of each request made since they were last asked for."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                yield message["params"]["request"]["url"]

    def inaccessible(self) -> list[Any]:
        """Return the rules of axe that the page breaks, with the first elements that do."""
        self.driver.set_script_timeout(120)
        self.run(AXE.read_text("utf-8"))
        return list(self.driver.execute_async_script(_RUN_AXE))
