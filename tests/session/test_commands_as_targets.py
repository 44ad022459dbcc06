"""Targets in other languages, judged as a team would judge them."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROGRAMS = {"target.py": sys.executable, "target.mjs": "node", "target.sh": "sh"}
OFFERED = {"target.py": 3, "target.mjs": 3, "target.sh": 1}


def _command(name: str) -> str:
    program = PROGRAMS[name]
    if shutil.which(program) is None:
        pytest.skip(f"{program} IS NOT INSTALLED: {name} WAS NOT TRIED")
    return f"--target=cmd:{shlex.join([program, str(EXAMPLES / name)])}"


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_example_conforms_in_all_that_it_offers(guest: Host, name: str) -> None:
    result = guest.run(_command(name), "--effort=quick")
    text = result.stdout.str()
    assert result.ret == 0, text
    count = OFFERED[name]
    assert f"Questions in agreement with the reference: {count} of {count}" in text


def test_a_mistake_in_another_language_is_found_and_can_be_replayed(guest: Host) -> None:
    script = (EXAMPLES / "target.sh").read_text("utf-8").replace("aes-256", "none")
    guest.write("wrong target.sh", script)
    command = "--target=cmd:sh 'wrong target.sh'"
    found = guest.run(command, "--effort=quick")
    assert found.ret == 1
    again = next(line for line in found.outlines if "--replay=" in line)
    result = guest.run(*shlex.split(again)[1:])
    assert result.ret == 1
    assert "1 situation asked, 1 of them distinct" in result.stdout.str()


def test_workers_ask_processes_of_their_own(guest: Host) -> None:
    result = guest.run(_command("target.sh"), "--effort=quick", "-n2")
    assert result.ret == 0, result.stdout.str()


def test_a_program_that_answers_wrongly_is_refused_in_one_clear_line(guest: Host) -> None:
    script = (EXAMPLES / "target.sh").read_text("utf-8").replace('"aes-256"', '"\\\\u001b[2Jx"')
    guest.write("wrong.sh", script.replace('"tls"', "7"))
    result = guest.run("--target=cmd:sh wrong.sh", "--effort=quick")
    assert result.ret == 4
    text = " ".join(result.stderr.str().split())
    assert "protection of cmd:sh wrong.sh answered wrongly: the answer is 7, not a text" in text


def test_a_program_that_is_not_there_is_refused_in_one_clear_line(guest: Host) -> None:
    result = guest.run("--target=cmd:no-such-program", "--effort=quick")
    assert result.ret == 4
    assert "there is no program 'no-such-program'" in " ".join(result.stderr.str().split())


DYING = """
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    situation = request["situation"]
    if request["question"] == "describe":
        answer = {"contract": 1, "questions": ["protection"]}
    else:
        if situation["channel"] == "surveys":
            BAD
        answer = "tls" if situation["state"] == "in-transit" else "aes-256"
    print(json.dumps({"id": request["id"], "answer": answer}), flush=True)
"""


@pytest.mark.parametrize(
    ("bad", "said", "why"),
    [
        ("raise KeyError('boom')", "died", "KeyError: 'boom'"),
        ("import time; time.sleep(60)", "timed-out", "no answer within 0.5"),
    ],
)
def test_a_report_is_about_a_situation_that_was_asked_though_the_target_was_given_up(
    guest: Host, bad: str, said: str, why: str
) -> None:
    guest.write("prog.py", DYING.replace("BAD", bad))
    options = ("-m", "agrees-protection", "--call-timeout=0.5")
    found = guest.run(f"--target=cmd:{sys.executable} prog.py", *options)
    text = " ".join(found.stdout.str().split())
    assert found.ret == 1
    assert f"The target said: {said}" in text
    assert why in text
    assert "stream surveys" in text
    assert "The target said: stopped" not in text
    command = next(line for line in found.outlines if "--replay=agrees-protection" in line)
    assert guest.run(*shlex.split(command)[1:]).ret == 1
