"""Targets that throw, hang, skip or leave: found and reported, and never a hole in the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("raise RuntimeError('no')", "raised: RuntimeError: no"),
        ("import sys; sys.exit(0)", "exited: SystemExit: 0"),
        ("import os; os._exit(0)", "exited: SystemExit: os._exit would have ended the run"),
        ("print('hi'); raise RuntimeError('no')", "no; before that it printed: hi"),
        ("import pytest; pytest.skip('later')", "skipped: Skipped: later"),
        ("import pytest; pytest.fail('now')", "raised: Failed: now"),
        ("import unittest; raise unittest.SkipTest('later')", "skipped: SkipTest: later"),
        ("import pytest; pytest.exit('enough', 0)", "raised: Exit: enough"),
        ("import time; time.sleep(60)", "timed-out: no answer within 0.2 seconds"),
    ],
)
def test_a_target_that_does_not_answer_is_reported_by_question(
    host: Host, does: str, words: str
) -> None:
    host.write("impl.py", f"class Target:\n    def traffic(self, **_):\n        {does}\n")
    result = host.check("--call-timeout=0.2")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(failed=3, skipped=5)
    assert words in result.stdout.str()


def test_a_target_may_replace_and_close_the_standard_streams(host: Host) -> None:
    host.write(
        "impl.py",
        """
        import sys

        class Target:
            def traffic(self, environment, settings, service):
                sys.stdout.close()
                sys.stdout = None
                return "on"
        """,
    )
    assert host.check().ret == pytest.ExitCode.OK


def test_a_target_that_hangs_does_not_stop_the_end_of_the_run(host: Host) -> None:
    host.write(
        "impl.py",
        """
        import time

        class Target:
            def traffic(self, environment, settings, service):
                while True:
                    time.sleep(1)

            def training(self, **situation):
                return "forbidden"
        """,
    )
    result = host.check("--call-timeout=0.1")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.duration < 30
