"""What a run in a host's repository ended with: verdicts, the summary, the exit code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OK, FAILED, INTERRUPTED, USAGE, NOTHING = 0, 1, 2, 4, 5

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_COUNTS = re.compile(
    r"(\d[\d,]*) situations asked, ([\d,]+) of them distinct, in ([\d,]+) calls of the target; "
    r"(\d+) of \d+ rules checked"
)
# Not a row of dashes: those rule our table.
_SECTION = re.compile(
    r"([=!_]{3,} .+ [=!_]{3,}|-+ generated .+|Results \(.*|\d+ (failed|passed|skipped|desel).*)"
)


@dataclass
class Judged:
    """A finished run."""

    exit: int
    text: str
    verdicts: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)

    @property
    def summary(self) -> list[str]:
        """The summary of ours, without empty lines; it stands between sections of others."""
        lines = iter(self.text.splitlines())
        for line in lines:
            if "Data usage policy, edition" in line:
                return list(_until_section(lines))
        return []

    @property
    def counts(self) -> tuple[int, ...]:
        """Situations asked, distinct ones, calls of the target, and rules checked."""
        found = _COUNTS.search(" ".join(" ".join(self.summary).split()))
        return tuple(int(n.replace(",", "")) for n in found.groups()) if found else ()

    @property
    def outcomes(self) -> Counter[str]:
        """How many scenarios failed, passed and were skipped."""
        return Counter(self.verdicts.values())

    def of(self, outcome: str) -> set[str]:
        """Return the scenarios with that outcome."""
        return {name for name, found in self.verdicts.items() if found == outcome}


def read(code: int, text: str, report: Path) -> Judged:
    """Return what came out, from the exit code, the output and the report for machines."""
    judged = Judged(code, _COLOUR.sub("", text))
    if report.exists():
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it
            name = f"{case.get('classname')}::{case.get('name')}"
            found = judged.verdicts if name.startswith("policy.") else judged.own
            if name in found:
                judged.repeated.add(name)
            found[name] = _outcome(case)
    return judged


def same(judged: Judged, plain: Judged) -> None:
    """Assert that two runs found the same and asked as much."""
    assert not judged.repeated
    assert judged.verdicts == plain.verdicts, judged.text
    assert judged.counts == plain.counts, judged.text
    # Where the host has an option of that name, commands use the other one.
    summary = [line.replace("--datausage-target=", "--target=") for line in judged.summary]
    assert summary == plain.summary, judged.text
    assert judged.exit == plain.exit, judged.text


def _outcome(case: ET.Element) -> str:
    tags = {child.tag for child in case}
    return next((t for t in ("error", "failure", "skipped") if t in tags), "passed")


def _until_section(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if _SECTION.fullmatch(line.strip()):
            return
        if line.strip():
            yield line.rstrip()
