"""What a record does not say, in the words of the documents; it stands in every record."""

from __future__ import annotations

from typing import Final

LIMITS: Final = (
    (
        "A pass means that no violation was found in the situations that were asked, under the "
        "readings that are named here; it does not mean that there is none."
    ),
    "Questions that the target does not offer were not asked, and nothing is said of them.",
    (
        "What was judged is what the target answered when it was asked here; what its code does "
        "in production is another question."
    ),
    (
        "The rules follow one edition of the page, which may have changed since; where that "
        "edition leaves a point open, every fair reading was accepted unless one was pinned."
    ),
    "This is no legal advice, and nothing in it comes from the vendor of Claude Code.",
    "Nobody has signed this record: it says what was found, and does not prove who found it.",
)
