"""A misspelt name after ``-m`` is pointed out; a host's own marker is nobody's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from datausage.session import misspelt

if TYPE_CHECKING:
    from conftest import Host

OK, USAGE = 0, 4


def said(result: pytest.RunResult) -> str:
    return " ".join(result.stdout.str().split())


@pytest.mark.parametrize("workers", [(), ("-n2",)])
def test_where_nothing_is_left_the_name_meant_is_suggested(
    host: Host, workers: tuple[str, ...]
) -> None:
    result = host.check("-m", "metric-defualt", *workers)
    assert result.ret == USAGE
    assert (
        "-m: there is no rule and no tag 'metric-defualt'; did you mean metrics-default?"
    ) in said(result)


def test_where_nothing_is_left_and_nothing_is_near_the_list_is_named(host: Host) -> None:
    result = host.check("-m", "xyzzy")
    assert result.ret == USAGE
    assert ("-m: there is no rule and no tag 'xyzzy'; --markers instead of -m lists all") in said(
        result
    )


def test_beside_what_runs_a_near_name_is_a_hint_and_fails_nothing(host: Host) -> None:
    result = host.check("-m", "training or metric-default")
    assert result.ret == OK
    assert "-m: there is no rule and no tag 'metric-default'; did you mean metrics-default?" in (
        said(result)
    )


@pytest.mark.parametrize(
    "expression", ["training", "training or slow", "training and not integration", "not flaky"]
)
def test_beside_what_runs_another_name_is_left_alone(host: Host, expression: str) -> None:
    result = host.check("-m", expression)
    assert result.ret == OK
    assert "there is no rule and no tag" not in said(result)


def test_a_marker_of_the_hosts_own_is_known(host: Host) -> None:
    host.configure('markers = ["trainings(level): what we know"]')
    host.write(
        "tests/test_own.py",
        """
        import pytest

        @pytest.mark.trainings(level=1)
        def test_one(): pass

        @pytest.mark.metrics_default
        def test_other(): pass
        """,
    )
    result = host.check(
        "tests",
        "-W",
        "ignore",
        "-m",
        "training or trainings(level=1) or metrics_default",
    )
    assert result.ret == OK
    result.assert_outcomes(passed=6, deselected=4)
    assert "there is no rule and no tag" not in said(result)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("a and not (b-c or d.e)", ("a", "b-c", "d.e")),
        ("a(level=1, name='or x') or True", ("a",)),
        ("a or a", ("a",)),
        ("", ()),
    ],
)
def test_the_names_of_an_expression_are_found(expression: str, names: tuple[str, ...]) -> None:
    assert misspelt.names(expression) == names


TAGS = ("retention-zero", "retention", "agrees-opt-in", "agrees-traffic", "consistent-opt-outs")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("retention-zer", "retention-zero"),
        ("retention_zero", "retention-zero"),
        ("Retention-Zero", "retention-zero"),
        ("opt_in", "agrees-opt-in"),
        ("trafic", "agrees-traffic"),
        ("traffic", "agrees-traffic"),
        ("opt-outs", "consistent-opt-outs"),
    ],
)
def test_rules_questions_and_comparisons_are_suggested(name: str, near: str) -> None:
    # So near that only another way of writing it, or a letter, makes the difference.
    assert misspelt.meant(name, TAGS, 0.9) == (near,)


def test_far_names_are_not_suggested() -> None:
    assert misspelt.meant("smoke", TAGS) == ()
