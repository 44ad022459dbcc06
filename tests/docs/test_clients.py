"""The document about the real client: its commands are run, with a stand-in for the client."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from datausage.targets.client import seal
from datausage.targets.client.staging import OFFERED

from .reading import ROOT, Block, anchors, blocks, links, prose, section

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = "docs/clients.md"
STAND_IN = ROOT / "tests/targets/client/stand_in"
RUN = {
    "pytest": [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
    "datausage": [
        sys.executable,
        "-c",
        "import sys; from datausage.cli import main; sys.exit(main())",
    ],
}


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which a stand-in is the client that is installed."""
    lacking = seal.here().lacking or ("" if shutil.which("node") else "there is no node here")
    if lacking and os.environ.get("DATAUSAGE_SEAL") == "required":
        pytest.fail(f"{lacking}: {DOCUMENT} is NOT tried")
    if lacking:
        pytest.skip(f"{lacking}: {DOCUMENT} is NOT tried")
    package = tmp_path / "package"
    shutil.copytree(STAND_IN, package)
    (package / "leaks.json").write_text("{}", "utf-8")
    script = package / "cli.js"
    script.chmod(0o755)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "claude").symlink_to(script)
    ours = ("PYTEST_", "COVERAGE_", "CI", "GITHUB_", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PATH": f"{programs}:{kept['PATH']}"}


def _run(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    program, *rest = shlex.split(command)
    if program == "pytest" and "-m" not in rest:
        # As much as takes a moment; the default budget is tried elsewhere.
        rest += ["--calls=4", "-m", "metrics-default"]
    done = subprocess.run(
        [*RUN[program], *rest],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(one, id=f"{one.line}: {one.commands[0][:60]}")
        for one in blocks(DOCUMENT)
        if one.commands
    ],
)
def test_commands_end_as_the_document_says(
    block: Block, tmp_path: Path, installed: dict[str, str]
) -> None:
    for command in block.commands:
        code, said = _run(command, tmp_path, installed)
        assert code == block.exit, f"{command}: {said}"
        if command.startswith("pytest"):
            assert "1 rule checked" in said or "1 of 68 rules checked" in " ".join(said.split())
    if any("--markdown" in command for command in block.commands):
        assert "# Claude Code 2.0.30, as observed" in (tmp_path / "client.md").read_text("utf-8")


@pytest.mark.parametrize("question", OFFERED)
def test_every_question_that_is_offered_is_explained(question: str) -> None:
    assert f"`{question}`" in section(DOCUMENT, "## What is seen")


def test_every_relative_link_leads_somewhere() -> None:
    for link in links(DOCUMENT):
        path, _, anchor = link.partition("#")
        assert (ROOT / "docs" / path).exists()
        assert not anchor or anchor in anchors(DOCUMENT if not path else f"docs/{path}")


def test_the_document_says_what_it_is_not() -> None:
    text = " ".join(prose(DOCUMENT).split())
    assert "not affiliated with the vendor" in text
    assert "nothing here is legal advice" in text
    assert "may have changed since" in text
