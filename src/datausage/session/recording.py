"""From a run to its record: what was asked for when it began, and what came of it at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING

from datausage.evidence import coherence
from datausage.evidence import record as shape
from datausage.evidence.composing import Findings, checks
from datausage.evidence.consistency import CUT_SHORT
from datausage.evidence.digests import digest
from datausage.evidence.limits import LIMITS
from datausage.evidence.specification import specification
from datausage.evidence.totals import passed, readings, totals
from datausage.grading.coherence import Coherence
from datausage.session.instrument import instrument
from datausage.session.subject import subject
from datausage.session.summary import closing
from datausage.session.tally import Tally
from datausage.session.violations import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from datausage.evidence.checks import Check
    from datausage.evidence.record import Record
    from datausage.session.selection import Census
    from datausage.session.setting_up import Setup
    from datausage.targets.reaching import Reached

_UNDER_WAY = "The run has not come to its end: this record says nothing about the target."


@dataclass(frozen=True, slots=True)
class Run:
    """A run whose record is kept: what it was set up to do, and of whom."""

    setup: Setup
    met: Reached

    def begun(self, started: datetime, typed: tuple[str, ...]) -> Record:
        """Return the record as it is when the run begins; it says that it is not complete."""
        setup = self.setup
        none_yet = self._checks(Tally(setup.edition, ()), lambda _: "the run has not ended")
        return shape.Record(
            complete=False,
            run=shape.Run(
                started=started.isoformat(),
                finished=None,
                exit=None,
                conclusion=_UNDER_WAY,
                passed=False,
            ),
            subject=subject(setup.target.value, self.met, setup.roots),
            policy=_policy(setup),
            instrument=instrument(typed, command(setup, "")),
            asked=_asked(setup),
            selection=shape.Selection(selected=(), deselected=()),
            checks=none_yet,
            readings_relied_on={},
            totals=totals(none_yet),
            waivers=(),
            coherence=coherence.composed(Coherence(), str),
            reliances=(),
            limits=LIMITS,
        )

    def ended(
        self, begun: Record, tally: Tally, finished: datetime, exit_code: int, *, whole: bool
    ) -> Record:
        """Return the record of the run that has come to its end, or was broken off.

        ``whole`` says whether all that was to run has run.
        """
        found = self._checks(tally, tally.reason)
        whole = whole and exit_code not in CUT_SHORT
        conclusion = closing(tally) if whole else f"The run was broken off. {closing(tally)}"
        return replace(
            begun,
            complete=whole,
            run=replace(
                begun.run,
                finished=finished.isoformat(),
                exit=exit_code,
                conclusion=conclusion,
                passed=whole and passed(exit_code, found),
            ),
            selection=_selection(tally.census, found),
            checks=found,
            readings_relied_on=readings(found),
            totals=totals(found),
            waivers=_waivers(tally),
            watched=tally.watched,
            coherence=coherence.composed(tally.coherence, partial(command, self.setup)),
            reliances=coherence.kept(tally.reliances),
        )

    def _checks(self, tally: Tally, reason: Callable[[str], str]) -> tuple[Check, ...]:
        return checks(
            Findings(
                edition=self.setup.edition,
                specification=specification(self.setup.edition.id),
                results=tally.results,
                reason=reason,
                command=partial(command, self.setup),
                reviewed=self.setup.reviews.reviewed,
                suspect=self.setup.reviews.suspect,
                waived={
                    name: tuple(one.number for one in covering)
                    for name, covering in tally.covered.items()
                },
            )
        )


def _policy(setup: Setup) -> shape.Policy:
    edition = setup.edition
    folder = resources.files("datausage.policy") / "editions" / edition.id
    return shape.Policy(
        edition=edition.id,
        title=edition.title,
        sentences_sha256=digest((folder / "sentences.json").read_bytes()),
        rules_sha256=digest((folder / "rules.toml").read_bytes()),
        points_sha256=digest((folder / "points.toml").read_bytes()),
        suspect=tuple(rule for rule in edition.rules if rule in setup.reviews.suspect),
    )


def _asked(setup: Setup) -> shape.Asked:
    return shape.Asked(
        effort=setup.effort,
        calls=setup.calls,
        seed=setup.seed or 0,
        parts=setup.parts,
        replay=setup.replay,
        shard=str(setup.shard) if setup.shard else None,
        pinned_readings=dict(setup.pins),
    )


def _waivers(tally: Tally) -> tuple[shape.Waiver, ...]:
    return tuple(
        shape.Waiver(
            number=one.number,
            rule=one.rule,
            scope=str(one.scope),
            owner=one.owner,
            reason=one.reason,
            ticket=one.ticket,
            expiry=one.expiry.isoformat(),
            standing=standing,
            waives=tuple(sorted(tally.waived_by(one))),
        )
        for one, standing in tally.standings.items()
    )


def _selection(census: Census, checks: tuple[Check, ...]) -> shape.Selection:
    left: dict[str, int] = {}
    deselected = []
    for reason in sorted(census.deselected):
        counted = census.deselected[reason]
        for check in checks:
            if count := counted.get(check.id, 0):
                left[check.id] = left.get(check.id, 0) + count
                deselected.append(shape.Deselected(rule=check.id, reason=reason, scenarios=count))
    there = census.scenarios
    return shape.Selection(
        selected=tuple(c.id for c in checks if there.get(c.id, 0) > left.get(c.id, 0)),
        deselected=tuple(deselected),
    )
