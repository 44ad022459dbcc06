"""Collecting the installed features: one item per scenario, and per row of its examples.

Nothing of the host's reaches these items: neither its naming patterns nor its fixtures, since the
file node stands at the root of the session and items are made here, without its hooks.
"""

from __future__ import annotations

import types
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import get_feature

from datausage.evidence.naming import named
from datausage.policy.edition import load
from datausage.session import features, provided
from datausage.session.checks import beside_rules
from datausage.session.concluding import conclude
from datausage.session.sides import SIDES
from datausage.session.stash import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytest_bdd.parser import ScenarioTemplate

    from datausage.session.sides import Side

NODE_FOLDER = "policy"
# Markers by which plugins ask how to treat a test, with the plugins. A host's time limit is meant
# for its own tests, and each call of a target has one already; what runs again is counted again.
_SPARED = {"timeout": "timeout", "flaky": "rerunfailures"}


class Scenario(pytest.Function):
    """A scenario of the policy, or one row of its examples."""

    line: int
    tags: frozenset[str]
    stem: str
    side: Side

    def runtest(self) -> None:
        """Run the steps; then pass, fail or skip as what they recorded says."""
        results = self.stash[RESULTS] = []
        try:
            with warnings.catch_warnings():
                # A host that makes errors of warnings means those of its own code; Hypothesis, for
                # one, warns where it cannot write.
                warnings.simplefilter("default")
                super().runtest()
        except pytest.skip.Exception as skipped:
            # Steps never skip; somebody else would make a hole in the evidence.
            pytest.fail(f"the scenario was skipped from within: {skipped}", pytrace=False)
        conclude(results, self.side.setup)

    def get_closest_marker(self, name: str, default: Any = None) -> Any:
        """Answer that no time limit and no repetition is wanted; a selection does not ask here."""
        if name in _SPARED and self._meets(_SPARED[name]):
            return getattr(pytest.mark, name)(0).mark
        return super().get_closest_marker(name, default)

    def _meets(self, plugin: str) -> bool:
        manager = self.config.pluginmanager
        return manager.hasplugin(plugin) or manager.hasplugin(f"pytest_{plugin}")

    @property
    def location(self) -> tuple[str, int | None, str]:
        """Where reports say that the item is."""
        whose = f"{self.side.label}: " if self.side.label else ""
        return self.nodeid.partition("::")[0], self.line - 1, f"{whose}{self.name}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the place in the feature file."""
        return self.path, self.line - 1, self.name


class FeatureFile(pytest.Module):
    """A feature file, as a module that holds the steps, for one target."""

    side: Side

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(f"datausage_policy_{self.path.stem.replace('-', '_')}")
        module.__file__ = str(self.path)
        vars(module).update(provided.fixtures())
        # Collecting it finds the fixtures, and no test.
        vars(module)["__test__"] = False
        return module

    def collect(self) -> Iterator[Scenario]:
        """Yield the scenarios, in the order of the file."""
        list(super().collect())
        feature = get_feature(str(self.path.parent), self.path.name, encoding="utf-8")
        for name, template in feature.scenarios.items():
            decorate = scenario(
                str(self.path), name, encoding="utf-8", features_base_dir=str(self.path.parent)
            )
            run = decorate(_nothing)
            for row, tags in _rows(template):
                yield self._item(template, run, row, tags | feature.tags)

    def _item(
        self,
        template: ScenarioTemplate,
        run: Callable[..., None],
        row: Mapping[str, str],
        tags: set[str],
    ) -> Scenario:
        def steps(request: pytest.FixtureRequest) -> None:
            run(request, row)

        item: Scenario = Scenario.from_parent(self, name=_name(template, row), callobj=steps)
        # Those are autouse fixtures of the host and of its plugins, and the ones that its
        # configuration wants everywhere.
        item.fixturenames[:] = ["request"]
        rule_tags = template.rule.tags if template.rule else set()
        item.line = template.line_number
        item.tags = frozenset(tags | template.tags | rule_tags)
        item.stem = self.path.stem
        item.side = self.side
        for tag in sorted(item.tags):
            item.add_marker(getattr(pytest.mark, tag))
        return item


def collect(session: pytest.Session) -> Iterator[Scenario]:
    """Yield all scenarios of the installed features, for one target after the other."""
    for side in session.config.stash[SIDES]:
        folder = f"{NODE_FOLDER}@{side.label}" if side.label else NODE_FOLDER
        for file in features.files():
            node: Any = FeatureFile.from_parent(
                session, path=file, name=file.name, nodeid=f"{folder}/{file.name}"
            )
            node.side = side
            yield from node.collect()


def _rows(template: ScenarioTemplate) -> Iterator[tuple[Mapping[str, str], set[str]]]:
    if not template.examples:
        yield {}, set()
    for examples in template.examples:
        for row in examples.as_contexts():
            yield dict(row), set(examples.tags)


def _name(template: ScenarioTemplate, row: Mapping[str, str]) -> str:
    # Reports, selections and replays name a rule by its id; its statement may fill lines.
    tags = template.tags | (template.rule.tags if template.rule else set())
    rules = [tag for tag in sorted(tags) if tag in load().rules or beside_rules(tag)]
    rule = rules[0] if rules else ""
    return named(rule, template.name, row.values())


def _nothing() -> None:
    """Stand in for the function that a scenario decorates; its steps are elsewhere."""
