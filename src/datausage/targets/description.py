"""What a target says about itself before it is asked."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field

from datausage.targets.error import TargetError
from datausage.targets.untrusted import one_line, thrown

_KEYS = ("name", "version", "edition", "readings")


@dataclass(frozen=True, slots=True)
class Description:
    """A target's name and version, the edition it follows, and the readings it declares.

    ``readings`` maps open points to readings.
    """

    name: str
    version: str | None = None
    edition: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)


def describe(target: object, reference: str) -> Description:
    """Return what the target's optional ``describe()`` says; the reference is its default name.

    Raises:
        TargetError: ``describe`` fails, or says something that has no place in a description.
    """
    try:
        said = _said(target, reference)
        return Description(
            name=_text(said, "name", reference) or one_line(reference),
            version=_text(said, "version", reference),
            edition=_text(said, "edition", reference),
            readings=_readings(said, reference),
        )
    except (TargetError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise TargetError(f"describe of {reference} raised {thrown(error)}") from error


def _said(target: object, reference: str) -> Mapping[str, object]:
    method = getattr(target, "describe", None)
    if not callable(method):
        return {}
    if inspect.iscoroutinefunction(method):
        raise TargetError(f"describe of {reference} is async; make it a plain function")
    answer: object = method()
    said = dict(answer) if isinstance(answer, Mapping) else _attributes(answer)
    if said is None:
        raise TargetError(
            f"describe of {reference} returned {type(answer).__name__}; return a mapping or an "
            f"object with: {', '.join(_KEYS)}"
        )
    for key in said:
        if key not in _KEYS:
            raise TargetError(
                f"describe of {reference} returned the unknown key {one_line(str(key))!r}; the "
                f"keys are: {', '.join(_KEYS)}"
            )
    return said


def _attributes(answer: object) -> dict[str, object] | None:
    """Return what a plain object holds, without its methods; None where it describes nothing."""
    if not any(hasattr(answer, key) for key in _KEYS):
        return None
    public = (name for name in dir(answer) if not name.startswith("_"))
    values = ((name, getattr(answer, name)) for name in public)
    return {name: value for name, value in values if not callable(value)}


def _text(said: Mapping[str, object], key: str, reference: str) -> str | None:
    value = said.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TargetError(
            f"describe of {reference} returned {key!r} of type {type(value).__name__}; it "
            "must be text"
        )
    return one_line(value)


def _readings(said: Mapping[str, object], reference: str) -> Mapping[str, str]:
    value = said.get("readings")
    if value is None:
        return {}
    pairs = dict(value) if isinstance(value, Mapping) else None
    if pairs is None or not all(isinstance(text, str) for pair in pairs.items() for text in pair):
        raise TargetError(
            f"describe of {reference} returned readings that are not a mapping of open points to "
            "readings, both text"
        )
    return {one_line(point): one_line(pick) for point, pick in pairs.items()}
