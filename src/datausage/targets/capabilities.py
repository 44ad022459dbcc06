"""Which questions a target offers, and whether they can be asked as they will be."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from difflib import get_close_matches
from types import ModuleType
from typing import TYPE_CHECKING

from datausage.targets.error import TargetError
from datausage.targets.untrusted import thrown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The questions a target offers and those it does not, both in the order of the edition.

    ``lookalikes`` pairs attributes that answer nothing with the question they are named almost
    like: a misspelt question would otherwise be a hole that nobody sees.
    """

    offered: tuple[str, ...]
    not_offered: tuple[str, ...]
    lookalikes: tuple[tuple[str, str], ...] = ()


def capabilities(
    target: object, arguments: Mapping[str, tuple[str, ...]], reference: str
) -> Capabilities:
    """Return what the target offers of the questions, given as name -> argument names.

    Raises:
        TargetError: an offered question cannot be called with its arguments, or none is offered.
    """
    offered: list[str] = []
    for question, names in arguments.items():
        method = _offer(target, question, reference)
        if method is not None:
            _check(method, question, names, reference)
            offered.append(question)
    missing = tuple(question for question in arguments if question not in offered)
    lookalikes = tuple(_lookalikes(target, missing, known=frozenset(arguments)))
    if not offered:
        near = ", ".join(f"{name} (is it {question}?)" for name, question in lookalikes)
        raise TargetError(
            f"{reference} offers no question; it has {near or 'nothing of a similar name'}; "
            f"{_inside(target, missing, reference)}define at least one of: {', '.join(missing)}"
        )
    return Capabilities(tuple(offered), missing, lookalikes)


def _inside(target: object, questions: Iterable[str], reference: str) -> str:
    """Say which classes of a module answer questions: then one of them was meant."""
    if not isinstance(target, ModuleType) or ":" in reference:
        return ""
    kinds = [kind for kind in vars(target).values() if type(kind) is type]
    meant = [k.__name__ for k in kinds if any(question in vars(k) for question in questions)]
    return f"name {' or '.join(f'{reference}:{name}' for name in meant[:3])}, or " if meant else ""


def _offer(target: object, question: str, reference: str) -> Callable[..., object] | None:
    if question.startswith("_"):
        return None
    try:
        found: object = getattr(target, question, None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise TargetError(f"{question} of {reference} cannot be read: {thrown(error)}") from error
    # An imported submodule or type of that name is no answer to a question.
    if isinstance(found, ModuleType | type) or not callable(found):
        return None
    return found


def _check(
    method: Callable[..., object], question: str, names: tuple[str, ...], reference: str
) -> None:
    if _is_async(method) or _is_async(getattr(method, "__call__", None)):  # noqa: B004 - its kind matters
        raise TargetError(f"{question} of {reference} is async; make it a plain function")
    try:
        signature = inspect.signature(method)
    except (TypeError, ValueError):
        # Compiled functions may have none: then the first call tells.
        return
    try:
        signature.bind(**dict.fromkeys(names))
    except TypeError:
        raise TargetError(
            f"{question} of {reference} takes {_names_of(signature)}, but is called with "
            f"({', '.join(names)})"
        ) from None


def _is_async(method: object) -> bool:
    return inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method)


def _names_of(signature: inspect.Signature) -> str:
    bare = [
        parameter.replace(annotation=parameter.empty, default=parameter.empty)
        for parameter in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))


def _lookalikes(
    target: object, missing: tuple[str, ...], known: frozenset[str]
) -> Iterable[tuple[str, str]]:
    try:
        names = dir(target)
    except Exception:  # noqa: BLE001 - only a suggestion is lost
        return
    for name in names:
        if name.startswith("_") or name in known:
            continue
        for question in get_close_matches(name.lower(), missing, n=1, cutoff=_CLOSE):
            yield name, question
