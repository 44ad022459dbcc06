"""What the summary repeats and refuses, also where pytest is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Host

USAGE = 4


def test_a_quiet_run_still_names_target_edition_and_pins(host: Host) -> None:
    shown = host.check("-q", "--reading=deadline-day=included").stdout.str()
    assert "target impl:Target" in shown
    assert "edition 2025-10-27, effort standard" in shown
    assert "readings pinned: deadline-day=included" in shown


def test_a_misspelt_configuration_key_is_refused_so_that_no_pin_is_lost(host: Host) -> None:
    host.configure('datausage_reading = ["deadline-day=included"]\n')
    result = host.check()
    assert result.ret == USAGE
    assert "datausage_reading: there is no configuration key" in result.stderr.str()
    assert "did you mean datausage_readings" in result.stderr.str()


def test_without_a_target_another_key_of_the_host_is_left_to_pytest(host: Host) -> None:
    host.configure('datausage_readings = ["deadline-day=included"]\n')
    host.write("tests/test_own.py", "def test_own(): pass")
    assert host.run("tests").ret == 0
