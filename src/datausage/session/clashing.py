"""What the summary says of answers that do not fit together, with the commands that ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.evidence import coherence
from datausage.session.escaping import shown
from datausage.session.folding import folded, listed
from datausage.session.violations import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datausage.evidence.coherence import Clash
    from datausage.session.setting_up import Setup
    from datausage.session.tally import Tally

_LONG = 800


def told(tally: Tally, setup: Setup) -> Iterator[str]:
    """Yield a paragraph for answers that clash, and one for those that are declared otherwise."""
    found = coherence.composed(tally.coherence, lambda token: command(setup, token))
    if found.incoherent is not None:
        yield "\n".join(_clash(found.incoherent, "Incoherent: no single set of readings explains"))
    if found.misdeclared is not None:
        declared = ", ".join(f"{p}={r}" for p, r in found.misdeclared.declared.items())
        what = f"Misdeclared: the target declares {shown(declared, _LONG)}, which does not explain"
        yield "\n".join(_clash(found.misdeclared, what))
    if not found.told:
        yield folded("Whether one set of readings explains all answers could not be told.")


def _clash(clash: Clash, what: str) -> Iterator[str]:
    many = "all answers. These clash" if len(clash.answers) > 1 else "an answer"
    points = ", ".join(map(shown, clash.points))
    yield folded(f"{what} {many}, about {points}:")
    for line, again in zip(coherence.lines(clash), clash.commands, strict=True):
        yield listed(shown(line, _LONG))
        yield f"    {again}"
