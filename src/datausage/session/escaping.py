"""Texts of a target and of situations, made visible in a terminal as they are in the evidence."""

from __future__ import annotations

from datausage.evidence.visible import LIMIT, inert, shown

__all__ = ["LIMIT", "inert", "shown"]
