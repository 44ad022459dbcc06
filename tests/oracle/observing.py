"""What an answer says about each aspect of its question, and a session with planted contents."""

from __future__ import annotations

from typing import Any, Final

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Session

SESSION: Final = Session(
    id="k00000000000000aa",
    prompts=("please fix k00000000000000ab",),
    outputs=("I fixed k00000000000000ac",),
    code=("def k00000000000000ad(): ...",),
    paths=("/home/k00000000000000ae/k00000000000000af/main.py",),
    secrets=("sk-k00000000000000ba",),
)


def observed(question: str, situation: Any, answer: object) -> dict[str, str]:
    """Return the value of each aspect that an answer gives."""
    return dict(QUESTIONS[question].observe(situation, answer))
