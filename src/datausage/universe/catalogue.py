"""The space of every question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from datausage.universe import choices, configurations, kept_data, sessions, training_data

if TYPE_CHECKING:
    from datausage.universe.spaces import Space

SPACES: Final[dict[str, Space]] = {
    space.question: space
    for module in (choices, training_data, sessions, kept_data, configurations)
    for space in module.SPACES
}
