"""What is told of an answer beside its grade: all that is notable, and what its target says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.targets.outcome import Fault, Outcome
from datausage.universe.catalogue import SPACES
from datausage.universe.gears import cover
from datausage.universe.spaces import Universe

from .recorders import CLOUD, asker, says

if TYPE_CHECKING:
    from datausage.universe.spaces import Point

CLONED = Universe(SPACES["cloud_session"]).plainest
TWO_PLACES: Point = tuple(
    {"DISABLE_BUG_COMMAND": "0", "DISABLE_BUG_COMMAND in settings": '"1"'}.get(name, value)
    for name, value in zip(
        SPACES["bug_report"].names, Universe(SPACES["bug_report"]).plainest, strict=True
    )
)


def trace(**changes: str) -> list[dict[str, str]]:
    """Return what a session in the cloud does, as it should but for these."""
    clone = {
        "event": "clone",
        "where": "isolated-vm",
        "authenticated_by": "secure-proxy",
        "via": "security-proxy",
    }
    return [{**clone, **changes}, {"event": "delete-clone"}]


def report(session: Any) -> Any:
    """Return a report that is sent."""
    return faithful.bug_report({}, {}, session, confirmed=True, issue_requested=False)


def test_each_aspect_that_is_wrong_is_notable_in_order() -> None:
    answer = trace(where="laptop", via="direct")
    (found,) = asker(says(answer), "cloud_session").ask([CLONED])
    assert [(one.aspect.name, one.said) for one in found.notable] == [
        ("clone_place", "elsewhere"),
        ("outbound", "otherwise"),
    ]
    assert {one.comparison.grade for one in found.notable} == {Grade.VIOLATES}
    assert found.notable[0].verdict is found.verdict


def test_what_is_right_on_some_readings_alone_is_notable() -> None:
    asking = asker(lambda session, **_: Outcome(report(session)), "bug_report", aspects="sent")
    (found,) = asking.ask([TWO_PLACES])
    assert [one.comparison.grade for one in found.notable] == [Grade.OPEN]


def test_nothing_is_notable_of_what_is_simply_right_or_not_judged() -> None:
    (right,) = asker(says(trace()), "cloud_session").ask([CLONED])
    assert (right.comparison.grade, right.notable) == (Grade.CONFORMS, ())
    silent: Point = ("surveys", "at-rest", "local")
    (unjudged,) = asker(says("none"), "protection").ask([silent])
    assert (unjudged.comparison.grade, unjudged.notable) == (Grade.UNJUDGED, ())


def test_answers_that_are_alike_share_what_is_told_of_them_whatever_came_between() -> None:
    points = cover(Universe(SPACES["traffic"]), 40)
    asking = asker(says("undetermined"), "traffic")
    first, again = asking.ask(points), asking.ask(points)
    wrong = [(one, other) for one, other in zip(first, again, strict=True) if one.failed]
    assert len({one.verdict for one, _ in wrong}) > 1
    assert all(one.notable is other.notable for one, other in wrong)


@pytest.mark.parametrize(
    ("outcome", "detail", "printed"),
    [
        (Outcome("effective", None, "in the second run"), "in the second run", ""),
        (Outcome("effective"), "", ""),
        (Outcome("effective", Fault.PRINTED, "hello"), "", "hello"),
        (Outcome("ineffective", None, "in the second run"), "", ""),
    ],
)
def test_of_a_wrong_answer_it_is_told_from_which_run_it_comes(
    outcome: Outcome, detail: str, printed: str
) -> None:
    (found,) = asker(lambda **_: outcome).ask([CLOUD])
    assert (found.detail, found.printed) == (detail, printed)
    assert found.failed == (outcome.answer == "effective")


def test_the_run_is_told_after_what_the_answer_contradicts() -> None:
    def empty(session: Any, **_: Any) -> Outcome:
        nothing = {"payload": None, "in_transit": "none", "at_rest": "none"}
        return Outcome({**report(session), **nothing}, None, "in the second run")

    (found,) = asker(empty, "bug_report").ask([TWO_PLACES])
    assert found.clashing
    begins, _, ends = found.detail.partition("; ")
    assert begins.startswith("no reading permits that beside")
    assert ends == "in the second run"
