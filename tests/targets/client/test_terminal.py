"""A client at a terminal, driven from outside of its sight."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datausage.targets.client import sealed
from datausage.targets.client.driver import SPOKEN
from datausage.targets.client.screens import BUG_SENT, REPORT

from .sealing import OBSERVER, needed, python, python_file, scene

if TYPE_CHECKING:
    import pytest

    from datausage.targets.client.observation import Observation

DRIVER = """\
import json, os, pathlib, sys
folder, end = pathlib.Path(sys.argv[1]), int(sys.argv[2])
keys = json.loads((folder / "scene.json").read_text())["keys"]
screen = b""
try:
    while data := os.read(end, 1000):
        screen += data
        if keys and keys[0]["wait"].encode() in screen:
            os.write(end, keys.pop(0)["send"].encode())
except OSError:
    pass
(folder / "output").write_bytes(screen)
(folder / "screens.json").write_text(json.dumps({"spoken": screen.decode()}))
"""
CLIENT = """\
import os
print([os.isatty(number) for number in range(3)], os.ttyname(0))
print(os.open("/dev/tty", os.O_RDWR) > 2, os.listdir("/dev/pts"))
print("name?")
print("hello", input())
print("hi there")
"""


def driven(folder: Path, driver: str, body: str = CLIENT, seconds: float = 20.0) -> Observation:
    needed()
    (folder / "driver.py").write_text(driver)
    keys = ({"wait": "name?", "send": "somebody\n"},)
    here = replace(scene(seconds=seconds), keys=keys)
    words = (sys.executable, str(folder / "driver.py"))
    return sealed.run(python(folder, body), here, observer=OBSERVER, driver=words)


def test_it_has_a_terminal_of_its_own_and_is_answered(tmp_path: Path) -> None:
    seen = driven(tmp_path, DRIVER)
    assert seen.trouble == ""
    assert seen.controls.lacking == (), seen.output
    assert "[True, True, False] /dev/pts/0" in seen.output
    assert "True ['0', 'ptmx']" in seen.output or "True ['ptmx', '0']" in seen.output
    assert "hello somebody" in seen.output
    assert seen.screens == {"spoken": seen.output}


def test_a_driver_that_fails_makes_the_run_none(tmp_path: Path) -> None:
    seen = driven(tmp_path, "raise SystemExit('what is this?')", "print('hi there')")
    assert seen.trouble == "what drives the terminal ended with 1: what is this?"
    assert seen.tries == 3


def test_a_driver_that_goes_on_makes_the_run_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed, "_TO_END", 1.0)
    seen = driven(tmp_path, "import time; time.sleep(60)", "print('hi there')")
    assert seen.trouble == "what drives the terminal does not end"


def test_a_client_that_waits_for_more_is_ended(tmp_path: Path) -> None:
    seen = driven(tmp_path, DRIVER, CLIENT + "print('and?')\ninput()\n", seconds=2.0)
    assert seen.trouble == ""
    assert seen.controls.lacking == ("exited",)
    assert "and?" in seen.output


def test_our_own_driver_reports_a_bug_behind_the_seal(tmp_path: Path) -> None:
    needed()
    client = python_file(Path(__file__).with_name("drawing.py"))
    words = (*client.words, "/tmp/told", "")  # noqa: S108 - that of the client
    client = replace(client, version="2.0.30", words=words)
    seen = sealed.run(client, replace(scene(), keys=REPORT), observer=OBSERVER)
    assert seen.trouble == ""
    assert list(seen.screens) == [SPOKEN, BUG_SENT]
    assert (seen.code, seen.controls.spoke) == (0, True)
