"""Every rule is cited by the oracle, or follows from rules that are."""

from __future__ import annotations

from pathlib import Path

from datausage.policy.edition import load

ORACLE = Path(__file__).resolve().parents[2] / "oracle"

FOLLOWING = {
    "programme-not-through-cloud": "an opt-in without effect leaves the commercial rule",
    "cloud-same-training": "the place of a session is asked for nowhere",
    "both-providers-off": "cloud-providers-off holds for either",
    "opt-out-is-its-own": "the defaults of the other services hold",
    "nothing-undoes-an-opt-out": "no switch turns a service on",
    "settings-count": "both places are looked at for every switch",
}
"""Rules that no ruling names, and why what they state holds all the same."""


def _cited() -> set[str]:
    text = "\n".join(file.read_text("utf-8") for file in ORACLE.glob("*.py"))
    return {rule for rule in load().rules if f'"{rule}"' in text}


def test_every_rule_is_cited_in_a_ruling_or_follows_from_others() -> None:
    assert set(load().rules) - _cited() == set(FOLLOWING)
