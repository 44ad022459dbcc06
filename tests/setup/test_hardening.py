"""Postures: what they turn off, that nothing smaller does, and the forms in which they stand."""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
import yaml

from datausage.cli import main
from datausage.commands.harden import NAMES
from datausage.oracle.facts import Service
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Sending
from datausage.oracle.switches import OPT_OUTS, POINTS, USE_BEDROCK, USE_VERTEX, VARIABLES
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.setup.forms import FORMS
from datausage.setup.postures import POSTURES, Posture, holds, smallest, wished
from datausage.setup.proof import bearing, proof

from .machines import B, E, T, U

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from .machines import Machine

    Say = Callable[..., tuple[int, str]]

EDITION = load()
ORACLE = Oracle(EDITION)
TRAFFIC = QUESTIONS["traffic"].aspects[0]
SMALLEST = {
    ("no-nonessential",): (U,),
    ("no-metrics",): (T,),
    ("no-error-reports",): (E,),
    ("no-bug-reports",): (B,),
    ("no-metrics", "no-error-reports"): (T, E),
    ("no-metrics", "no-bug-reports"): (T, B),
    ("no-error-reports", "no-bug-reports"): (E, B),
    ("no-metrics", "no-error-reports", "no-bug-reports"): (U,),
    ("no-nonessential", "no-metrics"): (U,),
}
PROVIDERS: list[tuple[str, ...]] = [(), (USE_BEDROCK,), (USE_VERTEX,), (USE_BEDROCK, USE_VERTEX)]


def _situations(
    variables: tuple[str, ...], service: Service, selecting: tuple[str, ...]
) -> Iterator[Sending]:
    """Yield each of the two places, with nothing else set but the provider."""
    ones, chosen = dict.fromkeys(variables, "1"), dict.fromkeys(selecting, "1")
    yield Sending({**ones, **chosen}, {}, service)
    yield Sending(chosen, {"env": ones}, service)


def _pins(variables: Collection[str]) -> Iterator[Mapping[str, str]]:
    """Yield every combination of readings of the points on variables, settings and providers."""
    points = [
        point
        for point in EDITION.points.values()
        if point.part == "providers"
        and not point.register_only
        and point.id not in {POINTS[name] for name in VARIABLES if name not in variables}
    ]
    for readings in product(*([reading.id for reading in point.readings] for point in points)):
        yield dict(zip((point.id for point in points), readings, strict=True))


@pytest.mark.parametrize("names", SMALLEST, ids=" ".join)
def test_the_smallest_configuration_is_the_one_written_down_by_hand(names: tuple[str, ...]) -> None:
    assert smallest(wished(names), ORACLE).variables == SMALLEST[names]


@pytest.mark.parametrize("names", SMALLEST, ids=" ".join)
def test_every_service_is_off_at_every_provider_under_every_reading(names: tuple[str, ...]) -> None:
    posture = smallest(wished(names), ORACLE)
    asked = 0
    for selecting in PROVIDERS:
        oracles = [Oracle(EDITION, pins) for pins in _pins((*posture.variables, *selecting))]
        for service in posture.wished:
            for situation in _situations(posture.variables, service, selecting):
                whole = ORACLE.verdict(TRAFFIC, situation)
                assert whole.determined
                for oracle in oracles:
                    assert oracle.verdict(TRAFFIC, situation).permitted == {"off"}
                    asked += 1
    # By provider: both readings of none, both, and each of the two; in two places.
    combinations_of_one = 4 ** len(posture.variables) * 3 * 2 * 2
    assert asked == combinations_of_one * (1 + 3 + 3 + 9) * 2 * len(posture.wished)


def test_points_of_variables_that_are_not_set_bear_on_nothing() -> None:
    (situation, *_) = _situations((U,), Service.METRICS, ())
    tried = 0
    for pins in _pins(VARIABLES):
        assert Oracle(EDITION, pins).verdict(TRAFFIC, situation).permitted == {"off"}
        tried += 1
    assert tried == 4**4 * 3**2 * 3 * 2 * 2


@pytest.mark.parametrize("names", SMALLEST, ids=" ".join)
def test_no_line_can_be_left_out(names: tuple[str, ...]) -> None:
    posture = smallest(wished(names), ORACLE)
    for count in range(len(posture.variables)):
        for fewer in combinations(posture.variables, count):
            assert any(
                ORACLE.verdict(TRAFFIC, situation).permitted != {"off"}
                for service in posture.wished
                for selecting in PROVIDERS
                for situation in _situations(fewer, service, selecting)
            )


@pytest.mark.parametrize("names", SMALLEST, ids=" ".join)
def test_what_is_not_wished_off_stays_on(names: tuple[str, ...]) -> None:
    posture = smallest(wished(names), ORACLE)
    assert not posture.besides
    for service in frozenset(OPT_OUTS) - posture.wished:
        situation = Sending(dict.fromkeys(posture.variables, "1"), {}, service)
        assert ORACLE.verdict(TRAFFIC, situation).permitted == {"on"}


def test_a_proof_of_what_does_not_hold_says_so() -> None:
    wrong = Posture(frozenset({Service.METRICS}), (E,), frozenset())
    assert not holds(wrong, ORACLE)
    cases = list(proof(wrong, EDITION, filed=False))
    assert [case.holds for case in cases] == [False, True, True, True]
    assert cases[0].off == 0


def test_a_proof_tries_all_readings_of_the_points_that_bear_on_it() -> None:
    posture = smallest(wished(["no-nonessential"]), ORACLE)
    case = next(proof(posture, EDITION, filed=True))
    assert case.points == bearing(posture, "claude-api")
    assert case.combinations == 4 * 3 * 2 == case.off


# --- forms


def _from_shell(text: str) -> dict[str, str]:
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, "-c", f"{text}env"], env={}, capture_output=True, text=True, check=True
    )
    pairs = (line.partition("=") for line in done.stdout.splitlines())
    return {name: value for name, _, value in pairs if name in VARIABLES}


def _from_dockerfile(text: str) -> dict[str, str]:
    words = (line.removeprefix("ENV ").partition("=") for line in text.splitlines())
    return {name: value for name, _, value in words}


def _from_systemd(text: str) -> dict[str, str]:
    class Many(dict):  # type: ignore[type-arg]
        def __setitem__(self, key: object, value: object) -> None:
            if isinstance(value, list) and key in self:
                self[key].extend(value)
            else:
                super().__setitem__(key, value)

    parser = configparser.RawConfigParser(dict_type=Many, strict=False)
    parser.read_string(text)
    lines = parser["Service"]["environment"].splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


READERS = {
    "settings.json": lambda text: json.loads(text)["env"],
    "shell": _from_shell,
    "dockerfile": _from_dockerfile,
    "devcontainer": lambda text: json.loads(text)["containerEnv"],
    "systemd": _from_systemd,
    "kubernetes": lambda text: {v["name"]: v["value"] for v in yaml.safe_load(text)["env"]},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", SMALLEST, ids=" ".join)
def test_whoever_reads_a_form_finds_each_variable_at_one(
    form: str, names: tuple[str, ...], machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["harden", *names, "--form", form, "--plain", *machine.arguments]) == 0
    text, beside = capsys.readouterr()
    assert READERS[form](text) == dict.fromkeys(SMALLEST[names], "1")
    assert "2025-10-27" in beside
    assert "legal advice" in beside


# --- the command


def test_what_is_set_elsewhere_and_contradicts_is_named(
    machine: Machine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say("harden")[0] == 0
    monkeypatch.setenv(U, "0")
    machine.write("user", f'{{"env": {{"{U}": false}}}}')
    machine.write("local", "{")
    code, said = say("harden")
    assert code == 1
    told = " ".join(said.split())
    assert f"{U} is 0 in the environment" in told
    assert f"{U} is false (a boolean) in ~/.claude/settings.json:1" in told
    assert ".claude/settings.local.json may hold anything" in told


def test_the_json_lists_every_combination(say: Say) -> None:
    _, said = say("harden", "no-metrics", "--json")
    found = json.loads(said)
    assert found["variables"] == {T: "1"}
    assert {case["provider"] for case in found["proof"]} == {
        *("claude-api", "bedrock", "vertex"),
        "both selected",
    }
    for case in found["proof"]:
        readings = [tuple(pins.items()) for pins in case["readings"]]
        assert case["off"]
        assert len(set(readings)) == len(readings) >= 24


def test_every_posture_is_named_in_the_help() -> None:
    assert set(NAMES) == set(POSTURES)


def test_an_unknown_posture_is_refused(say: Say) -> None:
    code, said = say("harden", "no-surveys")
    assert code == 2
    assert "no posture no-surveys" in said
