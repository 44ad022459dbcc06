"""Facts that no sentence makes an answer depend on never change one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from datausage.oracle.facts import SESSION_DATA, Kind, Model
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver
from datausage.oracle.verdicts import verdict
from datausage.universe.catalogue import SPACES
from datausage.universe.spaces import Universe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import ForPoints

    from datausage.oracle.verdicts import Verdict
    from datausage.policy.edition import Edition
    from datausage.universe.spaces import Point, Value

CONFIGURED: Final = ("provider", "traffic", "bug_report")
CONTENTS: Final = ("messages", "code pieces", "canaries")
SESSION_KINDS: Final = {"kind": tuple(str(kind) for kind in Kind if kind in SESSION_DATA)}

CHOSEN: Final = {"setting when added": ("off", "on"), "opted in": ("none",)}


class Unrelated(NamedTuple):
    """A fact of a question that must not change the verdict, where something is given."""

    question: str
    fact: str
    given: Mapping[str, tuple[Value, ...]] = {}

    @property
    def title(self) -> str:
        """What the test is shown as."""
        return " ".join([self.question, self.fact, *(v[0] for v in self.given.values())])


def every_fact_but(question: str, *related: str, **given: tuple[Value, ...]) -> list[Unrelated]:
    """Return all facts of a question but some."""
    names = [name for name in SPACES[question].names if name not in {*related, *given}]
    return [Unrelated(question, name, given) for name in names]


UNRELATED: Final = [
    *(Unrelated(question, "other variables") for question in CONFIGURED),
    *(Unrelated(question, "settings file") for question in CONFIGURED),
    *(Unrelated("bug_report", fact) for fact in CONTENTS),
    *(Unrelated(question, "venue", SESSION_KINDS) for question in ("training", "retention")),
    Unrelated("presence", "venue", SESSION_KINDS),
    Unrelated("training", "another session"),
    Unrelated("training", "seconds between events", CHOSEN),
    Unrelated("training", "seconds until asked"),
    *every_fact_but("training", kind=(str(Kind.SURVEY_RATING),)),
    *every_fact_but("retention", "access", kind=(str(Kind.BUG_TRANSCRIPT),), access=("login",)),
    *every_fact_but("survey_record", "response"),
    *every_fact_but("metrics_event"),
    *every_fact_but("error_event"),
    *every_fact_but("cloud_session", "repository", "end", "fetches", "requests", "pushes"),
    *every_fact_but("protection", "stream", "state", stream=("bug-reports",)),
    *every_fact_but("local_cache", "plan", "age", "configured days", "last activity"),
]


def essence(found: Verdict) -> tuple[Any, ...]:
    """Return what a verdict says, whatever the way there."""
    return found.permitted, found.mainstream, found.certain, set(found.turns_on), found.silent


@pytest.mark.parametrize("unrelated", UNRELATED, ids=lambda unrelated: unrelated.title)
def test_an_unrelated_fact_never_changes_an_answer(
    unrelated: Unrelated, edition: Edition, for_points: ForPoints
) -> None:
    space = SPACES[unrelated.question]
    position = space.names.index(unrelated.fact)
    fact = space.facts[position]

    def same(point: Point) -> None:
        situation = space.situation(point)
        for value in (*fact.values, *fact.edges):
            changed = space.situation((*point[:position], value, *point[position + 1 :]))
            for aspect in QUESTIONS[unrelated.question].aspects:
                before, after = (verdict(aspect, s, edition) for s in (situation, changed))
                assert essence(before) == essence(after)

    for_points(Universe(space).where(unrelated.given), same, most=60)


@pytest.mark.parametrize("question", ["provider", "traffic", "bug_report", "environment"])
def test_the_order_of_variables_never_matters(
    question: str, edition: Edition, for_points: ForPoints
) -> None:
    space = SPACES[question]

    def same(point: Point) -> None:
        situation, mirrored = space.situation(point), space.situation(point)
        for values in (mirrored.environment, mirrored.settings.get("env", {}), mirrored.settings):
            turned = list(reversed(values.items()))
            values.clear()
            values.update(turned)
        assert list(situation.environment) == list(reversed(mirrored.environment))
        if question == "environment":
            emptied = Configured({}, {})
            situation, mirrored = (HandOver(side, emptied) for side in (situation, mirrored))
        for aspect in QUESTIONS[question].aspects:
            found, expected = (verdict(aspect, s, edition) for s in (situation, mirrored))
            assert found.outcomes == expected.outcomes

    for_points(Universe(space), same, most=60)


def test_the_model_never_matters_for_a_survey_rating(
    edition: Edition, for_points: ForPoints
) -> None:
    space = SPACES["training"]
    ratings = Universe(space).where({"kind": (str(Kind.SURVEY_RATING),)})
    position = space.names.index("model")

    def forbidden(point: Point) -> None:
        for model in Model:
            situation = space.situation((*point[:position], str(model), *point[position + 1 :]))
            found = verdict(QUESTIONS["training"].aspects[0], situation, edition)
            assert found.certain == found.permitted == {"forbidden"}

    for_points(ratings, forbidden)
