"""A team's repository: an implementation that is right here and wrong there, and habits."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RIGHT_AND_WRONG = '''
"""How the team's launcher answers: one question right, one wrong, and others not at all."""


def protection(channel, state, venue):
    if state == "in-transit":
        return "tls"
    return "none" if channel == "model-traffic" else "aes-256"


def traffic(environment, settings, service):
    return "on"
'''

CONFTEST = """
import pytest

def pytest_addoption(parser):
    parser.addoption("--runslow", action="store_true")
    parser.addoption("--stage", default="dev")
    parser.addini("api_url", "where the API is")

@pytest.fixture(autouse=True)
def team_autouse(request):
    assert not request.node.nodeid.startswith("policy/")

@pytest.fixture
def judge():
    raise RuntimeError("not theirs")

@pytest.fixture
def record():
    raise RuntimeError("not theirs")
"""

OWN_TARGET = CONFTEST.replace(
    '    parser.addini("api_url"',
    '    parser.addoption("--target", default="staging")\n    parser.addini("api_url"',
)

_NOT_YOURS = "raise RuntimeError('not yours')\n"
_FILES = {
    "impl.py": RIGHT_AND_WRONG,
    "conftest.py": CONFTEST,
    "tests/test_own.py": "def test_own():\n    pass\n",
    "features/own.feature": "Feature: own\n  Scenario: own\n    Given nothing\n",
    "features/__init__.py": _NOT_YOURS,
    "steps/__init__.py": _NOT_YOURS,
    "oracle/__init__.py": _NOT_YOURS,
}


def lay_out(folder: Path) -> None:
    """Make the repository."""
    for name, text in _FILES.items():
        write(folder, name, text)


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of the repository."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), "utf-8")


def configure(folder: Path, text: str) -> None:
    """Write the configuration of pytest."""
    write(folder, "pyproject.toml", "[tool.pytest.ini_options]\n" + dedent(text))
