"""Questions: the words of their facts, their aspects and the order of their answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from datausage.oracle.aspects import UNDETERMINED
from datausage.oracle.facts import COMMERCIAL_PLANS, CONSUMER_PLANS, Plan
from datausage.oracle.questions import QUESTIONS
from datausage.oracle.situations import Event, Happening, Step

if TYPE_CHECKING:
    from datausage.oracle.aspects import Question


def test_events_and_steps_have_the_words_that_targets_receive() -> None:
    assert " ".join(Happening) == (
        "signed-up moved-plan chose started resumed messaged sent-feedback opted-in withdrew"
    )
    assert " ".join(Step) == "clone edit fetch push request finish abort"


def test_what_is_not_said_of_an_event_is_none() -> None:
    event = Event(datetime(2025, 10, 1, tzinfo=UTC), Happening.SIGNED_UP)
    found = (event.session, event.allow, event.plan, event.method, event.by)
    assert found == (None, None, None, None, None)


def test_a_target_that_leaves_the_decision_open_says_so_in_one_word() -> None:
    assert UNDETERMINED == "undetermined"


def test_every_plan_is_one_for_consumers_or_a_commercial_one() -> None:
    assert {*CONSUMER_PLANS, *COMMERCIAL_PLANS} == set(Plan)
    assert CONSUMER_PLANS.isdisjoint(COMMERCIAL_PLANS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_finds_its_aspects_by_name_and_no_others(question: Question) -> None:
    for aspect in question.aspects:
        assert question.aspect(aspect.name) is aspect
        assert aspect.domain == set(aspect.values)
    with pytest.raises(LookupError, match=r"^weather$"):
        question.aspect("weather")


def test_the_answers_of_a_question_stand_in_order_of_what_they_expose() -> None:
    table = {
        f"{question.name} {aspect.name}": (" < " if aspect.ranked else " | ").join(aspect.values)
        for question in QUESTIONS.values()
        for aspect in question.aspects
    }
    handed = "kept < added < lost"
    contents = "absent < present"
    assert table == {
        "selection may_choose": "yes | no",
        "selection setting": "off < none < on",
        "training training": "forbidden < permitted",
        "opt_in opt_in": "ineffective < effective",
        "survey_record rating": "none | dismiss | 1 | 2 | 3 | other",
        "survey_record besides": "nothing < envelope < more",
        "survey_record setting": "unchanged < changed",
        "retention retention": "not-retained < until-completion < thirty-days < five-years",
        "presence presence": "gone < held",
        "local_cache local_cache": "gone < held",
        "protection protection": "aes-256 < tls < other-encryption < none",
        "cloud_session clone_place": "isolated-vm < nowhere < elsewhere",
        "cloud_session clone_afterwards": "deleted < left",
        "cloud_session credentials": "kept-out < entered",
        "cloud_session authentication": "by-proxy < unseen < otherwise",
        "cloud_session outbound": "all-by-proxy < unseen < otherwise",
        "metrics_event code": contents,
        "metrics_event paths": contents,
        "metrics_event conversation": contents,
        "error_event code": contents,
        "error_event paths": contents,
        "error_event conversation": contents,
        "bug_report sent": "no < yes",
        "bug_report history": "nothing < partial < redacted < complete",
        "bug_report in_transit": "tls < other-encryption < none",
        "bug_report at_rest": "aes-256 < other-encryption < none",
        "bug_report issue": "no < yes",
        "provider provider": "claude-api | bedrock | vertex",
        "traffic traffic": "off < on",
        "environment provider": "kept | added | lost",
        "environment metrics": handed,
        "environment error-reports": handed,
        "environment bug-reports": handed,
    }


def test_titles_are_plain_words_that_fit_into_a_sentence() -> None:
    plain = re.compile(r"[a-z' -]+")
    for question in QUESTIONS.values():
        named = [question.title, *(aspect.title for aspect in question.aspects)]
        assert all(plain.fullmatch(title) for title in named), named
        assert len({aspect.title for aspect in question.aspects}) == len(question.aspects)
