"""Looking for risky values and near misses in a set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from datausage.evidence.visible import shown
from datausage.oracle.switches import OPT_OUTS, UMBRELLA
from datausage.setup.findings import UNREAD, Edit, Finding, Level
from datausage.setup.linting_places import across
from datausage.setup.near import near, only_case_differs
from datausage.setup.readings import uncertainty
from datausage.setup.values import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datausage.policy.edition import Edition
    from datausage.setup.set_up import SetUp
    from datausage.setup.settings_file import Entry, Problem, SettingsFile, Stranger
    from datausage.setup.values import Value

SET: Final = '"1"'
_NO_FIX: Final = "write 1 if it is to be set, and remove it if not"


def findings(
    found: SetUp, names: Iterable[str], edition: Edition, *, here: bool = True
) -> Iterator[Finding]:
    """Yield what is risky, file by file, then the environment, then what is between places.

    Args:
        found: what is set.
        names: the names, without values, of all variables of the process environment.
        edition: the edition by whose readings a risk is one.
        here: whether the process environment was looked at.
    """
    for file in found.files:
        yield from in_file(file, edition)
    for variable, value in found.environment.items():
        if why := uncertainty(variable, value, edition):
            told = f"{variable} is {value.text}"
            yield Finding("unclear-value", Level.WARNING, None, told, why, _fix(value))
    for name in names:
        if meant := near(name):
            slip = _misspelt(name, meant, is_set=meant in found.environment)
            yield Finding("misspelt", Level.WARNING, None, **slip)
    yield from across(found, edition, here=here)


def in_file(file: SettingsFile, edition: Edition) -> Iterator[Finding]:
    """Yield what is risky in one settings file."""
    if file.problem:
        yield _of_the_whole(file, file.problem)
    seen: set[str] = set()
    for entry in file.entries:
        if entry.variable in seen:
            yield Finding(
                "repeated",
                Level.WARNING,
                message=f"{entry.variable} stands here again",
                why="readers of JSON differ on which of two members counts",
                fix="keep one of them",
                **_at(entry, file),
            )
        seen.add(entry.variable)
        yield from _entry(entry, file, edition)
    for stranger in file.strangers:
        if stranger.misplaced:
            yield _misplaced(stranger, file)
            continue
        edit = None
        if stranger.meant not in seen:
            edit = Edit(stranger.member.key, f'"{stranger.meant}"', guess=True)
        told = _misspelt(stranger.name, stranger.meant, is_set=stranger.meant in seen)
        seen.add(stranger.meant)
        yield Finding("misspelt", Level.WARNING, edit=edit, **told, **_at(stranger, file))


def _of_the_whole(file: SettingsFile, problem: Problem) -> Finding:
    return Finding(
        UNREAD if problem.unread else "malformed-env",
        Level.ERROR,
        place=file.place,
        message=problem.message,
        why="it may set any variable" if problem.unread else "no variable is found there",
        fix="repair it, or take it away",
        line=problem.line,
    )


def _entry(entry: Entry, file: SettingsFile, edition: Edition) -> Iterator[Finding]:
    value = entry.value
    why = uncertainty(entry.variable, value, edition)
    check = "unclear-value"
    if value.kind != TEXT:
        typed = "variables are texts: it may count as its text, or not at all"
        why = "; ".join(filter(None, (f"{typed} (settings-json-values)", why)))
        check = "json-type"
    if why:
        edit = Edit(entry.member.value, SET) if value.says_yes else None
        yield Finding(
            check,
            Level.WARNING,
            message=f"{entry.variable} is {value.text}",
            why=why,
            fix=_fix(value),
            edit=edit,
            **_at(entry, file),
        )


def _misplaced(stranger: Stranger, file: SettingsFile) -> Finding:
    return Finding(
        "wrong-place",
        Level.WARNING,
        message=f"{stranger.name} stands outside of the object env at the top",
        why="the settings file holds variables under env (settings-form); elsewhere it does not "
        "reach the client",
        fix="move it there",
        **_at(stranger, file),
    )


def _at(found: Entry | Stranger, file: SettingsFile) -> dict[str, Any]:
    return {"place": file.place, "line": found.member.line, "column": found.member.column}


def _fix(value: Value) -> str:
    return f"write {SET}" if value.says_yes else _NO_FIX


def _misspelt(name: str, meant: str, *, is_set: bool) -> dict[str, Any]:
    case = only_case_differs(name, meant)
    slip = "has letters of another case than" if case else "is nearly, but not,"
    also = f"; {meant} is set as well" if is_set else ""
    kind = "opt-out" if meant in (UMBRELLA, *OPT_OUTS.values()) else "choice of a provider"
    return {
        "message": f"{shown(name)} {slip} {meant}{also}",
        "why": f"the page names the other one; the {kind} is not made by this one on any reading",
        "fix": f"write {meant}",
    }
