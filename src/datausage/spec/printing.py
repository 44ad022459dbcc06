"""The specification as a PDF, made of the page by a library that is not always there."""

from __future__ import annotations

from datausage.extras import installing


class NoPrinterError(RuntimeError):
    """What makes PDFs is not installed; the message says what to install."""


def pdf(page: str) -> bytes:
    """Return a page of HTML as a PDF.

    Raises:
        NoPrinterError: WeasyPrint, or a library of the system that it needs, is missing.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra, and slow to import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as problem:
        raise NoPrinterError(f"{problem.name} is missing: {installing('pdf')}") from None
    except OSError as problem:
        raise NoPrinterError(
            f"WeasyPrint finds no Pango ({str(problem).splitlines()[0]}): install it, on Debian "
            "with apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from None
    # The page needs nothing but itself, so that nothing is fetched for it.
    nothing = URLFetcher(allowed_protocols=())
    written: bytes = HTML(string=page, url_fetcher=nothing).write_pdf()
    return written
