"""The pictures of the specification, by where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datausage.spec.pictures import choice, coverage, retention, traffic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from datausage.policy.edition import Edition
    from datausage.spec.document import PageSentence
    from datausage.spec.pictures.drawing import Drawing


def drawn(edition: Edition, sentences: Sequence[PageSentence]) -> Mapping[str, Drawing]:
    """Return the pictures, by the part of the document to which each belongs."""
    return {
        "map": coverage.drawn(sentences),
        "training": choice.drawn(edition),
        "retention": retention.drawn(edition),
        "providers": traffic.drawn(edition),
    }
