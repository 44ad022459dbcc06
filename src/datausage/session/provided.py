"""What the steps find beside each other: ``judge`` and ``record``."""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from datausage.session.checks import beside_rules
from datausage.session.stash import JUDGES, RESULTS, SELECTED, SETUP, SHARED
from datausage.session.watching import prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datausage.grading.budgets import Sharing
    from datausage.grading.judge import Judge
    from datausage.grading.results import Result
    from datausage.oracle.verdicts import Oracle
    from datausage.session.setting_up import Setup
    from datausage.session.sides import Side


@pytest.fixture(name="judge")
def _judge(request: pytest.FixtureRequest) -> Judge:
    """Provide the judge of this process; it has asked the target whatever was asked before."""
    judges = request.config.stash.setdefault(JUDGES, {})
    side: Side = request.node.side
    if side.number not in judges:
        judges[side.number] = appoint(request.session, side)
    return judges[side.number]


@pytest.fixture(name="record")
def _record(request: pytest.FixtureRequest) -> Callable[[Result], None]:
    """Provide the function with which a step hands in its result."""
    results: list[Result] = request.node.stash[RESULTS]
    return results.append


def appoint(session: pytest.Session, side: Side) -> Judge:
    """Return a judge for a target of the session."""
    from datausage.grading.judge import Judge  # noqa: PLC0415 - imports Hypothesis

    setup, met = side.setup, side.met
    tags = _tags(session)
    return Judge(
        caller=met.caller,
        fresh=met.caller.fresh,
        offered=frozenset(met.capabilities.offered),
        edition=setup.edition,
        pins=setup.pins,
        effort=setup.effort,
        calls=setup.calls,
        sharing={} if setup.calls is None else _sharing(tags),
        replay=setup.replay,
        seed=setup.seed or 0,
        target=met.description.name,
        shared=session.config.stash[SHARED],
        distribution=session.config.option.verbose > 0,
        repertoire=prepared(session.config, side, tags),
    )


def oracle(setup: Setup) -> Oracle:
    """Return the reference, under the readings that the user has pinned."""
    from datausage.oracle.verdicts import Oracle  # noqa: PLC0415 - needed for several targets only

    return Oracle(setup.edition, setup.pins)


def _tags(session: pytest.Session) -> frozenset[str]:
    """Return the rules, and the checks beside them, that the scenarios of a run are about."""
    edition = session.config.stash[SETUP].edition
    # The tag of a part stands at scenarios that do not run, too.
    here = frozenset(tag for item in session.items for tag in getattr(item, "tags", ()))
    # On one of several machines, calls are shared as if all scenarios ran here.
    tags: frozenset[str] = session.config.stash.get(SELECTED, here)
    return frozenset(tag for tag in tags if tag in edition.rules or beside_rules(tag))


def _sharing(rules: frozenset[str]) -> Mapping[str, Sharing]:
    """Return among how many of the scenarios that run the calls of a question are shared."""
    from datausage.steps.scenarios import sharing  # noqa: PLC0415 - needed with --calls only

    return sharing(rules)


@cache
def fixtures() -> dict[str, Any]:
    """Return all fixtures for the module of a feature file, the steps among them."""
    steps = importlib.import_module("datausage.steps")
    found = {name: value for name, value in vars(steps).items() if _wanted(name)}
    return {**found, "judge": _judge, "record": _record}


def _wanted(name: str) -> bool:
    # pytest-bdd keeps the fixtures of steps under names of its own that look private.
    return not name.startswith("__") or name.startswith("__pytest_bdd")
