"""Slow targets: what is shown meanwhile, and what is said of what was not asked."""

from __future__ import annotations

import time
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from datausage.session.progress import Progress
from datausage.session.sides import SIDES
from datausage.session.stash import PREPARING

if TYPE_CHECKING:
    from conftest import Host


def test_a_scenario_that_takes_long_is_told_of(guest: Host) -> None:
    guest.write(
        "impl.py",
        """
        import time
        from datausage.examples.faithful import opt_in as right

        class Target:
            def opt_in(self, **given):
                time.sleep(0.3)
                return right(**given)
        """,
    )
    from datausage.oracle.questions import QUESTIONS  # noqa: PLC0415

    arguments = ", ".join(QUESTIONS["opt_in"].arguments)
    text = (guest.pytester.path / "impl.py").read_text("utf-8")
    named = ", ".join(f"{name}={name}" for name in QUESTIONS["opt_in"].arguments)
    text = text.replace("**given):", f"{arguments}):").replace("right(**given)", f"right({named})")
    guest.write("impl.py", text)
    result = guest.check("-m", "agrees-opt-in", "--calls=60")
    assert result.ret == 0, result.stdout.str()
    told = [line for line in result.stdout.str().splitlines() if "still asking" in line]
    assert told
    assert "agrees-opt-in" in told[0]
    assert "calls answered" in " ".join(result.stdout.str().split())


def test_a_quick_target_is_not_told_of(guest: Host) -> None:
    guest.write("impl.py", "from datausage.examples import faithful as Target")
    assert "still asking" not in guest.check("-m", "agrees-opt-in", "--calls=60").stdout.str()


def test_the_summary_says_what_few_calls_leave_unseen(guest: Host) -> None:
    guest.write("impl.py", "from datausage.examples import faithful as Target")
    text = " ".join(guest.check("-m", "agrees-traffic", "--calls=64").stdout.str().split())
    assert "Not seen with --calls=64:" in text
    assert "- traffic: 61 situations asked, of" in text
    assert "no search was made" in text
    whole = guest.check("-m", "agrees-traffic", "--effort=quick").stdout.str()
    assert "Not seen" not in whole


def progressing(written: list[str], calls: Counter[str], *, preparing: bool = False) -> Any:
    """Return what stands for the configuration of a run whose lines are written to a list."""
    reporter = SimpleNamespace(write_line=written.append, ensure_newline=lambda: None)
    met = SimpleNamespace(caller=SimpleNamespace(calls=calls))
    return SimpleNamespace(
        stash={SIDES: [SimpleNamespace(met=met)], PREPARING: preparing},
        pluginmanager=SimpleNamespace(
            get_plugin=lambda name: reporter if name == "terminalreporter" else None
        ),
    )


def test_no_scenario_is_told_of_while_the_runs_of_all_are_made() -> None:
    written: list[str] = []
    config = progressing(written, Counter(), preparing=True)
    progress = Progress(config, first=0.02)
    progress.pytest_runtest_logstart("policy/a.feature::a rule / a scenario")
    time.sleep(0.5)
    assert written == []
    config.stash[PREPARING] = False
    deadline = time.monotonic() + 20
    while not written and time.monotonic() < deadline:
        time.sleep(0.01)
    progress.pytest_runtest_logfinish()
    assert written


def test_lines_come_less_and_less_often_and_end_with_the_scenario() -> None:
    written: list[str] = []
    calls: Counter[str] = Counter()
    progress = Progress(progressing(written, calls), first=0.05)
    progress.pytest_runtest_logstart("policy/a.feature::a rule / a scenario")
    calls["traffic"] += 7
    deadline = time.monotonic() + 20
    while len(written) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    progress.pytest_runtest_logfinish()
    assert len(written) >= 3
    assert "a rule / a scenario" in written[0]
    assert "7 calls answered" in written[-1]
    count = len(written)
    time.sleep(0.3)
    assert len(written) <= count + 1
