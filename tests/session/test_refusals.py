"""What the user wrote wrongly is refused in one message, before anything is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Host

PARTS = "training, programme, feedback, surveys, retention, data-flow, cloud, telemetry, providers"


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        (
            "--part=telemtry",
            ("--part=telemtry: there is no part 'telemtry'; did you mean telemetry?"),
        ),
        (
            "--datausage-part=9",
            f"--datausage-part=9: there is no part '9'; there is {PARTS}",
        ),
        (
            "--edition=2025-10-26",
            ("--edition=2025-10-26: there is no edition '2025-10-26'; did you mean 2025-10-27?"),
        ),
        (
            "--effort=fast",
            "--effort=fast: there is no effort 'fast'; there is quick, standard, thorough",
        ),
        ("--calls=0", "--calls=0: write a whole number of calls, 1 or more"),
        ("--calls=-3", "--calls=-3: write a whole number of calls, 1 or more"),
        ("--calls=many", "--calls=many: write a whole number of calls, 1 or more"),
        ("--calls=1.5", "--calls=1.5: write a whole number of calls, 1 or more"),
        ("--calls=", "--calls=: write a whole number of calls, 1 or more"),
        ("--target-seed=-1", "--target-seed=-1: write a whole number, 0 or more"),
        ("--target-seed=x", "--target-seed=x: write a whole number, 0 or more"),
        ("--call-timeout=0", "--call-timeout=0: write a number of seconds, more than 0"),
        ("--call-timeout=nan", "--call-timeout=nan: write a number of seconds, more than 0"),
        ("--call-timeout=inf", "--call-timeout=inf: write a number of seconds, more than 0"),
        ("--call-timeout=soon", "--call-timeout=soon: write a number of seconds, more than 0"),
        (
            "--reading=setting-when",
            "--reading=setting-when: write POINT=READING, as in choice-day-boundary=utc",
        ),
        (
            "--reading==utc",
            "--reading==utc: write POINT=READING, as in choice-day-boundary=utc",
        ),
        (
            "--reading=setting-when=never",
            (
                "--reading=setting-when=never: there is no reading 'never' of setting-when; "
                "there is at-collection, also-at-training"
            ),
        ),
        (
            "--reading=deadline-day=include",
            (
                "--reading=deadline-day=include: there is no reading 'include' of deadline-day; "
                "did you mean included or excluded?"
            ),
        ),
        (
            "--replay=metrics-default",
            "--replay=metrics-default: this is no replay token; copy the one that a report shows",
        ),
        (
            "--replay=metrics-default:!",
            (
                "--replay=metrics-default:!: this is no replay token: what follows the colon is "
                "not a situation"
            ),
        ),
        (
            "--replay=metrics-default:WyJ0cmFmZmljcyIse31d",
            "--replay=metrics-default:WyJ0cmFmZmljcyIse31d: there is no question 'traffics'",
        ),
        (
            "--part=\x1b[31m",
            rf"--part=\x1b[31m: there is no part '\x1b[31m'; there is {PARTS}",
        ),
    ],
)
def test_a_wrong_value_is_named_as_the_user_wrote_it(host: Host, argument: str, line: str) -> None:
    assert host.refused(argument) == line


def test_an_unknown_open_point_is_answered_with_those_there_are(host: Host) -> None:
    line = host.refused("--reading=setting-whn=x")
    assert line.startswith(
        "--reading=setting-whn=x: there is no open point 'setting-whn'; did you mean setting-when"
    )
    assert host.refused("--reading=zzz=x").endswith("'datausage points' lists all")


def test_an_unknown_rule_in_a_replay_token_is_answered_with_those_there_are(host: Host) -> None:
    line = host.refused("--replay=metric-default:abc")
    assert "there is no rule 'metric-default'; did you mean metrics-default" in line


def test_a_long_word_is_left_whole_so_that_it_can_be_copied(host: Host) -> None:
    token = f"metrics-default:{'a' * 100}"
    assert f"--replay={token}: this is no" in host.refused(f"--replay={token}")


def test_two_readings_of_one_point_are_refused(host: Host) -> None:
    assert host.refused("--reading=deadline-day=included", "--reading=deadline-day=excluded") == (
        "--reading=deadline-day=excluded: deadline-day is settled as included already; choose one"
    )


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (
            'datausage_effort = "fast"',
            (
                "datausage_effort = fast: there is no effort 'fast'; "
                "there is quick, standard, thorough"
            ),
        ),
        (
            'datausage_parts = ["training", "cloudy"]',
            ("datausage_parts: cloudy: there is no part 'cloudy'; did you mean cloud?"),
        ),
        (
            'datausage_readings = ["deadline-day"]',
            "datausage_readings: deadline-day: write POINT=READING, as in choice-day-boundary=utc",
        ),
        (
            'datausage_calls = "0"',
            "datausage_calls = 0: write a whole number of calls, 1 or more",
        ),
        (
            'datausage_seed = "-1"',
            "datausage_seed = -1: write a whole number, 0 or more",
        ),
        (
            'datausage_call_timeout = "-1"',
            "datausage_call_timeout = -1.0: write a number of seconds, more than 0",
        ),
        (
            'datausage_edition = "1"',
            "datausage_edition = 1: there is no edition '1'; there is 2025-10-27",
        ),
    ],
)
def test_a_wrong_value_in_the_configuration_is_named_by_its_key(
    host: Host, key: str, line: str
) -> None:
    host.configure(key)
    assert host.refused() == line


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (
            'datausage_calls = "many"',
            "datausage_calls = many: write a whole number of calls, 1 or more",
        ),
        (
            "datausage_calls = 1.5",
            "datausage_calls = 1.5: write a whole number of calls, 1 or more",
        ),
        (
            'datausage_call_timeout = "soon"',
            "datausage_call_timeout = soon: write a number of seconds, more than 0",
        ),
        ('datausage_seed = "x\\u001b"', r"datausage_seed = x\x1b: write a whole number, 0 or more"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_by_its_key_in_our_words_only(
    host: Host, key: str, line: str
) -> None:
    host.configure(key)
    assert host.refused() == line


def test_a_wrong_type_in_an_override_is_told_as_one_in_a_file(host: Host) -> None:
    line = host.refused("-o", "datausage_calls=many")
    assert line.startswith("datausage_calls")
    assert line.endswith(": write a whole number of calls, 1 or more")


@pytest.mark.skipif(pytest.version_tuple < (9,), reason="older ones have no types in TOML")
@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("datausage_edition = 2025-10-27", "datausage_edition = 2025-10-27: write it in quotes"),
        (
            'datausage_parts = "cloud"',
            'datausage_parts = "cloud": write a list of texts, as in ["one", "another"]',
        ),
        (
            "datausage_readings = [1]",
            'datausage_readings = [1]: write a list of texts, as in ["one", "another"]',
        ),
        (
            'datausage_calls = "7"',
            'datausage_calls = "7": write a whole number of calls, 1 or more',
        ),
    ],
)
def test_a_value_of_the_wrong_type_in_toml_is_told_in_our_words_only(
    host: Host, key: str, line: str
) -> None:
    host.write("pyproject.toml", f"[tool.pytest]\n{key}\n")
    assert host.refused() == line


def test_a_wrong_value_is_no_matter_without_a_target(host: Host) -> None:
    host.configure('datausage_effort = "fast"\ndatausage_calls = "many"')
    host.write("test_own.py", "def test_own(): pass")
    assert host.run().ret == 0


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("implement:Target", "there is no module 'implement'"),
        ("impl:Targt", "did you mean Target?"),
        ("impl.py:Targt", "did you mean Target?"),
        ("other.py:Target", "there is no file other.py"),
        ("impl:Target()", "after the colon stands the name of an object"),
        ("broken:Target", "RuntimeError: not today"),
        ("needy:Target", "needs arguments"),
        ("empty:Target", "offers no question"),
        ("wrong:Target", "takes (env)"),
    ],
)
def test_a_target_that_cannot_be_used_is_refused(host: Host, target: str, words: str) -> None:
    host.write("broken.py", "raise RuntimeError('not today')")
    host.write("needy.py", "def Target(port): ...")
    host.write("empty.py", "class Target: ...")
    host.write("wrong.py", "class Target:\n    def traffic(self, env): ...")
    result = host.run(f"--target={target}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    (message,) = host.messages(result)
    assert message.startswith("--target: ")
    assert words in message


def test_an_empty_target_is_refused(host: Host) -> None:
    result = host.run("--target=")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --target=: name the implementation to check*"])


def test_answers_of_the_wrong_form_are_refused_before_anything_is_half_run(host: Host) -> None:
    host.write(
        "impl.py",
        """
        class Target:
            def traffic(self, environment, settings, service): return "ma\\x1bybe"
            def provider(self, environment, settings): return None
            def training(self, **situation): return "forbidden"
            def selection(self, **situation): return {"may_choose": "yes"}
        """,
    )
    result = host.check()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "collected" not in result.stdout.str()
    assert host.messages(result) == [
        (
            "selection of impl:Target answered wrongly: the answer is "
            "{'may_choose': 'yes'}, and has no field 'setting'"
        ),
        (
            "provider of impl:Target answered wrongly: the answer is None, not one of "
            "'claude-api', 'bedrock', 'vertex'"
        ),
        (
            r"traffic of impl:Target answered wrongly: the answer is 'ma\x1bybe', not one "
            "of 'off', 'on'"
        ),
    ]


def test_an_edition_of_the_targets_own_must_be_chosen_against(host: Host) -> None:
    with (host.pytester.path / "impl.py").open("a") as file:
        file.write("\n    def describe(self): return {'edition': '2026-01-01'}\n")
    assert host.refused() == (
        "--target=impl:Target: the target says that it follows edition '2026-01-01'; check it "
        "against another one with --edition, of: 2025-10-27"
    )
    assert host.check("--edition=2025-10-27").ret == 0
