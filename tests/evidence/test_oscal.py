"""Assessment results of OSCAL: what can be said in its two states, and as its library reads it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.once import once, shared_folder
from tests.programs import done, pip

from datausage.evidence.oscal import oscal
from datausage.grading.grades import Grade

from .building import FAILING, HOSTILE, hostile, record, result

if TYPE_CHECKING:
    from pathlib import Path

    from datausage.evidence.record import Record

_READ = """\
import json, sys
from pathlib import Path
from trestle.oscal.assessment_results import Model
for file in sys.argv[1:]:
    Model.model_validate(json.loads(Path(file).read_text()))
"""


def _result(one: Record) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(oscal(one))["assessment-results"]["results"][0]
    return found


def _states(one: Record) -> dict[str, str]:
    findings = _result(one).get("findings", [])
    return {f["target"]["target-id"]: f["target"]["status"]["state"] for f in findings}


def test_every_check_with_a_result_has_an_observation() -> None:
    observed = [one["title"] for one in _result(record(FAILING, exit_code=1))["observations"]]
    assert sorted(observed) == sorted(one.rule for one in FAILING)


def test_only_what_is_right_or_wrong_has_a_finding() -> None:
    assert _states(record(FAILING, exit_code=1)) == {
        "metrics-default": "satisfied",
        "agrees-traffic": "satisfied",
        "consistent-opt-outs": "satisfied",
        "errors-default": "not-satisfied",
    }


@pytest.mark.parametrize("grade", Grade)
def test_there_is_no_third_state(grade: Grade) -> None:
    states = _states(record([result("metrics-default", grade, "on")], exit_code=1))
    if grade is Grade.CONFORMS:
        assert states == {"metrics-default": "satisfied"}
    elif grade in (Grade.OPEN, Grade.CONTESTED, Grade.UNJUDGED, Grade.NOT_OFFERED):
        assert states == {}
    else:
        assert states == {"metrics-default": "not-satisfied"}


def test_findings_refer_to_observations_that_are_there() -> None:
    found = _result(record(FAILING, exit_code=1))
    ids = {one["uuid"] for one in found["observations"]}
    for finding in found["findings"]:
        assert {one["observation-uuid"] for one in finding["related-observations"]} <= ids


def test_identifiers_follow_from_the_record() -> None:
    assert oscal(record()) == oscal(record())
    uuids = [
        json.loads(oscal(one))["assessment-results"]["uuid"] for one in (record(), hostile("x"))
    ]
    assert len(set(uuids)) == 2


@pytest.fixture(scope="session")
def trestle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the interpreter of an environment that has the library of OSCAL."""
    shared = shared_folder(tmp_path_factory)
    place = shared / "trestle"

    def make() -> None:
        done(sys.executable, "-m", "venv", "--without-pip", str(place))
        pip("--python", str(place), "install", "compliance-trestle>=5")

    # It has forty packages, and is none that this project could live with.
    once(shared, place.name, make)
    return str(place / "bin" / "python")


@pytest.mark.skipif(sys.platform == "win32", reason="its environment has other folders there")
def test_the_library_of_oscal_reads_every_one(trestle: str, tmp_path: Path) -> None:
    made = {
        "usual": record(),
        "failing": record(FAILING, exit_code=1),
        "begun": record(complete=False),
        "empty": record([], exit_code=5),
        **{name: hostile(text) for name, text in HOSTILE.items()},
    }
    for name, one in made.items():
        (tmp_path / f"{name}.json").write_bytes(oscal(one))
    done(trestle, "-c", _READ, *(str(file) for file in sorted(tmp_path.iterdir())))
