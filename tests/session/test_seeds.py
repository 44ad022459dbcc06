"""Another seed: another order, and another search; told wherever it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from conftest import Host

WRONG = "class Target:\n    def traffic(self, environment, settings, service): return 'off'\n"

OWN_SEED = """
    import pytest

    def pytest_addoption(parser):
        parser.addoption("--seed", type=int, default=1)
        parser.addoption("--target-seed", type=int, default=2)

    @pytest.fixture
    def seeds(request):
        return request.config.getoption("--seed"), request.config.getoption("--target-seed")
"""


def replays(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "--replay=" in line]


def test_without_a_seed_nothing_is_said_of_it(host: Host) -> None:
    host.write("impl.py", WRONG)
    result = host.check()
    text = result.stdout.str()
    assert "datausage: edition 2025-10-27, effort standard\n" in text
    assert not any("seed" in line for line in replays(result))


def test_a_seed_reaches_the_judge_and_is_told(host: Host) -> None:
    result = host.check("--target-seed=5", "--calls=40")
    result.stdout.fnmatch_lines(
        [
            "datausage: edition 2025-10-27, effort standard, 40 calls, seed 5",
            "edition 2025-10-27, effort standard, 40 calls, seed 5",
            "Note on training: effort standard, calls 40, seed 5",
        ]
    )


def test_the_default_is_the_seed_nought(host: Host) -> None:
    assert "Note on training: effort standard, calls None, seed 0" in host.check().stdout.str()
    told = host.check("--target-seed=0").stdout.str()
    assert "datausage: edition 2025-10-27, effort standard, seed 0" in told


def test_a_seed_can_be_configured_and_typed(host: Host) -> None:
    host.configure('datausage_seed = "7"')
    assert "Note on training: effort standard, calls None, seed 7" in host.check().stdout.str()
    assert "seed 8" in host.check("--datausage-target-seed=8").stdout.str()


def test_a_seed_reaches_workers(host: Host) -> None:
    shared = host.check("-n2", "--target-seed=5")
    assert "Note on training: effort standard, calls None, seed 5" in shared.stdout.str()


def test_a_replay_command_names_the_seed_that_was_given(host: Host) -> None:
    host.write("impl.py", WRONG)
    commands = replays(host.check("--target-seed=5"))
    assert commands
    for command in commands:
        assert command.startswith("  pytest --target=impl:Target --target-seed=5 --replay=")


def test_seeds_of_the_hosts_own_stay_the_hosts(host: Host) -> None:
    host.write("conftest.py", OWN_SEED)
    host.write("tests/test_own.py", "def test_own(seeds): assert seeds == (3, 4)")
    typed = ("tests", "--seed=3", "--target-seed=4")
    host.run(*typed).assert_outcomes(passed=1)
    result = host.check(*typed, "--datausage-target-seed=5")
    result.assert_outcomes(passed=8, skipped=1)
    assert "effort standard, seed 5" in result.stdout.str()


def test_another_seed_asks_in_another_order_and_finds_the_same(guest: Host) -> None:
    asked = "--target=impl"
    guest.write(
        "impl.py",
        """
        def protection(channel, state, venue):
            with open("asked.txt", "a") as file:
                print(channel, state, venue, file=file)
            return "tls" if state == "in-transit" else "aes-256"
        """,
    )
    file = guest.pytester.path / "asked.txt"
    orders = []
    for seed in ((), ("--target-seed=0",), ("--target-seed=1",)):
        assert guest.run(asked, "--effort=quick", "--part=data-flow", *seed).ret == 0
        orders.append(file.read_text().splitlines())
        file.unlink()
    assert orders[0] == orders[1] != orders[2]
    assert {*orders[0]} == {*orders[2]}
