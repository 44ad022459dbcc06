"""The bearer token: sent to the target, and shown nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.error import TargetError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE: Final = "DATAUSAGE_TARGET_TOKEN"
"""The environment variable that holds the token."""

_FORM: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_INSTEAD: Final = "(token)"


class Token:
    """A token, and what keeps it out of sight; an empty one stands for none."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def __repr__(self) -> str:
        return f"Token({_INSTEAD if self._text else ''})"

    def __bool__(self) -> bool:
        return bool(self._text)

    def headers(self) -> dict[str, str]:
        """Return the header with which it is sent."""
        return {"Authorization": f"Bearer {self._text}"} if self._text else {}

    def taken_from(self, data: bytes) -> bytes:
        """Return what a server sent without the token, which it may send back."""
        if not self._text:
            return data
        return data.replace(self._text.encode("ascii"), _INSTEAD.encode("ascii"))

    def taken_out(self, value: Any) -> Any:
        """Return a text, or plain data with texts in it, without the token."""
        if not self._text:
            return value
        if isinstance(value, str):
            return value.replace(self._text, _INSTEAD)
        if isinstance(value, list):
            return [self.taken_out(item) for item in value]
        if isinstance(value, dict):
            return {self.taken_out(key): self.taken_out(item) for key, item in value.items()}
        return value


def token(environment: Mapping[str, str]) -> Token:
    """Return the token of an environment, where there is one.

    Raises:
        TargetError: it has no form in which it can be sent.
    """
    text = environment.get(VARIABLE, "")
    if text and not _FORM.fullmatch(text):
        raise TargetError(
            f"{VARIABLE}: its value is no bearer token; it may hold letters, digits and -._~+/ "
            "(a blank or a line end at its end is the usual mistake)"
        )
    return Token(text)
