"""Plugins for the tests of the suite itself."""

from __future__ import annotations

pytest_plugins = ["pytester"]
