"""What `docs/configuration.md` shows is what the commands say."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from datausage.commands.harden import NAMES
from datausage.setup.findings import CHECKS
from datausage.setup.forms import FORMS
from datausage.setup.members import DEEPEST
from datausage.setup.opening import LARGEST

from .reading import Block, blocks, prose, section

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = "docs/configuration.md"
SHOWN = [block for block in blocks(DOCUMENT) if block.key == "output"]
TOLD = [block for block in blocks(DOCUMENT) if block.commands]


def _before(block: Block, kind: str) -> Block | None:
    found = [
        other
        for other in blocks(DOCUMENT)
        if other.section == block.section and other.line < block.line
    ]
    return next(
        (b for b in reversed(found) if (b.commands if kind == "sh" else b.key == kind)), None
    )


def _run(block: Block, folder: Path) -> subprocess.CompletedProcess[str]:
    repository = folder / "repository"
    repository.mkdir()
    file = _before(block, "file")
    if file:
        path = repository / file.value
        path.parent.mkdir(parents=True)
        path.write_text(file.text, "utf-8")
    (command,) = block.commands
    program = "import sys; from datausage.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, *shlex.split(command)[1:]],
        cwd=repository,
        env={"PATH": os.environ["PATH"], "HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("block", TOLD, ids=lambda block: block.commands[0])
def test_a_command_ends_as_the_document_says(block: Block, tmp_path: Path) -> None:
    done = _run(block, tmp_path)
    assert done.returncode == block.exit, done.stdout + done.stderr


@pytest.mark.parametrize("block", SHOWN, ids=lambda block: block.value)
def test_what_is_shown_is_what_the_command_says(block: Block, tmp_path: Path) -> None:
    command = _before(block, "sh")
    assert command
    assert command.commands[0].split()[1] == block.value
    left = iter(_run(command, tmp_path).stdout.splitlines())
    cut = False
    for line in block.text.splitlines():
        if line == "[...]":
            cut = True
            continue
        if cut:
            assert line in left, line
        else:
            assert next(left) == line
        cut = False


def test_every_command_has_an_output_and_no_line_is_wide() -> None:
    assert len(SHOWN) == len(TOLD) == 5
    assert max(len(line) for block in SHOWN for line in block.text.splitlines()) <= 80


def test_every_check_posture_and_form_is_described() -> None:
    text = section(DOCUMENT, "## Lint")
    assert all(f"\n| `{name}` |" in text for name in CHECKS)
    text = section(DOCUMENT, "## Harden")
    assert all(f"`{name}`" in text for name in FORMS)
    assert f"`{NAMES[0]}`" in text


def test_the_limits_are_those_of_the_program() -> None:
    text = " ".join(section(DOCUMENT, "## Where it looks").split())
    assert f"larger than {LARGEST:,} bytes" in text
    assert f"nested more than {DEEPEST} deep" in text


def test_the_examples_for_others_are_well_formed() -> None:
    for block in blocks(DOCUMENT):
        if block.language == "yaml":
            assert yaml.safe_load(block.text)
        if block.language == "json":
            assert json.loads(block.text)


def test_it_says_what_it_is_not() -> None:
    text = " ".join(prose(DOCUMENT).replace("*", "").split())
    assert "not affiliated with the vendor" in text
    assert "nothing here is legal advice" in text
    assert "the page may have changed since" in text
