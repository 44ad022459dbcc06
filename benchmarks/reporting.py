"""Results as a table for 80 columns, as Markdown, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.measuring import Result

HEADERS: Final = ("", "median", "spread", "target", "")
ALIGN: Final = ("left", "right", "right", "right", "left")

RATE: Final = "/s"

BEGIN: Final = "<!-- results: begin -->"
END: Final = "<!-- results: end -->"
SECTION: Final = "### "


def table(results: Sequence[Result], style: str = "simple") -> str:
    """Return the results as a table."""
    rows = [_row(result) for result in results]
    text = tabulate(
        rows,
        HEADERS,
        tablefmt=style,
        colalign=ALIGN,
        disable_numparse=True,
        preserve_whitespace=style == "simple",
    )
    return "\n".join(line.rstrip() for line in text.splitlines())


def markdown(
    found: Mapping[str, Sequence[Result]], where: Mapping[str, str], day: str, before: str = ""
) -> str:
    """Return everything as Markdown: the machine, and a table for each benchmark.

    Args:
        found: the results by benchmark.
        where: the machine.
        day: when that was.
        before: what stood there; benchmarks of the same machine that were not run now are kept.
    """
    about = tabulate(list(where.items()), ("", ""), tablefmt="pipe")
    kept = _sections(before) if before.strip().startswith(about) else {}
    new = {
        name.capitalize(): f"Measured on {day}.\n\n{table(results, 'pipe')}"
        for name, results in found.items()
    }
    sections = kept | new
    return "\n\n".join([about, *(f"{SECTION}{name}\n\n{text}" for name, text in sections.items())])


def _sections(text: str) -> dict[str, str]:
    found = (part.partition("\n") for part in text.split(f"\n{SECTION}")[1:])
    return {name.strip(): rest.strip() for name, _, rest in found}


def between(document: str) -> str:
    """Return what stands between the markers of a document.

    Raises:
        ValueError: it has no markers.
    """
    put_between(document, "")
    return document.partition(BEGIN)[2].partition(END)[0].strip()


def put_between(document: str, text: str) -> str:
    """Return a document with the text between its markers.

    Raises:
        ValueError: it has no markers.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the document has no {BEGIN} with {END} after it")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def plain(result: Result) -> dict[str, Any]:
    """Return a result as plain data."""
    target = result.target
    return {
        "what": result.what.strip(),
        "unit": result.unit,
        "median": result.value if result.values else None,
        "values": list(result.values),
        "target": None if target is None else target.bound,
        "at_least": None if target is None else target.at_least,
        "met": result.met,
        "note": result.note,
    }


def _row(result: Result) -> list[str]:
    if not result.values:
        return [result.what, "", "", "", result.note]
    unit, target = result.unit, result.target
    low, high = shown(min(result.values), unit), shown(max(result.values), unit)
    bound = "" if target is None else shown(target.bound, unit)
    return [
        result.what,
        f"{shown(result.value, unit)} {unit}".rstrip(),
        "" if len(result.values) == 1 else f"{low} to {high}",
        "" if target is None else f"{'>=' if target.at_least else '<='} {bound}",
        {True: "met", False: "missed", None: ""}[result.met],
    ]


def shown(value: float, unit: str = "") -> str:
    """Return a number with three digits that count; rates in thousands and millions."""
    if unit == RATE:
        for size, sign in ((1e6, " M"), (1e3, " k")):
            if value >= size:
                return f"{shown(value / size)}{sign}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
