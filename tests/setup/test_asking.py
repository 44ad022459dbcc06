"""What is not known is asked for on a terminal, and no answer is an answer."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from datausage.commands import set_up_arguments

from .machines import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    Say = Callable[..., tuple[int, str]]


def _asking(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> list[str]:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr(set_up_arguments.told, "__defaults__", (answer,))
    return asked


def test_what_is_not_given_is_asked_for_on_a_terminal_alone(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asking(monkeypatch, [])
    say("explain")
    assert not asked
    monkeypatch.setattr(set_up_arguments, "_on_a_terminal", lambda _: True)
    say("explain", "--no-ask")
    assert not asked
    say("explain", *KNOWN)
    assert not asked
    say("explain")
    assert len(asked) == 4


def test_answers_count_like_options_and_unknown_is_one(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asking(monkeypatch, ["gold", "TEAM", "", "no"])
    _, said = say("explain", "--ask")
    assert "plan is team, access is unknown, setting is unknown, opted-in is no" in " ".join(
        said.split()
    )
    # A commercial account has no such setting; and one answer was none.
    assert len(asked) == 4


def test_whoever_ends_the_input_knows_nothing(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    _asking(monkeypatch, [])
    code, said = say("explain", "--ask")
    assert code == 0
    assert "plan is unknown, access is unknown" in " ".join(said.split())


def test_whoever_interrupts_ends_the_command(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(set_up_arguments.told, "__defaults__", (interrupted,))
    assert say("explain", "--ask")[0] == 2


def test_json_is_never_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert not set_up_arguments._on_a_terminal(argparse.Namespace(json=True, markdown=False))
    assert set_up_arguments._on_a_terminal(argparse.Namespace(json=False, markdown=False))
