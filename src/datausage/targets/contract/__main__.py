"""Writes the documents of the contract anew: ``python -m datausage.targets.contract``."""

from __future__ import annotations

from pathlib import Path

from datausage.targets.contract.generating import NAMES, written

for _name in NAMES:
    Path(__file__).with_name("schemas").joinpath(f"{_name}.json").write_text(
        written(_name), "utf-8"
    )
