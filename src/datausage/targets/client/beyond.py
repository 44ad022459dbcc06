"""Beyond the page: settings in files that it does not name, and what differs there.

The page speaks of settings.json. Whether it means the files of a project's user, of an
administrator, or those of an argument as well, it leaves open: no rule is judged by them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from datausage.targets.client.showing import Run
    from datausage.targets.outcome import Outcome


def differing(
    question: str, given: Mapping[str, Any], run: Run, said: Outcome, there: Outcome
) -> Iterator[str]:
    """Yield what an answer from such a place says otherwise, in one line; nothing if it does not.

    Args:
        question: what was asked.
        given: its arguments.
        run: the run with the settings in such a place.
        said: the answer from the places that the page speaks of.
        there: the answer from that run.
    """
    if said.fault is None and there.fault is None and _plain(said) == _plain(there):
        return
    about = f"{question} of {given['service']}" if "service" in given else question
    settings = json.dumps(given["settings"], ensure_ascii=False)
    told = there.detail or _written(there)
    usual = said.fault or _written(said)
    answered = there.fault or _written(there)
    seen = told if run.where in told else f"{run.where}: {told}"
    yield one_line(f"{about}, {settings}: {answered}, elsewhere {usual}; {seen}", 500)


def _written(outcome: Outcome) -> str:
    answer = _plain(outcome)
    return json.dumps(answer, ensure_ascii=False) if isinstance(answer, dict) else str(answer)


def _plain(outcome: Outcome) -> object:
    answer: Any = outcome.answer
    return answer["environment"] if isinstance(answer, dict) else answer
