"""What the documents say is so: their commands, examples, links, options and words."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import jsonschema
import pytest
from tests.serving import COMMAND, example

from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS
from datausage.policy.edition import load
from datausage.session import options
from datausage.targets.contract import shipped
from datausage.targets.http import proxies, token
from datausage.targets.outcome import Fault
from datausage.targets.wire.messages import request

from .reading import ROOT, Block, anchors, blocks, links, prose, section

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark import ParameterSet

DECISIONS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/decisions/*.md"))
TOLD = [
    "README.md",
    "docs/guide.md",
    "docs/legal-review.md",
    "docs/evidence.md",
    "docs/waivers.md",
    "docs/many-machines.md",
    "docs/launchers.md",
    "CONTRIBUTING.md",
]
OTHERS = ("configuration", "targets", "drift", "vocabulary", "strength", "performance")
DOCUMENTS = [*TOLD, "CHANGELOG.md", *(f"docs/{name}.md" for name in OTHERS), *DECISIONS]

RUN = {
    "pytest": [sys.executable, "-m", "pytest"],
    "datausage": [
        sys.executable,
        "-c",
        "import sys; from datausage.cli import main; sys.exit(main())",
    ],
}
# These would make files anew that are under version control, or need a copy of the page.
NOT_RUN = ("datausage vocabulary >", "datausage arrays")
# They need what the commands before them have written.
CHECKS_AGAIN = (
    "datausage verify",
    "datausage merge",
    "datausage review --status",
    "datausage spec -o spec.html --evidence",
)
NAMED = re.compile(r"`([^`]+)`")


def _commands() -> list[ParameterSet]:
    return [
        pytest.param(block, command, id=f"{document}:{block.line}: {command[:60]}")
        for document in TOLD
        for block in blocks(document)
        for command in block.commands
        if not command.startswith(NOT_RUN)
    ]


def _environment() -> dict[str, str]:
    ours = ("PYTEST_", "COVERAGE_", "CI", "GITHUB_", "COLUMNS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *rest = shlex.split(command)
    if program == "pytest" and not {"-m", "--effort=quick"}.intersection(rest):
        # As much as takes a moment; what is found does not depend on more.
        rest.append("--effort=quick")
    return subprocess.run(
        [*RUN[program], *rest],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _write_files(before: Block, folder: Path) -> None:
    """Write the files that the section shows up to the block, as a reader would."""
    for block in blocks(before.document):
        if block.file and block.section == before.section and block.line < before.line:
            (folder / block.file).write_text(block.text, "utf-8")


# --- commands


@pytest.mark.parametrize(("block", "command"), _commands())
def test_a_command_ends_as_the_document_says(block: Block, command: str, tmp_path: Path) -> None:
    _write_files(block, tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    if command.startswith(CHECKS_AGAIN):
        for before in block.commands[: block.commands.index(command)]:
            _run(before, tmp_path)
    result = _run(command, tmp_path)
    assert result.returncode == block.exit, result.stdout[-3000:] + result.stderr[-3000:]


@pytest.mark.parametrize("name", ["try", "test"])
def test_the_readme_has_each_command_for_a_fresh_clone_once_and_on_one_line(name: str) -> None:
    marked = [block for block in blocks("README.md") if block.key == "command"]
    found = [block for block in marked if block.value == name]
    assert len(found) == 1
    assert found[0].language == "sh"
    assert len(found[0].text.splitlines()) == 1


# --- the report in the README


def _plain(text: str) -> str:
    """Return a line without what changes from run to run: numbers, and how it is filled up."""
    return re.sub(r"[\d,]+", "#", text).rstrip()


def test_the_report_in_the_readme_is_a_real_one(tmp_path: Path) -> None:
    (report,) = [block for block in blocks("README.md") if block.key == "report"]
    lines = _run(report.value, tmp_path).stdout.splitlines()
    left = iter(map(_plain, lines))
    for line in report.text.splitlines():
        beginning, cut, _ = _plain(line).partition("[...]")
        if not cut:
            assert any(other == beginning for other in left), line
        elif beginning:
            assert any(other.startswith(beginning) for other in left), line


def test_the_report_in_the_readme_fits_eighty_columns() -> None:
    (report,) = [block for block in blocks("README.md") if block.key == "report"]
    assert max(map(len, report.text.splitlines())) <= 80


# --- targets


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=block.file)
        for block in blocks("docs/targets.md")
        if block.language == "python"
    ],
)
def test_a_target_of_the_documents_conforms_in_all_that_it_offers(
    block: Block, tmp_path: Path
) -> None:
    assert block.file, "the first line names the file"
    (tmp_path / block.file).write_text(block.text, "utf-8")
    found = re.search(r"^class (\w+)", block.text, flags=re.MULTILINE)
    name = f"{block.file}:{found[1]}" if found else block.file
    result = _run(f"pytest --target={name} --effort=quick", tmp_path)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    offered = re.findall(r"^ *def ([a-z]\w+)\(", block.text, flags=re.MULTILINE)
    asked = [question for question in offered if question in QUESTIONS]
    agreed = f"Questions in agreement with the reference: {len(asked)} of {len(asked)}"
    assert agreed in result.stdout


def test_the_example_calls_answer_as_the_documents_say() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = doctest.testfile(
            str(ROOT / "docs/targets.md"), module_relative=False, optionflags=doctest.ELLIPSIS
        )
    assert result.attempted > len(QUESTIONS)
    assert not result.failed, said.getvalue()


WIRE = "## In any language"


def test_the_lines_of_json_in_the_documents_are_of_the_contract() -> None:
    shown = [block for block in blocks("docs/targets.md") if block.language == "json"]
    question = ""
    for line in "".join(block.text for block in shown).splitlines():
        message = json.loads(line)
        question = message.get("question", question)
        if "question" in message:
            arguments = message["situation"]
            assert request(message["id"], question, arguments) == f"{line}\n".encode()
        validator = jsonschema.Draft202012Validator(shipped.document(question))
        assert validator.is_valid(message), line
    assert question


@pytest.mark.parametrize(
    "command",
    [
        *re.findall(r"`(datausage smoke [^`]+)`", section("docs/targets.md", WIRE)),
        *re.findall(r"`(datausage smoke [^`]+)`", prose("docs/launchers.md")),
    ],
)
def test_an_example_in_another_language_is_run_as_the_documents_say(command: str) -> None:
    program = shlex.split(shlex.split(command)[2].partition(":")[2])[0]
    if shutil.which(program, path=f"{ROOT}:{os.environ['PATH']}") is None:
        pytest.skip(f"{program} IS NOT INSTALLED: {command} WAS NOT TRIED")
    result = _run(command, ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Every question offered was answered in its form." in result.stdout


@pytest.mark.parametrize("fault", ["raised", "malformed", "garbled", "timed-out", "died"])
def test_every_fault_of_a_program_is_explained(fault: str) -> None:
    assert f"({Fault(fault)})" in section("docs/targets.md", WIRE).replace("timed out", "timed-out")


OVER_HTTP = "## Over HTTP"


def test_the_example_behind_http_is_run_as_the_documents_say() -> None:
    text = section("docs/targets.md", OVER_HTTP)
    assert f"\n{shlex.join(COMMAND)}\n" in text
    (command,) = re.findall(r"^datausage smoke .+$", text, flags=re.MULTILINE)
    with example() as address:
        result = _run(command.replace("http://127.0.0.1:8000", address), ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Every question offered was answered in its form." in result.stdout


def test_the_messages_shown_over_http_are_of_the_contract() -> None:
    text = section("docs/targets.md", OVER_HTTP)
    lines = [line for line in text.splitlines() if line.startswith('{"id"')]
    assert len(lines) == 4
    validator = jsonschema.Draft202012Validator(shipped.document("protection"))
    assert all(validator.is_valid(json.loads(line)) for line in lines)


@pytest.mark.parametrize(
    "fault", ["unreachable", "refused", "garbled", "raised", "malformed", "died", "timed-out"]
)
def test_every_fault_of_a_server_is_explained(fault: str) -> None:
    assert re.search(rf"\*errored\* \([^)]*{Fault(fault)}", section("docs/targets.md", OVER_HTTP))


@pytest.mark.parametrize("variable", [token.VARIABLE, proxies.VARIABLE])
def test_every_variable_of_the_environment_is_explained(variable: str) -> None:
    assert f"| `{variable}` |" in section("docs/targets.md", OVER_HTTP)


@pytest.mark.parametrize("fault", ["unseen", "unclear", "timed-out", "died"])
def test_every_fault_of_a_launcher_is_explained(fault: str) -> None:
    assert f"({Fault(fault)})" in section("docs/launchers.md", "## What may go wrong")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_described_with_its_arguments_and_answers(name: str) -> None:
    question = QUESTIONS[name]
    text = section("docs/targets.md", f"### `{name}`")
    named = set(NAMED.findall(text))
    assert set(question.arguments) <= named
    if len(question.aspects) == 1:
        assert set(question.aspects[0].values) <= named
    assert f"faithful.{name}(" in text


# --- words that must be there


@pytest.mark.parametrize("option", options.ALL, ids=lambda option: option.name)
def test_every_option_and_its_key_stand_in_the_guide(option: options.Option) -> None:
    text = section("docs/guide.md", "## Options")
    assert f"`--{option.name}`" in text
    if option.key:
        assert f"`{option.key}`" in text


@pytest.mark.parametrize("grade", Grade)
def test_every_grade_is_explained(grade: Grade) -> None:
    for document, heading in (
        ("README.md", "## Read the result"),
        ("docs/guide.md", "## What the grades mean"),
    ):
        assert f"\n| {grade} |" in section(document, heading)


@pytest.mark.parametrize("part", [part.id for part in load().parts])
def test_every_part_is_named(part: str) -> None:
    assert f"`{part}`" in section("docs/guide.md", "## Select what runs")


def _quoted_errors() -> list[str]:
    text = section("docs/guide.md", "## Troubleshooting")
    rows = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    # This one is pytest's own, or has an option of the reader's own in it.
    return [row for row in rows if not row.startswith(("unrecognized", "datausage"))]


@pytest.mark.parametrize("message", _quoted_errors())
def test_every_message_in_the_troubleshooting_is_one_of_the_program(message: str) -> None:
    source = "\n".join(
        path.read_text("utf-8")
        for folder in ("session", "targets", "evidence")
        for path in (ROOT / "src/datausage" / folder).rglob("*.py")
    )
    # A long message is written in several pieces.
    joined = re.sub(r'"\s+f?"', "", source)
    for piece in re.split(r"…s?", message):
        assert piece.strip() in joined


# --- links and manners


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_relative_link_leads_somewhere(document: str) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        place = (ROOT / document).parent / path if path else ROOT / document
        assert place.exists(), link
        if anchor:
            assert anchor in anchors(str(place.resolve().relative_to(ROOT))), link


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md", "docs/legal-review.md"])
def test_the_documents_say_what_they_are_not(document: str) -> None:
    text = " ".join(prose(document).replace("*", "").split())
    assert "not affiliated with the vendor" in text
    assert re.search(r"not legal advice|nothing here is legal advice", text)
    assert "may have changed since" in text
    assert "2025-10-27" in text


def test_the_order_of_imports_is_that_of_the_layers() -> None:
    told = re.search(r"Imports go one way: ([^.]+)\.", prose("CONTRIBUTING.md"))
    assert told
    named = [set(" ".join(step.split()).split(" and ")) for step in told[1].split(",")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    known = [{one.removeprefix("datausage.") for one in row.split(" | ")} for row in layers]
    # The first are the modules that a program or pytest imports.
    assert named == known[:0:-1]
