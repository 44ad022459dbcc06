"""Scenarios are the same ones, under the same names, as those that a run collects."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from datausage.evidence.specification import specification
from datausage.policy.edition import FIRST_EDITION, load

if TYPE_CHECKING:
    from pathlib import Path


def test_the_names_are_those_of_a_run_in_its_order(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--target=datausage.examples.faithful",
            "--collect-only",
            "-q",
            "-p",
            "no:cacheprovider",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    collected = re.findall(r"^policy/[^:]+::(.*)$", done.stdout, flags=re.MULTILINE)
    named = [one.name for one in specification(FIRST_EDITION).scenarios]
    assert collected == named
    assert len(set(named)) == len(named)


def test_every_rule_has_a_scenario_and_every_scenario_a_check_and_a_part() -> None:
    edition = load()
    found = specification(edition.id)
    assert {one.check for one in found.scenarios} >= set(edition.rules)
    assert all(one.check and one.part for one in found.scenarios)
    assert {one.part for one in found.scenarios} <= {part.id for part in edition.parts}


def test_every_scenario_ends_with_the_step_that_decides() -> None:
    for one in specification(FIRST_EDITION).scenarios:
        assert [step.decides for step in one.steps] == [False] * (len(one.steps) - 1) + [True]
