"""Hand-overs, told one by one: what the page says of a deed that keeps a rule, and of one that
breaks it. There every environment is given, so that the deed makes the difference.
"""

from __future__ import annotations

from typing import Any

import pytest

from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Configured, HandOver
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load

from .documented import documented
from .statements import stated
from .stories import BEDROCK, BUGS, COMMON, ERRORS, METRICS, VERTEX

OPT_OUTS = "no opt-out is lost on the way"
SILENCED = "no service is switched off on the way"
PROVIDER = "the provider is kept"
NOTHING: dict[str, str] = {}

Side = tuple[dict[str, Any], dict[str, Any]]
OUT = {METRICS: "1", COMMON: "1"}


def side(environment: dict[str, str], filed: dict[str, Any] | None = None) -> Configured:
    return Configured(environment, {"env": filed} if filed else {})


# Statement, what came in, what was handed on, and whether the statement holds of it.
DEEDS = [
    (OPT_OUTS, side(OUT), side(OUT), True),
    (OPT_OUTS, side(OUT), side({}, OUT), True),
    (OPT_OUTS, side({}, {BUGS: "1"}), side({BUGS: "1"}), True),
    (OPT_OUTS, side(NOTHING), side({ERRORS: "1"}), True),
    (OPT_OUTS, side({METRICS: "1"}), side(NOTHING), False),
    (OPT_OUTS, side({COMMON: "1", METRICS: "1"}), side({METRICS: "1"}), False),
    (OPT_OUTS, side({BEDROCK: "1"}), side(NOTHING), False),
    (OPT_OUTS, side({}, {ERRORS: "1"}), side(NOTHING), False),
    (SILENCED, side(NOTHING), side({"AWS_REGION": "eu-central-1"}), True),
    (SILENCED, side({METRICS: "1"}), side(NOTHING), True),
    (SILENCED, side({BUGS: "1"}), side({BUGS: "1"}), True),
    (SILENCED, side(NOTHING), side({METRICS: "1"}), False),
    (SILENCED, side(NOTHING), side({}, {COMMON: "1"}), False),
    (SILENCED, side({METRICS: "1"}), side({METRICS: "1", BUGS: "1"}), False),
    (PROVIDER, side({VERTEX: "1"}), side({}, {VERTEX: "1"}), True),
    (PROVIDER, side(NOTHING), side({COMMON: "1"}), True),
    (PROVIDER, side({VERTEX: "1"}), side(NOTHING), False),
    (PROVIDER, side({BEDROCK: "1"}), side({VERTEX: "1"}), False),
    (PROVIDER, side(NOTHING), side({BEDROCK: "1"}), False),
]


def holds(phrase: str, deed: HandOver) -> bool:
    """Say whether every aspect of a deed is among what is stated; it must not be half so."""
    statement, oracle = stated(phrase), Oracle(load())
    question = QUESTIONS[statement.question]
    assert statement.answers is not None
    inside = True
    for name in statement.aspects:
        verdict = oracle.verdict(question.aspect(name), deed)
        assert verdict.determined
        inside = inside and verdict.permitted <= statement.answers
    return inside


@pytest.mark.parametrize(("phrase", "received", "handed_on", "kept"), DEEDS)
def test_a_deed_keeps_what_is_stated_or_breaks_it(
    phrase: str, received: Configured, handed_on: Configured, kept: bool
) -> None:
    assert holds(phrase, HandOver(received, handed_on)) is kept


def test_every_statement_on_hand_overs_has_deeds_of_both_kinds() -> None:
    about = {
        e.stated for e in documented() if e.speaks_of_the_page and not e.stated.startswith("each")
    }
    stated_of_deeds = {phrase for phrase in about if stated(phrase).question == "environment"}
    for phrase in stated_of_deeds:
        assert {kept for said, _, _, kept in DEEDS if said == phrase} == {True, False}
