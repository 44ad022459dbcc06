"""Meeting the target: loading it, learning what it offers, and shaking hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.grading.handshake import handshake
from datausage.oracle.questions import QUESTIONS
from datausage.policy import edition as policy
from datausage.session.escaping import inert, shown
from datausage.session.refusing import unknown
from datausage.targets.error import TargetError
from datausage.targets.reaching import reach
from datausage.targets.watching import Watches

if TYPE_CHECKING:
    from datausage.session.setting_up import Setup
    from datausage.targets.description import Description
    from datausage.targets.reaching import Reached


def meet(setup: Setup) -> Reached:
    """Load or start the target.

    Raises:
        pytest.UsageError: it cannot be used; the message says what to do about it.
    """
    arguments = {name: question.arguments for name, question in QUESTIONS.items()}
    try:
        client = setup.clients[0].value if setup.clients else None
        met = reach(
            setup.target.value,
            setup.roots,
            arguments,
            setup.timeout,
            child=setup.child,
            client=client,
            cache=setup.cache,
        )
    except TargetError as error:
        option = setup.target.written.partition("=")[0]
        told = str(error)
        # What is wrong with a client names its own option.
        told = told if told.startswith("--") else f"{option}: {told}"
        raise pytest.UsageError(inert(told, 600)) from error
    _check_edition(setup, met.description)
    _check_readings(setup, met.description)
    return met


def shake_hands(setup: Setup, met: Reached) -> None:
    """Ask every question offered once, in its plainest situation, for the form of the answer.

    A target that throws or hangs here is not refused: that is found and reported by question.

    Raises:
        pytest.UsageError: an answer is not of the form its question asks for.
    """
    if isinstance(met.caller, Watches):
        # Its answers are made here; that they are answers needs no run.
        return
    target = shown(setup.target.value)
    wrong = [
        f"{tried.question} of {target} answered wrongly: {inert(tried.complaint, 300)}"
        for tried in handshake(met.caller, met.capabilities.offered)
        if tried.complaint
    ]
    if wrong:
        raise pytest.UsageError(*wrong)


def _check_edition(setup: Setup, description: Description) -> None:
    declared = description.edition
    if declared is None or setup.edition_given or declared == setup.edition.id:
        return
    raise pytest.UsageError(
        f"{shown(setup.target.written)}: the target says that it follows edition "
        f"'{shown(declared)}'; check it against another one with --edition, of: "
        f"{', '.join(policy.editions())}"
    )


def _check_readings(setup: Setup, description: Description) -> None:
    points = setup.edition.points
    for point, reading in description.readings.items():
        said = f"{setup.target.written}: describe declares {point}={reading}"
        if point not in points:
            unknown(said, point, "open point", points)
        names = [known.id for known in points[point].readings]
        if reading not in names:
            unknown(said, reading, "reading", names, of=point)
