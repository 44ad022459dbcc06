"""All engines decide alike, and one that is not there is told of."""

from __future__ import annotations

import pytest
from benchmarks import peers
from benchmarks.asked import MeasuringError
from benchmarks.engines import CELLS, Engine
from benchmarks.measuring import TINY
from benchmarks.reporting import table


def _wrong() -> Engine:
    return Engine("wrong", lambda: lambda: ["on"] * len(CELLS), str)


def _absent() -> Engine:
    return Engine("absent", lambda: list, str, module="not_there", package="not-there")


# Peers come with the extra for benchmarks; without it there is nothing to compare.
@pytest.mark.parametrize(
    "engine", [engine for engine in peers.ENGINES if engine.installed], ids=lambda e: e.name
)
def test_an_engine_agrees_with_the_oracle_on_all_cells(engine: Engine) -> None:
    assert len(set(CELLS)) == 144
    assert len(engine.prepare()()) == 144
    assert peers.disagreements(engine) == []


def test_a_disagreement_is_found_and_ends_the_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    assert peers.disagreements(_wrong())
    monkeypatch.setattr(peers, "ENGINES", (*peers.OURS, _wrong()))
    with pytest.raises(MeasuringError, match="wrong: on, oracle: off"):
        peers.run(TINY)


def test_an_engine_that_is_not_installed_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PEERS", (_absent(),))
    monkeypatch.setattr(peers, "ENGINES", (*peers.OURS, _absent()))
    text = table(peers.run(TINY))
    assert text.count("needs not-there") == 1
    assert "verdict /" not in text
