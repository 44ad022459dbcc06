"""The survey about the session, and the answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datausage.targets.client.driver.user import UnknownScreenError
from datausage.targets.client.screens import SURVEY_ANSWERED, SURVEY_ASKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.client.driver.user import User


def answer_survey(user: User, key: Mapping[str, Any], *, trusted: bool) -> bool:  # noqa: ARG001
    """Wait until the survey is asked, and press the key of an answer."""
    survey = user.words.survey
    if survey is None:
        raise UnknownScreenError("a survey, whose screens nobody has looked at in this version")
    user.expect(survey.asked.search, "the survey")
    user.keep(SURVEY_ASKED)
    user.line.type(str(key["answer"]))
    user.expect(lambda text: not survey.asked.search(text), "the end of the survey")
    user.keep(SURVEY_ANSWERED)
    user.expect_to_type("the survey")
    return True
