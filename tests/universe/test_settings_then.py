"""The setting when data was added: which choice was in force, and when that was."""

from __future__ import annotations

from datausage.universe.accounts import SETTING_THEN, UNCHOSEN


def test_the_settings_without_a_choice_are_those_that_say_so() -> None:
    said = {name for name in SETTING_THEN if name.startswith(("unchosen", "before"))}
    assert set(UNCHOSEN) == said
    assert set(SETTING_THEN) - said == {"off", "on"}
