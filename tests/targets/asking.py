"""Targets made of one function, and asking them."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from datausage.oracle.facts import Access, Plan
from datausage.oracle.situations import Account
from datausage.targets.calling import Caller, Outcome

SHORT = 0.15


def arguments() -> dict[str, object]:
    return {
        "account": Account(Plan.PRO, Access.LOGIN),
        "settings": {"env": {"A": "1"}, "list": [1, {"deep": True}]},
    }


def cases(count: int) -> list:
    return [lambda n=n: {"n": n} for n in range(count)]


def built(case) -> tuple[str, dict[str, object]]:
    """Return what a call is about, and its arguments."""
    arguments = case()
    return f"about {arguments['n']}", arguments


def target(function) -> object:
    """Return a target that answers ``asked`` with the function."""
    return SimpleNamespace(asked=function)


def ask(function, batch=None, **options) -> list[Outcome]:
    caller = Caller(lambda: target(function), **options)
    try:
        return caller.ask("asked", batch or [arguments])
    finally:
        caller.close()


def one(function, **options) -> Outcome:
    (outcome,) = ask(function, **options)
    return outcome


def busy_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "datausage-target"]
