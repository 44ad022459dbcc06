"""Which scenarios of the features a session runs, and why not the others."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from datausage.session import features
from datausage.session.checks import beside_rules
from datausage.session.collection import NODE_FOLDER, Scenario
from datausage.session.stash import REASON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pytest

    from datausage.policy.edition import Edition
    from datausage.session.setting_up import Setup

_NUMBER = re.compile(r"^\d+[-_]")


@dataclass(slots=True)
class Census:
    """The scenarios there are, by rule, and the reasons for which some do not run.

    ``strangers`` are the names in a selection that nothing has.
    """

    scenarios: dict[str, int] = field(default_factory=dict)
    deselected: dict[str, dict[str, int]] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)

    def count(self, rules: Iterable[str]) -> None:
        """Count a scenario that was found."""
        for rule in rules:
            self.scenarios[rule] = self.scenarios.get(rule, 0) + 1

    def leave_out(self, rules: Iterable[str], reason: str) -> None:
        """Count a scenario that does not run."""
        left = self.deselected.setdefault(reason, {})
        for rule in rules:
            left[rule] = left.get(rule, 0) + 1

    @property
    def empty(self) -> bool:
        """Whether no scenario is left of those that were found."""
        left_out = sum(sum(rules.values()) for rules in self.deselected.values())
        return 0 < sum(self.scenarios.values()) <= left_out

    def to_json(self) -> dict[str, Any]:
        """Return plain data that survives a trip between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Census:
        """Return the census that ``to_json`` made plain."""
        return cls(**data)


def rules_of(item: Scenario, edition: Edition) -> tuple[str, ...]:
    """Return the rules, or agreements, that a scenario checks."""
    return tuple(sorted(tag for tag in item.tags if tag in edition.rules or beside_rules(tag)))


def why_not(item: Scenario, setup: Setup, wanted: Sequence[str]) -> str:
    """Return why a scenario is not to run; nothing where it is.

    Args:
        item: the scenario.
        setup: what the user asked for.
        wanted: the node ids of ours that the user typed, if any.
    """
    # What is typed means the scenario, whichever target it is put to.
    nodeid = f"{NODE_FOLDER}/{item.nodeid.partition('/')[2]}"
    if wanted and not any(
        _matches(one_id, one) for one_id in (item.nodeid, nodeid) for one in wanted
    ):
        return "the paths given"
    rules = rules_of(item, setup.edition)
    if setup.replay is not None:
        # A replay names its rule itself, whatever parts a configuration asks for.
        return "" if setup.replay.partition(":")[0] in rules else "the replay"
    if setup.parts and not _parts_of(item, rules, setup.edition) & set(setup.parts):
        return f"part {', '.join(setup.parts)}"
    return ""


def others_reason(config: pytest.Config) -> str:
    """Return why pytest itself, or a plugin of the host, may have deselected something."""
    option = config.option
    reasons = {
        "-k": getattr(option, "keyword", ""),
        "-m": getattr(option, "markexpr", ""),
        "--lf": getattr(option, "lf", False),
        "--deselect": getattr(option, "deselect", None),
        "--stepwise": getattr(option, "stepwise", False),
    }
    return " and ".join(name for name, given in reasons.items() if given) or "another plugin"


def mark(items: Iterable[pytest.Item], setup: Setup, wanted: Sequence[str]) -> list[pytest.Item]:
    """Return the scenarios among the items that are not to run, each with its reason."""
    left: list[pytest.Item] = []
    for item in items:
        if isinstance(item, Scenario) and (reason := why_not(item, setup, wanted)):
            item.stash[REASON] = reason
            left.append(item)
    return left


def ours(path: str, here: Path) -> str | None:
    """Return the node id, or its beginning, that a typed path means; None for one of the host's."""
    place, colons, names = path.partition("::")
    if place.strip("/") == NODE_FOLDER or place.startswith(f"{NODE_FOLDER}/"):
        # A host may have a folder of that name; then its own paths mean what they say.
        return None if (here / place).exists() else path
    found = (here / place).resolve()
    if not found.is_relative_to(features.folder()):
        return None
    inner = found.relative_to(features.folder())
    return f"{NODE_FOLDER}/{inner.as_posix()}{colons}{names}" if inner.parts else NODE_FOLDER


def _matches(nodeid: str, wanted: str) -> bool:
    wanted = wanted.rstrip("/")
    if nodeid == wanted:
        return True
    # A file, a folder, or a scenario without the row of its examples.
    return nodeid.startswith((f"{wanted}::", f"{wanted}/", f"{wanted} ("))


def _parts_of(item: Scenario, rules: Sequence[str], edition: Edition) -> set[str]:
    parts = {edition.rules[rule].part for rule in rules if rule in edition.rules}
    if parts:
        return parts
    # An agreement belongs to the part of the page that its file is about, or its tag names.
    return {
        part.id for part in edition.parts if part.id in {_NUMBER.sub("", item.stem), *item.tags}
    }
