"""Small real programs that are asked over a pipe, and misbehave as a test wants it."""

from __future__ import annotations

import shlex
import sys
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM = """\
import json, os, signal, subprocess, sys, time

CONTRACT = {"contract": 1, "questions": ["protection", "provider"]}
out = sys.stdout.buffer


def write(data):
    out.write(data if isinstance(data, bytes) else data.encode())
    out.flush()


def say(message):
    write(json.dumps(message) + "\\n")


def main():
    asked = 0
    for line in sys.stdin:
        request = json.loads(line)
        number, question, situation = request["id"], request["question"], request["situation"]
        if question == "describe":
            say({"id": number, "answer": CONTRACT})
            continue
        asked += 1
        channel = situation.get("channel")
        answer = "tls"
"""


def program(folder: Path, body: str = "", before: str = "", name: str = "target.py") -> str:
    """Return the command of a program that runs ``body`` at each question, and then answers.

    ``before`` runs when the program starts.
    """
    code = indent(dedent(body), " " * 8) + '\n        say({"id": number, "answer": answer})\n'
    (folder / name).write_text(f"{_PROGRAM}{code}\n\n{dedent(before)}\nmain()\n", "utf-8")
    return shlex.join([sys.executable, str(folder / name)])


def batch(*channels: str) -> list[Any]:
    """Return situations of ``protection``, one per channel."""
    return [
        lambda channel=channel: {"channel": channel, "state": "at-rest", "venue": "local"}
        for channel in channels
    ]
