"""The user at the terminal: what is done there, and the screens that show how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

REPORT: Final[tuple[Mapping[str, Any], ...]] = (
    {"do": "bug", "text": "it does not work"},
    {"do": "send"},
)
CANCELLED: Final = (REPORT[0], {"do": "cancel"})
"""What is done at the terminal to report a bug, after the conversation, and not to do so."""

BUG_SENT: Final = "bug-sent"
BUG_KEPT: Final = "bug-kept"
BUG_CANCELLED: Final = "bug-cancelled"
BUG_ABSENT: Final = "bug-absent"
BUG_TRIED: Final = "bug-tried"
"""The screens that show how the bug command ended: the report was sent, or the client failed to
send it; it was kept in a file; it was given up; there is no such command; or the client was seen to
try, where nobody can be trusted."""

SURVEY_ASKED: Final = "survey-asked"
SURVEY_ANSWERED: Final = "survey-answered"
"""The screens that show that the survey about a session was asked, and that it was answered."""
