"""Shards: which scenarios run on which machine, and what the joined evidence says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datausage.cli import main
from datausage.commands.merge import MOST_TOLD
from datausage.evidence.checking import check
from datausage.evidence.opening import contents
from datausage.session.sharding import shares

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Host

WEIGHTS = st.dictionaries(st.text("abc", min_size=1), st.integers(1, 9), max_size=30)
PART = ("--target=datausage.examples.careless", "--effort=quick", "--part=surveys", "--part=cloud")
DAY = "1790000000"
WAIVERS = """
    [[waiver]]
    rule = "cloud-outbound-by-proxy"
    scope = "all"
    owner = "Jo"
    reason = "soon"
    ticket = "T-1"
    expiry = 2099-12-31
"""


@given(WEIGHTS, st.integers(1, 7), st.randoms(use_true_random=False))
def test_every_scenario_is_in_one_shard_whatever_the_order(
    weights: dict[str, int], shards: int, random: object
) -> None:
    found = shares(weights, shards)
    assert len(found) == shards
    assert sorted(name for names in found for name in names) == sorted(weights)
    mixed = list(weights.items())
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert shares(dict(mixed), shards) == found


@given(WEIGHTS, st.integers(1, 7))
def test_no_shard_has_more_to_do_than_another_by_more_than_one_scenario(
    weights: dict[str, int], shards: int
) -> None:
    loads = [sum(weights[name] for name in names) for names in shares(weights, shards)]
    assert max(loads) - min(loads) <= max(weights.values(), default=0)


@pytest.mark.parametrize("written", ["0/3", "4/3", "x", "1", "1/0", "/", "-1/3", "1/3/3", ""])
def test_a_shard_that_is_none_is_refused(guest: Host, written: str) -> None:
    message = guest.refused(f"--shard={written}")
    assert message.startswith(f"--shard={written}: write K/N, as in 2/3")


@pytest.fixture
def shards(guest: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Return a place with a whole run, and the same one in three shards."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    guest.write("w.toml", WAIVERS)
    return guest


def run(host: Host, *args: str) -> None:
    # Not through pytester, which adds a folder of its own to each command.
    words = [sys.executable, "-m", "pytest", "-p", "no:datausage", "-p", "datausage.plugin", *PART]
    root = host.pytester.path
    subprocess.run([*words, *args], cwd=root, check=False, stdout=subprocess.DEVNULL)
    # Each machine has a memory of its own.
    shutil.rmtree(root / ".hypothesis", ignore_errors=True)


def merge(host: Host, *names: str, out: str = "joined") -> int:
    root = host.pytester.path
    return main(["merge", *(str(root / name) for name in names), "-o", str(root / out)])


def files(host: Host, name: str) -> dict[str, bytes]:
    return contents(host.pytester.path / name)


@pytest.mark.parametrize("more", [(), ("--calls=70",), ("--waivers=w.toml", "-k", "not tips")])
def test_joined_shards_are_byte_for_byte_the_run_of_one_machine(
    shards: Host, more: tuple[str, ...]
) -> None:
    run(shards, *more, "--evidence=whole")
    for number in (1, 2, 3):
        run(shards, *more, f"--shard={number}/3", f"--evidence=part{number}")
    assert merge(shards, "part2", "part3", "part1") == 1
    whole = files(shards, "whole")
    assert files(shards, "joined") == whole
    record = check(whole).record
    assert record is not None
    assert record.totals.checked > 5
    asked = [json.loads(files(shards, f"part{n}")["record.json"]) for n in (1, 2, 3)]
    assert sum(one["totals"]["asked"] for one in asked) == record.totals.asked
    assert all(one["totals"]["asked"] for one in asked)


@pytest.fixture
def two(shards: Host) -> Host:
    for number in (1, 2):
        run(shards, f"--shard={number}/2", f"--evidence=part{number}")
    return shards


def test_what_is_missing_or_there_twice_is_named(
    two: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    assert merge(two, "part1") == 2
    assert "missing: shard 2/2" in capsys.readouterr().err
    copied = two.pytester.path / "copy"
    copied.mkdir()
    for name, data in files(two, "part1").items():
        (copied / name).write_bytes(data)
    assert merge(two, "part1", "copy", "part2") == 2
    assert "shard 1/2 is there twice" in " ".join(capsys.readouterr().err.split())
    assert merge(two, "part1", "part1", "part2") == 2
    assert "named twice" in capsys.readouterr().err
    assert merge(two, "part1", "part2", out="part1") == 2
    assert "it is one of the shards" in " ".join(capsys.readouterr().err.split())
    assert not (two.pytester.path / "joined").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--shard=1/3",), "parts of different wholes: 1/2, 1/3, 2/2"),
        (("--shard=1/2", "--target-seed=3"), "asked.seed is 0 in"),
        (("--shard=1/2", "--effort=standard"), "asked.effort is quick in"),
        (("--shard=1/2", "--calls=70"), "asked.calls is not there in"),
        (("--shard=1/2", "--reading=both-providers=bedrock"), "asked.pinned_readings.both-provide"),
        (("--shard=1/2", "--target=datausage.examples.faithful"), "subject.reference is"),
        ((), "it is no shard of a run"),
    ],
)
def test_shards_of_different_runs_are_refused(
    two: Host, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], told: str
) -> None:
    # Of an option that is typed twice the last counts; of targets, all do.
    typed = [PART[0]] if not any(o.startswith("--target=") for o in options) else []
    two.run(*typed, *PART[1:], *options, "--evidence=other")
    capsys.readouterr()
    assert merge(two, "part1", "part2", "other") == 2
    said = capsys.readouterr().err
    assert told in " ".join(said.split())
    assert said.count("datausage merge: ") <= MOST_TOLD + 1


def test_a_shard_that_was_changed_is_refused(two: Host, capsys: pytest.CaptureFixture[str]) -> None:
    record = two.pytester.path / "part1" / "record.json"
    record.write_bytes(record.read_bytes().replace(b'"asked": 1', b'"asked": 2'))
    assert merge(two, "part1", "part2") == 2
    assert "changed or inconsistent" in capsys.readouterr().err


def test_a_folder_without_evidence_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["merge", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "record.json is missing" in " ".join(capsys.readouterr().err.split())
