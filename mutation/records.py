"""What is known of mutants: the record of the last run, and the arguments for survivors."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = {
    "oracle": "oracle",
    "grading": "src/datausage/grading",
    "universe": "src/datausage/universe",
}
DOCUMENT: Final = ROOT / "docs" / "mutation.md"
BEGIN: Final = "<!-- score: begin -->\n"
END: Final = "<!-- score: end -->\n"
RECORD: Final = ROOT / "mutation" / "record.json"
ARGUMENTS: Final = ROOT / "mutation" / "equivalent.toml"


class Place(NamedTuple):
    """Where a mutant is: its module and function, and the changed lines before and after."""

    module: str
    function: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.module} {self.function}: {self.before}  ->  {self.after}"


class Count(NamedTuple):
    """What became of the mutants of a module; an endless loop counts as noticed."""

    mutants: int
    killed: int
    survived: int


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of the last run: by package and module, and the mutants that survived.

    ``sources`` has a digest of each module as it was when its mutants were tried.
    """

    counts: Mapping[str, Mapping[str, Count]]
    survivors: tuple[Place, ...]
    sources: Mapping[str, str] = field(default_factory=dict)

    def tells_of(self, argument: Argument) -> bool:
        """Say whether the module of an argument was part of a run."""
        place = argument.place
        return place is None or any(place.module in found for found in self.counts.values())

    def total(self, package: str) -> Count:
        """Return the sum over the modules of a package."""
        found = self.counts[package].values()
        return Count(*(sum(column) for column in zip(*found, strict=True)))


def modules(package: str) -> list[str]:
    """Return the paths of the modules of a package that are to be tried, in order.

    These are all but ``__init__.py``, in which nothing is decided.
    """
    folder = ROOT / PACKAGES[package]
    found = (path.relative_to(ROOT).as_posix() for path in folder.glob("*.py"))
    return sorted(path for path in found if not path.endswith("/__init__.py"))


def read_record() -> Record:
    """Return the record of the last run."""
    document = json.loads(RECORD.read_text("utf-8"))
    counts = {
        package: {module: Count(*numbers) for module, numbers in found.items()}
        for package, found in document["counts"].items()
    }
    survivors = tuple(Place(*place) for place in document["survivors"])
    return Record(counts, survivors, document["sources"])


def write_record(record: Record) -> None:
    """Write the record of a run, one line per module and per survivor."""
    packages = ",\n".join(
        f"  {json.dumps(package)}: {{\n{_lines(found)}\n  }}"
        for package, found in record.counts.items()
    )
    survivors = ",\n".join(f"  {json.dumps(place)}" for place in sorted(record.survivors))
    sources = _lines(dict(sorted(record.sources.items())))
    RECORD.write_text(
        f'{{"counts": {{\n{packages}\n }},\n "sources": {{\n{sources}\n }},\n'
        f' "survivors": [\n{survivors}\n]}}\n',
        "utf-8",
    )


def _lines(found: Mapping[str, Count | str]) -> str:
    return ",\n".join(f"    {json.dumps(name)}: {json.dumps(n)}" for name, n in found.items())


@dataclass(frozen=True, slots=True)
class Argument:
    """Why mutants make no difference.

    One mutant is named by its place; a kind of them by a pattern, which is searched in the text
    of a place, of the modules that are named.
    """

    reason: str
    place: Place | None = None
    modules: str = ""
    pattern: str = ""

    def covers(self, survivor: Place) -> bool:
        """Say whether it is an argument for a survivor."""
        if self.place is not None:
            return survivor == self.place
        return bool(
            re.fullmatch(self.modules, survivor.module) and re.search(self.pattern, str(survivor))
        )

    def __str__(self) -> str:
        return str(self.place or f"{self.modules} {self.pattern}")


def read_arguments() -> list[Argument]:
    """Return the arguments for survivors."""
    document = tomllib.loads(ARGUMENTS.read_text("utf-8"))
    single = [
        Argument(entry["reason"], Place(module, entry["function"], entry["before"], after))
        for module, entries in document.get("mutant", {}).items()
        for entry in entries
        for after in ([entry["after"]] if isinstance(entry["after"], str) else entry["after"])
    ]
    kinds = [
        Argument(entry["reason"], None, entry["modules"], entry["pattern"])
        for entry in document.get("kind", [])
    ]
    return [*single, *kinds]


def unargued(survivors: Iterable[Place], arguments: Iterable[Argument]) -> Iterator[Place]:
    """Yield the survivors for which there is no argument."""
    known = list(arguments)
    return (one for one in survivors if not any(argument.covers(one) for argument in known))


def stale(record: Record, arguments: Iterable[Argument]) -> Iterator[Argument]:
    """Yield the arguments for mutants that do not survive, or do not exist any more.

    Arguments about modules that were not part of any run so far are left for the next one.
    """
    for argument in arguments:
        covers = any(argument.covers(one) for one in record.survivors)
        if not covers and record.tells_of(argument):
            yield argument


def missing(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """Yield the arguments about lines that do not stand in their module."""
    for argument in arguments:
        if argument.place is None:
            continue
        path = ROOT / argument.place.module
        text = " ".join(path.read_text("utf-8").split()) if path.exists() else ""
        if " ".join(argument.place.before.split()) not in text:
            yield argument


def untried(record: Record) -> Iterator[str]:
    """Yield the modules that no run has recorded; one without mutants is recorded with none."""
    known = {module for found in record.counts.values() for module in found}
    return (one for package in PACKAGES for one in modules(package) if one not in known)


def digest(module: str) -> str:
    """Return what tells the present text of a module from an earlier one."""
    return hashlib.sha256((ROOT / module).read_bytes()).hexdigest()[:16]


def changed(record: Record) -> Iterator[str]:
    """Yield the modules that have changed since their mutants were tried."""
    return (one for one, source in record.sources.items() if digest(one) != source)


def score(record: Record) -> str:
    """Return the score as Markdown: a table by package, and one by module."""
    lines = ["| package | mutants | killed | argued | killed of all |", "|---|--:|--:|--:|--:|"]
    for package in record.counts:
        count = record.total(package)
        lines.append(f"| `{PACKAGES[package]}` | {_cells(count)} |")
    lines += ["", "| module | mutants | killed | argued | killed of all |", "|---|--:|--:|--:|--:|"]
    for found in record.counts.values():
        rows = ((module, count) for module, count in found.items() if count.mutants)
        lines += [f"| `{module}` | {_cells(count)} |" for module, count in rows]
    return "".join(f"{line}\n" for line in lines)


def _cells(count: Count) -> str:
    share = f"{100 * count.killed / count.mutants:.1f} %"
    return f"{count.mutants:,} | {count.killed:,} | {count.survived:,} | {share}"


def write_score(record: Record) -> None:
    """Put the score into the document."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}{score(record)}{END}{after}", "utf-8")
