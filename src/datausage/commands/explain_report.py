"""What ``datausage explain`` says, as text, Markdown, JSON and a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from datausage.commands import sheet, sheet_page
from datausage.commands.sheet import Heading, Items, Table
from datausage.commands.telling_answers import Notes, caution, head, words
from datausage.commands.telling_answers import as_json as answer_json
from datausage.oracle.facts import Provider, Service
from datausage.oracle.verdicts import Oracle
from datausage.policy.edition import load
from datausage.setup.accounts import cases
from datausage.setup.egress import SENTENCES_ON_THE_MODEL, Egress, deciding, egress
from datausage.setup.egress_picture import NAMES, drawn
from datausage.setup.keeping import Kept, kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from datausage.commands.sheet import Block
    from datausage.policy.edition import Edition
    from datausage.setup.accounts import Told
    from datausage.setup.set_up import SetUp


@dataclass(frozen=True, slots=True)
class Explained:
    """What is set, what is told, and what follows."""

    found: SetUp
    told: Told
    egress: Egress
    kept: tuple[Kept, ...]
    edition: Edition


def explained(found: SetUp, told: Told, today: date | None = None) -> Explained:
    """Return what follows from what is set and told.

    Args:
        found: what is set.
        told: what is told of the account.
        today: the day on which data is supposed to be added; by default that of the clock.
    """
    edition = load()
    oracle = Oracle(edition)
    leaving = egress(found, oracle, told.provider)
    day = today or datetime.now(UTC).date()
    possible = cases(told, leaving.provider.values, day)
    return Explained(found, told, leaving, kept(possible, oracle), edition)


def as_text(found: Explained) -> str:
    """Return it as text of eighty columns."""
    return sheet.as_text(blocks(found))


def as_markdown(found: Explained) -> str:
    """Return it as Markdown."""
    return sheet.as_markdown(blocks(found))


def write_page(file: Path, found: Explained) -> None:
    """Write it as a page, with the egress matrix.

    Raises:
        RefusedError: the extra is not installed, or the file cannot be written.
    """
    title = "What the policy says of this set-up"
    sheet_page.write_page(file, title, drawn(found.egress), blocks(found))


def blocks(found: Explained) -> Iterator[Block]:
    """Yield what is said."""
    notes = Notes(found.edition)
    yield from what_is_set(found.found)
    yield from _leaving(found, notes)
    yield from _keeping(found, notes)
    yield from notes.blocks()
    yield caution(found.edition)


def what_is_set(found: SetUp) -> Iterator[Block]:
    """Yield the known variables that are set, and where was looked."""
    yield Heading("What is set")
    here = [("environment", name, value.text) for name, value in found.environment.items()]
    filed = [
        (f"{file.place.label}:{entry.member.line}", entry.variable, entry.value.text)
        for file in found.files
        for entry in file.entries
    ]
    yield Table(("where", "variable", "value"), (*here, *filed))
    if not here and not filed:
        yield "None of the variables that the page names."
    yield Items(tuple((file.place.label, _state(file)) for file in found.files))


def _state(file: Any) -> str:
    if file.problem:
        unread = "; it may hold anything" if file.unread else ""
        return f"line {file.problem.line}: {file.problem.message}{unread}"
    if not file.found:
        return "no such file"
    return f"read; {len(file.entries) or 'none'} of these variables"


def _leaving(found: Explained, notes: Notes) -> Iterator[Block]:
    yield Heading("What may leave the machine")
    provider = found.egress.provider
    yield f"Requests are served by {words(provider)} (note {notes.number(provider)})."
    yield (
        "Prompts and outputs travel to whoever serves the requests, and no variable of the page "
        f"changes that ({', '.join(SENTENCES_ON_THE_MODEL)}). Beside that:"
    )
    rows: list[tuple[str, ...]] = []
    for service, answer in found.egress.services.items():
        switches = ", ".join(deciding(found.found, answer, found.told.provider)) or "none is set"
        rows.append((str(service), words(answer), switches, notes.number(answer)))
    yield Table(("service", "as it is set", "switches that count", "note"), tuple(rows))
    yield "The same with another provider, and all else as it is:"
    rows = [
        (str(service), *(_cell(found.egress, one, service, notes) for one in Provider))
        for service in Service
    ]
    yield Table(("service", *(NAMES[one] for one in Provider)), tuple(rows))
    counting = tuple(_counting(found))
    if counting:
        yield "Switches that count there:"
        yield Items(counting)


def _counting(found: Explained) -> Iterator[tuple[str, str]]:
    for one, services in found.egress.by_provider.items():
        named = {
            service: ", ".join(deciding(found.found, answer, one))
            for service, answer in services.items()
        }
        if told := "; ".join(f"{service} by {name}" for service, name in named.items() if name):
            yield NAMES[one], told


def _cell(leaving: Egress, provider: Provider, service: Service, notes: Notes) -> str:
    answer = leaving.by_provider[provider][service]
    return f"{words(answer)} [{notes.number(answer)}]"


def _keeping(found: Explained, notes: Notes) -> Iterator[Block]:
    yield Heading("What may be kept on servers, and train generative models")
    facts = {
        "plan": found.told.plan,
        "access": found.told.access,
        "setting": found.told.setting,
        "opted-in": found.told.opted_in,
    }
    yield "Data added now, where " + ", ".join(f"{n} is {v}" for n, v in facts.items()) + ":"
    rows = []
    for one in found.kept:
        marks = [notes.number(one.retention)]
        trains = "not asked"
        if one.training:
            trains = words(one.training)
            marks.append(notes.number(one.training))
        rows.append((str(one.kind), words(one.retention), trains, ", ".join(dict.fromkeys(marks))))
    yield Table(("kind of data", "kept for", "training", "note"), tuple(rows))
    yield "Whether models that are not generative may be trained is open (other-models)."


def as_json(found: Explained) -> str:
    """Return it as JSON, in ASCII."""
    edition, leaving = found.edition, found.egress
    data = {
        **head("explain", edition),
        "set": set_as_json(found.found),
        "told": {
            "plan": found.told.plan,
            "access": found.told.access,
            "setting": found.told.setting,
            "opted_in": found.told.opted_in,
        },
        "provider": answer_json(leaving.provider, edition),
        "services": {
            str(service): {
                **answer_json(answer, edition),
                "switches": list(deciding(found.found, answer, found.told.provider)),
            }
            for service, answer in leaving.services.items()
        },
        "by_provider": {
            str(one): {
                str(service): {
                    **answer_json(answer, edition),
                    "switches": list(deciding(found.found, answer, one)),
                }
                for service, answer in services.items()
            }
            for one, services in leaving.by_provider.items()
        },
        "data": {str(one.kind): _kept_as_json(one, edition) for one in found.kept},
    }
    return json.dumps(data, indent=2) + "\n"


def _kept_as_json(one: Kept, edition: Edition) -> dict[str, Any]:
    answers = {
        "kept": one.retention,
        "training": one.training,
        "training_of_other_models": one.other_models,
    }
    return {
        name: answer_json(answer, edition) if answer else None for name, answer in answers.items()
    }


def set_as_json(found: SetUp) -> dict[str, Any]:
    """Return what is set as plain data."""
    return {
        "environment": {name: value.text for name, value in found.environment.items()},
        "files": [
            {
                "file": file.place.label,
                "scope": file.place.scope,
                "found": file.found,
                "problem": file.problem.message if file.problem else None,
                "line": file.problem.line if file.problem else None,
                "variables": [
                    {"name": e.variable, "value": e.value.text, "line": e.member.line}
                    for e in file.entries
                ],
            }
            for file in found.files
        ],
    }
