"""The program `datausage`: its commands, and what it refuses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from datausage.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .machines import Machine


def test_every_command_is_registered_under_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: datausage {name}")


def _listed(text: str) -> Iterator[str]:
    return (line.split()[0] for line in text.splitlines() if re.match(r" {4}[a-z]", line))


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert set(_listed(capsys.readouterr().out)) == set(COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "--pln", "team"], "explain: error: there is no --pln; did you mean --plan?"),
        (["lint", "--fx"], "lint: error: there is no --fx; did you mean --fix?"),
        (["lint", "--xyzzy"], "lint: error: there is no --xyzzy"),
        (["timeline", "."], "timeline: error: there is no use for ."),
        (["lock", "check", "--xyzzy", "page"], "lock check: error: there is no --xyzzy"),
    ],
)
def test_what_a_command_does_not_know_it_refuses_with_its_own_usage(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert err.startswith(f"usage: datausage {words[0]}")
    assert err.rstrip().endswith(said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", ["explain", "lint --json", "harden", "timeline", "points"])
def test_an_output_that_is_full_is_told_of_in_one_line(words: str, machine: Machine) -> None:
    code = "import sys; from datausage.cli import main; sys.exit(main())"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, *words.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=machine.repository,
        )
    assert done.stderr == "datausage: the output cannot be written: No space left on device\n"
    assert done.returncode == 2


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explane"])
    assert ended.value.code == 2
    assert "explain" in capsys.readouterr().err
