"""What a run writes is read in a terminal of 80 columns, and in the log of a CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

WRONG = "class Target:\n    def traffic(self, environment, settings, service): return 'off'\n"
PINS = (
    "--reading=setting-when=at-collection",
    "--reading=deadline-day=included",
    "--reading=both-providers=bedrock",
)


def failed_lines(result: pytest.RunResult) -> list[str]:
    lines = result.outlines
    start = next(n for n, line in enumerate(lines) if "short test summary" in line)
    return lines[start + 1 : -1]


def test_header_report_and_summary_fit_eighty_columns(host: Host) -> None:
    host.write("impl.py", WRONG)
    lines = host.check(*PINS).outlines
    start = next(n for n, line in enumerate(lines) if line.startswith("datausage: "))
    end = next(n for n, line in enumerate(lines) if "short test summary" in line)
    # Commands are copied as they are, and pytest's own headings are as long as names.
    wide = [line for line in lines[start:end] if len(line) > 80]
    assert [
        line for line in wide if not line.startswith(("  pytest ", "_", "plugins: ", "rootdir: "))
    ] == []


def test_a_long_line_of_the_header_goes_on_below(host: Host) -> None:
    host.check(*PINS).stdout.fnmatch_lines(
        [
            "datausage: readings pinned: setting-when=at-collection, deadline-day=included,",
            "  both-providers=bedrock",
        ]
    )


def test_a_command_that_asks_again_has_a_line_of_its_own(host: Host) -> None:
    host.write("impl.py", WRONG)
    lines = host.check(*PINS).outlines
    commands = [line for line in lines if "--replay=" in line]
    assert commands
    assert all(line.startswith("  pytest --target=impl:Target ") for line in commands)
    assert max(map(len, commands)) > 80


@pytest.mark.parametrize("workers", [(), ("-n2",)])
def test_in_a_ci_a_failure_is_listed_in_one_line_and_not_reported_again(
    host: Host, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CI", "true")
    host.write("impl.py", WRONG)
    listed = failed_lines(host.check(*workers))
    assert len(listed) == 2
    assert all(line.startswith("FAILED policy/09-providers.feature::") for line in listed)
    assert sorted(line.partition(" - ")[2] for line in listed) == [
        "cloud-providers-off is violated, and data is exposed",
        "metrics-default is violated, and data is exposed",
    ]


def test_in_a_report_for_machines_the_message_is_the_headline(host: Host) -> None:
    host.write("impl.py", WRONG)
    host.check("--junitxml=out.xml")
    text = (host.pytester.path / "out.xml").read_text("utf-8")
    assert 'message="metrics-default is violated, and data is exposed"' in text
    assert "The target said: off" in text


@pytest.mark.parametrize("verbose", [(), ("-vv",)])
def test_failures_of_one_cause_refer_to_the_first_also_in_a_ci(
    host: Host, monkeypatch: pytest.MonkeyPatch, verbose: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CI", "true")
    host.write("impl.py", WRONG)
    result = host.check(*verbose)
    text = result.stdout.str()
    assert text.count("This has the same cause as what is reported of") == 1
    assert text.count("In the plainest such situation") == 1
    assert " ".join(text.split()).count("One cause of 2 failures: ") == 1
