"""What reviewers have said of the rules: read from the file that the team keeps, if there is one.

A review that no longer holds changes nothing in what is asked; every result of its rule says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datausage.evidence.checks import Review
from datausage.evidence.reviewed import against
from datausage.policy import lock as locks
from datausage.policy.review_table import ReviewError
from datausage.policy.reviews import DEFAULT_FILE, reviews, suspects
from datausage.session import options
from datausage.session.escaping import shown
from datausage.session.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

    from datausage.policy.edition import Edition


@dataclass(frozen=True, slots=True)
class Reviews:
    """Who has reviewed which rule, and of which rules that no longer holds.

    ``file`` is the name of the file; empty where none was read.
    """

    file: str = ""
    reviewed: Mapping[str, Review] = field(default_factory=dict)
    suspect: frozenset[str] = frozenset()

    def against(self, rule: str) -> str:
        """Return against what a rule is judged if it is suspect; nothing for any other."""
        return against(self.reviewed.get(rule)) if rule in self.suspect else ""


def read(config: pytest.Config, edition: Edition) -> Reviews:
    """Return the reviews of the rules of an edition: of the file named, or else of the usual one.

    Raises:
        pytest.UsageError: there is no such file, or something in it has not the right form.
    """
    given = options.one(config, options.REVIEW)
    if given is None:
        usual = config.rootpath / DEFAULT_FILE
        return _read(usual, DEFAULT_FILE, DEFAULT_FILE, edition) if usual.is_file() else Reviews()
    if not given.value.strip():
        wrong(given.written, options.REVIEW.wants)
    typed = getattr(config.option, options.REVIEW.dest, None) is not None
    place = (config.invocation_params.dir if typed else config.rootpath) / given.value
    # Asked first: a pipe would be waited for.
    if not place.is_file():
        wrong(given.written, "there is no such file; 'datausage review' writes one")
    return _read(place, given.value, given.written, edition)


def _read(place: Path, name: str, written: str, edition: Edition) -> Reviews:
    try:
        known = reviews(place)
    except ReviewError as error:
        # The message begins with the whole path, and the user has written what stands before it.
        wrong(written, shown(str(error).removeprefix(f"{place}: "), 400))
    ours = {rule: known[rule] for rule in edition.rules if rule in known}
    return Reviews(
        name,
        {rule: Review(by=one.by, on=one.on.isoformat()) for rule, one in ours.items()},
        suspects(ours, edition, locks.load(edition.id)),
    )
