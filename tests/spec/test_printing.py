"""PDFs: made where the library finds what it needs, and refused in one clear line elsewhere."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

import pytest

from datausage.spec.printing import NoPrinterError, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "<!doctype html><html lang=en><title>A page</title><h1>A page</h1><p>Text.</p></html>"


def _made(page: str) -> bytes:
    try:
        return pdf(page)
    except NoPrinterError as missing:
        pytest.skip(str(missing))


def test_a_page_becomes_a_pdf_and_twice_the_same() -> None:
    assert _made(PAGE).startswith(b"%PDF")
    assert _made(PAGE) == _made(PAGE)


def test_nothing_is_fetched_for_it() -> None:
    outside = PAGE.replace("<p>", "<img src='http://127.0.0.1:9/a.png' alt=x><p>")
    assert _made(outside).startswith(b"%PDF")


def test_without_pango_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = builtins.__import__

    def without_pango(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'\nand more")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(NoPrinterError, match=r"^[^\n]*apt-get install libpango-1\.0-0[^\n]*$"):
        pdf(PAGE)
