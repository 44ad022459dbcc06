"""The report of Cucumber as a page that needs nothing else: its own formatter with our messages."""

from __future__ import annotations

import html
import json
import re
from importlib import resources
from typing import TYPE_CHECKING

from datausage.evidence.cucumber import messages
from datausage.evidence.visible import shown

if TYPE_CHECKING:
    from datausage.evidence.record import Record

FILE = "cucumber.html"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
# The page asks nobody for anything, whatever stands in it.
_ALONE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
_GUARD = f'<head>\n\t<meta http-equiv="Content-Security-Policy" content="{_ALONE}">'


def cucumber_page(record: Record) -> bytes:
    """Return the page."""
    title = f"Data usage policy, edition {record.policy.edition}: {record.subject.reference}"
    filled = {
        "title": html.escape(shown(title)),
        "icon": _asset("icon.url").strip(),
        "css": _asset("formatter.css"),
        "custom_css": "",
        # Nothing in a script can end it where there is no "<", as the formatter itself does it.
        "messages": ",".join(json.dumps(one).replace("<", "\\x3C") for one in messages(record)),
        "script": _asset("formatter.js"),
        "custom_script": "",
    }
    template = _asset("page.mustache").replace("<head>", _GUARD, 1)
    # In one go, so that nothing is filled into what was filled in.
    return _PLACE.sub(lambda place: filled[place[1]], template).encode("utf-8")


def _asset(name: str) -> str:
    return (resources.files("datausage.evidence") / "assets" / name).read_text("utf-8")
