"""``python -m mutation run`` and ``python -m mutation check``, from the top of the repository."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from mutation import records
from mutation.records import PACKAGES, ROOT, Count, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from multiprocessing.queues import SimpleQueue

    from mutation.mutants import Mutant

NOTES: Final = ROOT / ".mutation"
TABLES: Final = {
    "oracle": ("tests/oracle/pinning.py",),
    "grading": (),
    "universe": ("tests/universe/pinning.py", "tests/oracle/pinning.py"),
}
ORACLE: Final = (
    "oracle/test_reading_words",
    "oracle/test_reading_surveys",
    "oracle/test_reading_events",
    "oracle/test_reading_bug_reports",
    "oracle/test_reading_traces",
    "oracle/test_reading_hand_overs",
    "oracle/test_canaries",
    "oracle/test_histories",
    "oracle/test_opt_ins",
    "oracle/test_sessions",
    "oracle/test_rulings",
    "oracle/test_verdicts",
    "oracle/test_periods",
    "oracle/test_questions",
    "oracle/test_hard_choices",
    "oracle/test_hard_keeping",
    "oracle/test_switches",
    "oracle/test_citations",
    "oracle/test_register",
)
WEAVING: Final = (
    "universe/test_settings_then",
    "universe/test_histories",
    "universe/test_open_domains",
)
TESTS: Final[dict[str, tuple[str, ...]]] = {
    "asking": (
        "grading/test_asking",
        "grading/test_notable",
        "grading/test_aspects",
        "grading/test_together",
        "grading/test_pairs",
        "grading/test_handing_on",
        "grading/test_near_targets",
        "grading/test_judging",
    ),
    "budgets": ("grading/test_budgets", "grading/test_judging"),
    "choosing": ("grading/test_choosing", "grading/test_planning"),
    "coherence": ("grading/test_coherence", "grading/test_relying"),
    "consistency": ("grading/test_pairs", "grading/test_consistency", "grading/test_near_targets"),
    "differing": ("grading/test_differing",),
    "grades": ("grading/test_grades", "grading/test_asking"),
    "handing_on": ("grading/test_handing_on",),
    "handshake": ("grading/test_handshake",),
    "inquiry": ("grading/test_inquiry", "grading/test_judging"),
    "judge": (
        "grading/test_inquiry",
        "grading/test_judging",
        "grading/test_consistency",
        "grading/test_judging_in_company",
        "grading/test_repertoire",
    ),
    "judged": ("grading/test_asking", "grading/test_tallying", "grading/test_judging"),
    "planning": ("grading/test_planning", "grading/test_judging"),
    "remembering": ("grading/test_remembering",),
    "relying": ("grading/test_relying",),
    "repertoire": ("grading/test_repertoire",),
    "reducing": (
        "grading/test_reducing",
        "grading/test_reducing_watched",
        "grading/test_aspects",
        "grading/test_repertoire",
        "grading/test_judging",
    ),
    "results": ("grading/test_results",),
    "summing": ("grading/test_summing", "grading/test_judging"),
    "tallying": ("grading/test_tallying", "grading/test_judging"),
    "together": ("grading/test_together",),
    "tokens": ("grading/test_tokens",),
    "accounts": WEAVING,
    "arrays": ("universe/test_shipped_arrays", "universe/test_arrays"),
    "catalogue": ("universe/test_spaces",),
    "changes": ("universe/test_changes",),
    "choices": WEAVING,
    "configurations": WEAVING,
    "drawing": ("universe/test_chosen_points", "universe/test_gears", "universe/test_open_domains"),
    "gears": ("universe/test_chosen_points", "universe/test_gears"),
    "kept_data": WEAVING,
    "mining": ("universe/test_unmined",),
    "moments": ("universe/test_moments",),
    "searching": ("universe/test_searching", "universe/test_gears", "grading/test_inquiry"),
    "sessions": WEAVING,
    "spaces": ("universe/test_spaces", "universe/test_chosen_points", "universe/test_arrays"),
    "sweeping": ("universe/test_sweeping", "grading/test_planning"),
    "values": ("universe/test_open_domains",),
    "waiving": ("grading/test_waiving",),
    "tables": ("universe/test_tables",),
    "telling": ("universe/test_telling",),
    "training_data": WEAVING,
}
"""By module the tests that are most likely to notice a mutant, the quick ones first."""

LONGEST: Final = 4
"""A child is stopped after so many times the seconds that the tests take, and ten."""


def main() -> int:
    """Do what the command line says; return how it went."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="try all mutants, or those of one package")
    run.add_argument("--module", choices=PACKAGES, action="append")
    run.add_argument("--only", help="of these modules alone: part of their path", default="")
    run.add_argument("--anew", action="store_true", help="try those again that were killed before")
    run.add_argument("--jobs", type=int, default=1)
    commands.add_parser("check", help="check that every survivor is argued for")
    given = parser.parse_args()
    if given.command == "check":
        return check()
    for package in given.module or PACKAGES:
        Run(package, given.only, anew=given.anew, jobs=given.jobs).finish()
    return check()


class Run:
    """A run over the mutants of one package, which goes on where the last one ended."""

    def __init__(self, package: str, only: str, *, anew: bool, jobs: int) -> None:
        self._package, self._jobs = package, jobs
        self._notes = NOTES / f"{package}.json"
        self._modules = [name for name in records.modules(package) if only in name]
        self._killed = set() if anew or not self._notes.exists() else self._remembered()

    def finish(self) -> None:
        """Try what is left, and write the record."""
        from mutation import trying  # noqa: PLC0415 - reads all that tests need
        from mutation.mutants import mutants  # noqa: PLC0415 - needs mutmut

        trying.preload()
        found = [mutant for module in self._modules for mutant in mutants(module)]
        left = [mutant for mutant in found if mutant.key not in self._killed]
        _say(f"{self._package}: {len(found)} mutants, {len(left)} to try")
        limit = self._seconds() * LONGEST + 10
        survivors = self._all_tried(left, limit)
        self._record(found, survivors)

    def _seconds(self) -> float:
        from mutation.trying import Trial  # noqa: PLC0415 - as above

        every = [_tests(self._package, module) for module in self._modules]
        tests = tuple(dict.fromkeys(one for some in every for one in some))
        alone = Trial(TABLES[self._package], lambda _: tests, 600).outcome(None)
        if not alone.survived:
            raise SystemExit(f"without any mutant a test fails: {alone.killer}")
        _say(f"  their tests take {alone.seconds:.1f} s")
        return alone.seconds

    def _all_tried(self, left: list[Mutant], limit: float) -> list[Mutant]:
        began, survivors = time.monotonic(), []
        parts = [left[number :: self._jobs] for number in range(self._jobs)]
        context = multiprocessing.get_context("fork")
        queue = context.SimpleQueue()
        workers = [
            context.Process(target=_work, args=(part, self._package, limit, queue))
            for part in parts
        ]
        for worker in workers:
            worker.start()
        by_key = {mutant.key: mutant for mutant in left}
        with self._log() as log:
            for number in range(1, len(left) + 1):
                key, killer, seconds = queue.get()
                if not key:
                    raise RuntimeError(killer)
                mutant = by_key[key]
                if killer:
                    self._killed.add(key)
                    log.write(json.dumps([key, killer]) + "\n")
                    log.flush()
                else:
                    survivors.append(mutant)
                    _say(f"  survives ({seconds:.1f} s): {mutant.place}")
                if number % 100 == 0:
                    pace = (time.monotonic() - began) / number
                    minutes = pace * (len(left) - number) / 60
                    _say(f"  {number} of {len(left)} tried, about {minutes:.0f} minutes left")
        for worker in workers:
            worker.join()
        return survivors

    def _log(self) -> TextIO:
        NOTES.mkdir(exist_ok=True)
        (NOTES / ".gitignore").write_text("*\n", "utf-8")
        return self._notes.open("a", encoding="utf-8")

    def _remembered(self) -> set[str]:
        return {json.loads(line)[0] for line in self._notes.read_text("utf-8").splitlines()}

    def _record(self, found: Iterable[Mutant], survivors: Iterable[Mutant]) -> None:
        total = Counter(mutant.place.module for mutant in found)
        alive = Counter(mutant.place.module for mutant in survivors)
        counts = {
            module: Count(total[module], total[module] - alive[module], alive[module])
            for module in self._modules
        }
        last = records.read_record() if records.RECORD.exists() else Record({}, ())
        ours = {
            module: n
            for module, n in {**last.counts.get(self._package, {}), **counts}.items()
            if module in records.modules(self._package)
        }
        folder = PACKAGES[self._package] + "/"
        kept = [
            place
            for place in last.survivors
            if not place.module.startswith(folder)
            or (place.module in ours and place.module not in counts)
        ]
        every = {**last.counts, self._package: dict(sorted(ours.items()))}
        record = Record(
            {package: every[package] for package in PACKAGES if package in every},
            tuple(sorted((*kept, *(mutant.place for mutant in survivors)))),
            self._sources(last, every),
        )
        records.write_record(record)
        records.write_score(record)

    def _sources(self, last: Record, counts: Mapping[str, Mapping[str, Count]]) -> dict[str, str]:
        tried = {module: records.digest(module) for module in self._modules}
        known = {module for found in counts.values() for module in found}
        return {one: source for one, source in {**last.sources, **tried}.items() if one in known}


def _work(part: list[Mutant], package: str, limit: float, queue: SimpleQueue[Any]) -> None:
    from mutation.trying import Trial  # noqa: PLC0415 - as above

    trial = Trial(TABLES[package], partial(_tests, package), limit)
    try:
        for mutant in part:
            outcome = trial.outcome(mutant)
            queue.put((mutant.key, outcome.killer, outcome.seconds))
    except Exception as error:
        # The other side waits for an answer.
        queue.put(("", repr(error), 0.0))
        raise


def check() -> int:
    """Tell which survivors nobody argued for, which arguments hold no more, and what is untried."""
    record, arguments = records.read_record(), records.read_arguments()
    wrong = [
        *(f"survives: {one}" for one in records.unargued(record.survivors, arguments)),
        *(f"argued for in vain: {one}" for one in records.stale(record, arguments)),
        *(f"no such line: {one}" for one in records.missing(arguments)),
        *(f"never tried: {one}" for one in records.untried(record)),
    ]
    for line in wrong:
        _say(line)
    for module in records.changed(record):
        _say(f"changed since its mutants were tried: {module}")
    for package in record.counts:
        mutants, killed, survived = record.total(package)
        _say(f"{package}: {killed} of {mutants} killed, {survived} survive")
    _say("every survivor is argued for" if not wrong else f"{len(wrong)} to look at")
    return bool(wrong)


def _tests(package: str, module: str) -> list[str]:
    """Return the tests that may notice a mutant of a module; all of them where none is named."""
    if package == "oracle":
        chosen = ORACLE
    else:
        folder = f"{package}/"
        every = (one for some in TESTS.values() for one in some if one.startswith(folder))
        chosen = TESTS.get(Path(module).stem) or tuple(dict.fromkeys(every))
    return [f"tests/{one}.py" for one in chosen]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
