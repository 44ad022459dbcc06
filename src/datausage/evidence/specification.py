"""The installed features, read with the parser of Cucumber: their scenarios in order, and more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from datausage.evidence.naming import named
from datausage.policy.edition import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AGREES, CONSISTENT = "agrees-", "consistent-"
_NUMBER = re.compile(r"^\d+[-_]")
_PLAIN = "text/x.cucumber.gherkin+plain"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its id, and whether it says what must hold rather than what is given."""

    id: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Specified:
    """One scenario, or one row of its examples, as the features specify it.

    ``check`` is the rule or other check whose scenario it is; ``name`` is the one that results
    have; ``pickle`` is the id of what Cucumber makes of it.
    """

    check: str
    name: str
    part: str
    statement: str
    pickle: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Specification:
    """All scenarios in the order of the features, and the messages of Cucumber about them."""

    scenarios: tuple[Specified, ...]
    messages: tuple[Mapping[str, Any], ...]

    def checks(self) -> tuple[str, ...]:
        """Return the ids of all checks, in the order of the features."""
        return tuple(dict.fromkeys(scenario.check for scenario in self.scenarios))


def feature_files() -> Mapping[str, bytes]:
    """Return the installed features by their names, in order."""
    folder = resources.files("datausage.features")
    found = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(".feature")}
    return {name: found[name].read_bytes() for name in sorted(found)}


def oracle_files() -> Mapping[str, bytes]:
    """Return the installed source of the reference by its names."""
    folder = resources.files("datausage.oracle")
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".py")}


@cache
def specification(edition: str) -> Specification:
    """Return what the installed features specify about an edition."""
    from gherkin.ast_builder import AstBuilder  # noqa: PLC0415 - needed with evidence only
    from gherkin.parser import Parser  # noqa: PLC0415 - the same
    from gherkin.pickles.compiler import Compiler  # noqa: PLC0415 - the same
    from gherkin.stream.id_generator import IdGenerator  # noqa: PLC0415 - the same

    # One for all files: its ids are numbers in a row, and so the same each time.
    ids = IdGenerator()
    parser, compiler = Parser(AstBuilder(ids)), Compiler(ids)
    messages: list[Mapping[str, Any]] = []
    scenarios: list[Specified] = []
    for file, data in feature_files().items():
        text = data.decode("utf-8")
        document: Any = {**parser.parse(text), "uri": file}
        pickles: Any = compiler.compile(document)
        messages.append({"source": {"uri": file, "data": text, "mediaType": _PLAIN}})
        messages.append({"gherkinDocument": document})
        messages += [{"pickle": pickle} for pickle in pickles]
        scenarios += _scenarios(file, document, pickles, edition)
    return Specification(tuple(scenarios), tuple(messages))


def _scenarios(file: str, document: Any, pickles: Any, edition: str) -> Iterator[Specified]:
    nodes: dict[str, tuple[str, str]] = {}
    rows: dict[str, list[str]] = {}
    _collect(document["feature"]["children"], "", nodes, rows)
    for pickle in pickles:
        name, statement = nodes[pickle["astNodeIds"][0]]
        row = [value for node in pickle["astNodeIds"][1:] for value in rows[node]]
        tags = sorted(tag["name"].removeprefix("@") for tag in pickle["tags"])
        check = _check(tags, edition)
        yield Specified(
            check=check,
            name=named(check, name, row),
            part=_part(check, tags, file, edition),
            statement=statement,
            pickle=pickle["id"],
            steps=tuple(Step(s["id"], s["type"] == "Outcome") for s in pickle["steps"]),
        )


def _collect(
    children: list[Any], rule: str, nodes: dict[str, tuple[str, str]], rows: dict[str, list[str]]
) -> None:
    """Note the scenarios, each with the statement of its rule, and the rows of examples."""
    for child in children:
        if "rule" in child:
            _collect(child["rule"]["children"], child["rule"]["name"], nodes, rows)
        if "scenario" in child:
            scenario = child["scenario"]
            nodes[scenario["id"]] = scenario["name"], rule
            for examples in scenario["examples"]:
                for row in examples["tableBody"]:
                    rows[row["id"]] = [cell["value"] for cell in row["cells"]]


def _check(tags: list[str], edition: str) -> str:
    rules = load(edition).rules
    found = [tag for tag in tags if tag in rules or tag.startswith((AGREES, CONSISTENT))]
    return found[0] if found else ""


def _part(check: str, tags: list[str], file: str, edition: str) -> str:
    known = load(edition)
    if check in known.rules:
        return known.rules[check].part
    # An agreement belongs to the part that its tags name, or that its file is about.
    parts = [part.id for part in known.parts if part.id in tags]
    return parts[0] if parts else _NUMBER.sub("", file.removesuffix(".feature"))
