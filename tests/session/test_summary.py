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
    (message,) = host.messages(result)
    assert message.startswith("datausage_reading: there is no configuration key")
    assert "did you mean datausage_readings" in message


def test_without_a_target_another_key_of_the_host_is_left_to_pytest(host: Host) -> None:
    host.configure('datausage_readings = ["deadline-day=included"]\n')
    host.write("tests/test_own.py", "def test_own(): pass")
    assert host.run("tests").ret == 0


def test_verbose_columns_are_explained_below_their_table(guest: Host) -> None:
    result = guest.run(
        "--target=datausage.examples.faithful", "--effort=quick", "-m", "flow-transit-tls", "-v"
    )
    result.stdout.fnmatch_lines(
        [
            "check *held *open *silent *failed *cells *edges",
            "flow-transit-tls *",
            "Situations are counted as held (right), open (right on some reading), silent",
            "  (the page says nothing of them) and failed. Cells: how many of the",
            "  combinations of plain values were asked; edges: how many of the boundaries.",
            "Situations of protection, by fact:",
            "  stream: model-traffic 100 %",
        ]
    )


def test_without_v_there_is_nothing_to_explain(guest: Host) -> None:
    text = guest.run(
        "--target=datausage.examples.faithful", "--effort=quick", "-m", "flow-transit-tls"
    ).stdout.str()
    for word in ("population", "silent", "cells", "edges"):
        assert word not in text


def test_one_of_something_is_no_plural(host: Host) -> None:
    result = host.check(
        "--calls=1", "policy/09-providers.feature::metrics-default / By default (on)"
    )
    result.stdout.fnmatch_lines(
        [
            "datausage: edition 2025-10-27, effort standard, 1 call",
            "1 situation asked, 1 of them distinct, in 1 call of the target; 1 of * rules*",
        ]
    )


def test_checks_for_which_no_call_was_left_are_counted_beside_those_asked(guest: Host) -> None:
    marks = "consistent-handing-on-twice or consistent-projects-apart"
    run = ("--target=datausage.examples.faithful", "-m", marks)
    text = " ".join(guest.run(*run, "--calls=2").stdout.str().split())
    line = "Checks in which answers agree with each other:"
    assert f"{line} 0 of 0; 2 more were not asked: no call was left" in text
    text = guest.run(*run, "--calls=400").stdout.str()
    assert f"{line} 2 of 2\n" in text
