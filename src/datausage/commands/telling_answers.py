"""How answers are told: in words, with notes on the rules and the open points, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.commands.sheet import Heading, Items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.answers import Answer

CAUTION: Final = (
    "By edition {0} of the page, as it stood on that day. The page may have changed since: "
    "'datausage drift' tells. Not legal advice, and not affiliated with the vendor."
)


def words(answer: Answer) -> str:
    """Return what may hold, in words; what needs a weak reading is marked."""
    found = [f"{value} (weak)" if value in answer.weak else value for value in answer.values]
    if answer.unsaid:
        found.append("not said (weak)" if answer.weakly_unsaid else "not said")
    if answer.elsewhere:
        found.append("does not apply")
    return " or ".join(found)


class Notes:
    """Collects by what rules answers came about and on what they turn, each such note once."""

    def __init__(self, edition: Edition) -> None:
        """Begin without notes; the edition tells the sentences of rules."""
        self._edition = edition
        self._numbers: dict[str, int] = {}

    def number(self, *answers: Answer) -> str:
        """Return the number of the note on an answer, or on several together."""
        return str(self._numbers.setdefault(self._note(answers), len(self._numbers) + 1))

    def blocks(self) -> Iterator[Block]:
        """Yield the notes."""
        yield Heading("Notes")
        yield Items(tuple((str(number), text) for text, number in self._numbers.items()))
        yield (
            "A rule is followed by the ids of its sentences. '(weak)' marks what only a reading "
            "permits that few would argue. 'datausage points NAME' tells what an open point asks."
        )

    def _note(self, answers: Iterable[Answer]) -> str:
        told = tuple(answers)
        known = self._edition.rules
        named = dict.fromkeys(rule for answer in told for rule in answer.rules)
        rules = [f"{rule} ({', '.join(known[rule].sentences)})" for rule in named]
        facts = dict.fromkeys(fact for answer in told for fact in answer.facts)
        points = dict.fromkeys(point for answer in told for point in answer.points)
        turns = [*(f"{fact} (not known)" for fact in facts), *points]
        said = f"by {', '.join(rules)}" if rules else "by no rule"
        return f"{said}; turns on {', '.join(turns)}" if turns else said


def caution(edition: Edition) -> str:
    """Return what every answer ends with."""
    return CAUTION.format(edition.id)


def head(command: str, edition: Edition) -> dict[str, Any]:
    """Return what every JSON document begins with."""
    return {
        "format": f"datausage-{command}",
        "version": 1,
        "edition": edition.id,
        "caution": caution(edition),
    }


def as_json(answer: Answer, edition: Edition) -> dict[str, Any]:
    """Return an answer as plain data."""
    return {
        "may": list(answer.values),
        "weak": list(answer.weak),
        "not_said": answer.unsaid,
        "not_said_weakly": answer.unsaid and answer.weakly_unsaid,
        "does_not_apply": answer.elsewhere,
        "rules": list(answer.rules),
        "sentences": sentences(answer.rules, edition),
        "unknown": list(answer.facts),
        "points": list(answer.points),
    }


def sentences(rules: Iterable[str], edition: Edition) -> list[str]:
    """Return the ids of the sentences of some rules, each once."""
    return list(dict.fromkeys(s for rule in rules for s in edition.rules[rule].sentences))
