"""The documented examples: every scenario of the features, and every row of its examples."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

COMPARES = "consistent-"
"""Such a tag marks what compares answers of a target with each other, and not with the page."""


@dataclass(frozen=True)
class Example:
    """One documented example: what is given, and what is stated of it."""

    name: str
    tags: tuple[str, ...]
    given: tuple[str, ...]
    stated: str

    @property
    def speaks_of_the_page(self) -> bool:
        return not any(tag.startswith(COMPARES) for tag in self.tags)


def documented() -> list[Example]:
    """Read the features, with nothing but the parser of their language."""
    found: list[Example] = []
    for file in sorted(resources.files("datausage.features").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".feature"):
            continue
        document: Any = Parser().parse(file.read_text("utf-8"))
        document["uri"] = file.name
        rows: list[Any] = Compiler().compile(document)
        for number, row in enumerate(rows):
            tags = tuple(tag["name"].removeprefix("@") for tag in row["tags"])
            *given, stated = (step["text"] for step in row["steps"])
            name = f"{file.name[:2]}-{number} {row['name']}"
            found.append(Example(name, tags, tuple(given), stated))
    return found
