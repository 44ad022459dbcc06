"""The command `datausage whatif`: what would change, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .machines import BEDROCK, CANARY, B, E, T, U

if TYPE_CHECKING:
    from collections.abc import Callable

    from .machines import Machine

    Say = Callable[..., tuple[int, str]]

KNOWN = ("--plan=team", "--access=login", "--opted-in=no")


def _changes(said: str) -> dict[str, tuple[list[str], list[str]]]:
    found = json.loads(said)["changes"]
    return {one["what"]: (one["now"]["may"], one["then"]["may"]) for one in found}


def test_an_opt_out_changes_its_service_and_nothing_that_is_certain_besides(say: Say) -> None:
    code, said = say("whatif", f"{E}=1", "--json", *KNOWN)
    assert code == 1
    assert _changes(said) == {"error-reports": (["on"], ["off"])}


def test_the_umbrella_changes_all_services(say: Say) -> None:
    _, said = say("whatif", f"{U}=1", "--json", *KNOWN)
    assert set(_changes(said)) == {"metrics", "error-reports", "bug-reports", "surveys"}


def test_a_provider_changes_services_and_terms(say: Say) -> None:
    _, said = say("whatif", f"{BEDROCK}=1", "--json", *KNOWN)
    found = _changes(said)
    assert found["provider"] == (["claude-api"], ["bedrock"])
    assert found["metrics"] == (["on"], ["off"])
    assert "prompt, kept for" in found
    assert "survey-rating, training" not in found


def test_nothing_changes_where_it_is_so_already(
    say: Say, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(T, "1")
    code, said = say("whatif", f"{T}=1", *KNOWN)
    assert code == 0
    assert "nothing would change" in said
    assert "metrics" not in said
    code, said = say("whatif", "--unset", T, "--json", *KNOWN)
    assert code == 1
    assert _changes(said)["metrics"] == (["off"], ["on"])


def test_a_file_still_counts_where_the_environment_is_unset(
    say: Say, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(B, "1")
    machine.write("project", f'{{"env": {{"{B}": "1"}}}}')
    assert say("whatif", "--unset", B, *KNOWN)[0] == 0


def test_several_variables_change_at_once(say: Say) -> None:
    _, said = say("whatif", f"{T}=1", f"{E}=1", f"{B}=0", "--json", *KNOWN)
    assert {"metrics", "error-reports", "bug-reports"} <= set(_changes(said))
    assert json.loads(said)["if"] == {T: "1", E: "1", B: "0"}


def test_a_provider_that_is_told_is_not_changed(say: Say) -> None:
    assert say("whatif", f"{BEDROCK}=1", "--provider=claude-api", *KNOWN)[0] == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ([], "name a variable"),
        ([f"ANTHROPIC_API_KEY={CANARY}"], "no variable ANTHROPIC_API_KEY"),
        ([CANARY], "write VAR=VALUE"),
        ([f"DISABLE_TELEMETERY={CANARY}"], "did you mean DISABLE_TELEMETRY?"),
        ([f"sk-{CANARY} x={CANARY}"], "no variable of that name"),
        (["--unset", "\x1b[31m"], "no variable of that name"),
        ([f"{T}=1", f"{T}={CANARY}"], f"{T} is given twice"),
        ([f"{T}=1", "--unset", T], f"{T} is given twice"),
        (["--unset", T, "--unset", T], f"{T} is given twice"),
    ],
)
def test_what_is_no_variable_of_the_page_is_refused_and_no_value_is_repeated(
    words: list[str], named: str, say: Say
) -> None:
    code, said = say("whatif", *words)
    assert code == 2
    assert named in " ".join(said.split())
    assert CANARY not in said


def test_a_value_that_is_no_known_spelling_is_not_repeated(say: Say) -> None:
    _, said = say("whatif", f"{T}={CANARY}", *KNOWN)
    assert CANARY not in said
    assert "were set to something else" in said
