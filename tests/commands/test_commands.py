"""The program ``datausage``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from datausage.cli import main
from datausage.commands import vocabulary
from datausage.policy.edition import load
from datausage.universe import arrays
from datausage.universe.catalogue import SPACES

ROOT = Path(__file__).resolve().parents[2]


def test_the_vocabulary_page_in_the_documents_is_the_generated_one() -> None:
    assert (ROOT / "docs" / "vocabulary.md").read_text("utf-8") == vocabulary.page()


def test_points_lists_every_open_point_with_every_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["points"]) == 0
    shown = capsys.readouterr().out
    for point in load().points.values():
        assert f"{point.id} ({point.kind}" in shown
        for reading in point.readings:
            assert f"- {reading.id}" in shown


def test_points_fit_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    main(["points"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_one_part_lists_its_points_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["points", "--part", "surveys"]) == 0
    shown = capsys.readouterr().out
    assert "survey-metadata" in shown
    assert "both-providers" not in shown


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["points", "no-such-point"], "no-such-point"),
        (["points", "--part", "no-such-part"], "no-such-part"),
        (["points", "--edition", "1999-01-01"], "1999-01-01"),
        (["arrays", "no_such_question"], "no_such_question"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    refused = capsys.readouterr().err
    assert named in refused
    first, *others = refused.splitlines()
    assert first.startswith(f"datausage {arguments[0]}: ")
    assert all(line.startswith("  ") for line in others)
    assert max(map(len, refused.splitlines())) <= 80


def test_all_shipped_arrays_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(arrays.fresh(space) for space in SPACES.values())
    assert main(["arrays"]) == 0
    assert "fresh" in capsys.readouterr().out


def test_without_a_command_the_program_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("points",),
        ("contract",),
        ("table", "traffic"),
        ("review", "--status"),
        ("--help",),
        ("--version",),
    ],
)
def test_a_reader_that_has_read_enough_is_no_error(words: tuple[str, ...]) -> None:
    code = "import sys; from datausage.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
    # What prints the help takes no notice of a reader that is gone.
    assert program.returncode in ({0, 141} if "--help" in words else {141})
