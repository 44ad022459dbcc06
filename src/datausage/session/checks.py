"""The checks beside the rules of the policy, as their tags name them."""

from __future__ import annotations


def agreement(tag: str) -> bool:
    """Say whether a tag names an agreement with the reference, rather than a rule."""
    return tag.startswith("agrees-")


def consistency(tag: str) -> bool:
    """Say whether a tag names a comparison of a target's answers with each other."""
    return tag.startswith("consistent-")


def beside_rules(tag: str) -> bool:
    """Say whether a tag names a check that is no rule of the policy."""
    return agreement(tag) or consistency(tag)
