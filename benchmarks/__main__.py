"""The command: ``python -m benchmarks``. A target that is missed is no error."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

from benchmarks import growth, judging, oracle, peers, searching, whole, wire
from benchmarks.asked import MeasuringError
from benchmarks.machine import machine
from benchmarks.measuring import FULL, QUICK, Result, Scale
from benchmarks.reporting import between, markdown, plain, put_between, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BENCHMARKS: Final[dict[str, Callable[[Scale], list[Result]]]] = {
    "oracle": oracle.run,
    "peers": peers.run,
    "judging": judging.run,
    "searching": searching.run,
    "whole": whole.run,
    "growth": growth.run,
    "wire": wire.run,
}
WIDTH: Final = 80
DOCUMENT: Final = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main(typed: Sequence[str] | None = None) -> int:
    """Measure what was asked for, and tell.

    Args:
        typed: the arguments; those of the process by default.
    """
    chosen = _parser().parse_args(typed)
    scale = QUICK if chosen.quick else FULL
    if chosen.markdown:
        # Told now, and not after half an hour.
        put_between(chosen.markdown.read_text("utf-8"), "")
    where, found = machine(), dict[str, list[Result]]()
    for key, value in where.items():
        sys.stdout.write(fill(f"{key}: {value}", WIDTH, subsequent_indent="  ") + "\n")
    for name in chosen.only or BENCHMARKS:
        sys.stdout.write("\n" + fill(f"{name}: {_title(name)}", WIDTH) + "\n")
        sys.stdout.flush()
        try:
            found[name] = BENCHMARKS[name](scale)
        except MeasuringError as error:
            sys.stderr.write(f"{name}: {error}\n")
            return 1
        sys.stdout.write(f"\n{table(found[name])}\n")
        sys.stdout.flush()
    now = datetime.now(tz=UTC).date().isoformat()
    if chosen.json:
        results = {name: [plain(one) for one in results] for name, results in found.items()}
        document = {"day": now, "quick": chosen.quick, "machine": where, "results": results}
        chosen.json.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    if chosen.markdown:
        page = chosen.markdown.read_text("utf-8")
        text = markdown(found, where, now, between(page))
        chosen.markdown.write_text(put_between(page, text), "utf-8")
    return 0


def _title(name: str) -> str:
    document = sys.modules[f"benchmarks.{name}"].__doc__ or ""
    return document.partition("\n")[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure how fast the suite is, beside what it is compared with.",
        epilog="benchmarks: " + "; ".join(f"{name}: {_title(name)}" for name in BENCHMARKS),
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=list(BENCHMARKS),
        help="only this benchmark; can be repeated; in a document the others stay",
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, for a first idea")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    parser.add_argument(
        "--markdown",
        type=Path,
        nargs="?",
        const=DOCUMENT,
        metavar="FILE",
        help="put the results between the markers of this document; docs/performance.md by default",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
