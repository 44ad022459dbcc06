"""The report of a failure: what it says of a rule, and how its table is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.grading.grades import Exposure, Grade
from datausage.grading.results import FactShown, Finding, Population, Result
from datausage.policy.edition import load
from datausage.session.options import Given
from datausage.session.setting_up import Setup
from datausage.session.statements import Statement, statement
from datausage.session.violations import described

if TYPE_CHECKING:
    from conftest import Host

LONG = "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"


def setup() -> Setup:
    return Setup(
        target=Given("--target=impl", "impl"),
        roots=(),
        edition=load(),
        edition_given=False,
        parts=(),
        pins={},
        effort="quick",
        calls=None,
        seed=None,
        timeout=10.0,
        replay=None,
    )


def result(
    rule: str, *facts: FactShown, grade: Grade = Grade.VIOLATES, permitted: tuple[str, ...] = ()
) -> Result:
    finding = Finding(
        grade=grade,
        exposure=Exposure.DIFFERS,
        question="traffic",
        aspect="traffic",
        facts=facts,
        said="on, and off when the variables come in another order",
        permitted=permitted,
        rules=(),
        turns_on=(),
        detail="",
        nearest=(),
        nearest_answer="",
        replay=f"{rule}:abc",
    )
    return Result(
        rule=rule,
        part="providers",
        scenario=f"{rule} / any",
        question="traffic",
        grade=grade,
        population=Population(),
        finding=finding,
    )


def rows(text: str) -> list[str]:
    """Return the lines of the table of facts."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("  --  "))
    return lines[start + 1 : lines.index("", start)]


# --- what it says of a comparison


def test_a_comparison_is_stated_with_what_it_is_derived_from() -> None:
    lines = described(result("consistent-opt-outs"), setup()).splitlines()
    assert lines[:7] == [
        "consistent-opt-outs is violated",
        "",
        "One more opt-out, or one more provider variable, never switches a service on",
        "Derived: each of these variables is described as switching something off, and",
        "  none as switching anything on.",
        "",
        "Asked: traffic",
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "consistent-opt-outs",
        "consistent-unrelated-variables",
        "consistent-order-of-variables",
        "consistent-web-and-local",
        "consistent-independent-events",
        "consistent-gone-stays-gone",
    ],
)
def test_every_comparison_has_a_statement_and_a_derivation(tag: str) -> None:
    found = statement(tag)
    assert found is not None
    assert found.text
    assert found.derived
    assert "Assumptions" not in found.derived


def test_a_statement_is_read_on_one_line() -> None:
    assert statement("consistent-gone-stays-gone") == Statement(
        "What is gone does not come back as time passes",
        "deletion at the end of a period is final.",
    )


def test_what_has_no_rule_in_the_features_has_no_statement() -> None:
    assert statement("agrees-traffic") is None
    assert described(result("agrees-traffic"), setup()).splitlines()[:3] == [
        "agrees-traffic is violated",
        "",
        "Asked: traffic",
    ]


def test_a_comparison_that_fails_in_a_run_is_stated(guest: Host) -> None:
    guest.write(
        "impl.py",
        """
        def traffic(environment, settings, service):
            return "off" if list(environment)[-1:] == ["DISABLE_TELEMETRY"] else "on"
        """,
    )
    text = guest.run(
        "--target=impl", "--effort=quick", "-m", "consistent-order-of-variables"
    ).stdout.str()
    assert "\nThe order of variables changes no answer\nDerived: an environment and" in text


# --- its table


def test_names_of_facts_are_parted_between_words_only() -> None:
    facts = (
        FactShown(f"{LONG} in settings", '"1"', matters=True),
        FactShown("DISABLE_ERROR_REPORTING in settings", "not set"),
    )
    assert rows(described(result("settings-count", *facts), setup())) == [
        f'  *   {LONG}  "1"',
        "      in settings",
        "      DISABLE_ERROR_REPORTING in settings       not set",
    ]


def test_values_are_parted_between_words_and_not_at_hyphens() -> None:
    value = "zero-retention-key zero-retention-key zero-retention-key of-the-organisation"
    lines = rows(described(result("settings-count", FactShown("access", value)), setup()))
    assert [line.split() for line in lines] == [
        ["access", "zero-retention-key", "zero-retention-key", "zero-retention-key"],
        ["of-the-organisation"],
    ]


@pytest.mark.parametrize("value", ["x" * 200, "word " * 40, "1"])
@pytest.mark.parametrize("name", ["plan", f"{LONG} in settings", "y" * 120])
def test_whatever_is_in_it_the_table_fits_eighty_columns(name: str, value: str) -> None:
    text = described(result("settings-count", FactShown(name, value)), setup())
    assert all(len(line) <= 80 for line in text.splitlines())
    letters = "".join(text.split())
    assert name.replace(" ", "")[:30] in letters


# --- its headline


@pytest.mark.parametrize("grade", [g for g in Grade if g is not Grade.CONFORMS])
def test_a_headline_fits_eighty_columns(grade: Grade) -> None:
    rule = "consistent-unrelated-variables"
    first = described(result(rule, grade=grade), setup()).split("\n\n")[0]
    assert all(len(line) <= 80 for line in first.splitlines())
    assert first.startswith(rule)
