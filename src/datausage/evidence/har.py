"""The requests of the runs behind findings, as an HTTP Archive 1.2: browsers open it."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from datausage.evidence.runs import Request, Run

FILE: Final = "failing.har"

_VERSION: Final = "1.2"
_PLAIN: Final = "/?@!$&'()*+,;=:%-._~"
"""What may stand in the path of an address as it is."""
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|.*?)(?P<port>:[0-9]{1,5})?", re.DOTALL)
_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_UNKNOWN: Final = -1
"""What the format has for sizes and times that were not measured."""
_USUAL_PORTS: Final = {"http": 80, "https": 443}
_STREAMS: Final = "application/octet-stream"


def har(runs: Iterable[Run], begun: str, by: str) -> bytes:
    """Return the archive of some runs.

    Args:
        runs: a page of the archive each.
        begun: when the first of all runs began, with an offset. When each began is not told: its
            requests count from there, in the seconds of their own run.
        by: the version of this suite.
    """
    found = list(runs)
    start = datetime.fromisoformat(begun)
    document = {
        "log": {
            "version": _VERSION,
            "creator": {"name": "datausage", "version": by},
            "pages": [_page(run, start) for run in found],
            "entries": [entry for run in found for entry in _entries(run, start)],
            "comment": "times count from the beginning of each run; keys and tokens are struck out",
        }
    }
    return f"{json.dumps(document, indent=1, allow_nan=False)}\n".encode("ascii")


def _page(run: Run, start: datetime) -> dict[str, Any]:
    given = json.dumps(dict(run.scene.environment), sort_keys=True)
    return {
        "startedDateTime": start.isoformat(),
        "id": run.name,
        "title": f"{given} {run.where}".strip(),
        "pageTimings": {},
    }


def _entries(run: Run, start: datetime) -> Iterator[dict[str, Any]]:
    for request in run.requests:
        who = request.process or "a process that was gone"
        to = ", ".join(request.services) or "unclassified"
        yield {
            "pageref": run.name,
            "startedDateTime": (start + timedelta(seconds=request.at)).isoformat(),
            "time": 0,
            "request": _request(request),
            "response": _response(request),
            "cache": {},
            "timings": {"send": 0, "wait": 0, "receive": 0},
            "comment": f"{to}; {request.way}, by {who}",
        }


def _request(request: Request) -> dict[str, Any]:
    url = _url(request)
    query = url.partition("#")[0].partition("?")[2]
    asked: dict[str, Any] = {
        "method": request.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": name, "value": text} for name, text in request.headers.items()],
        "queryString": [
            {"name": name, "value": text}
            for name, text in parse_qsl(query, keep_blank_values=True, errors="replace")
        ],
        "headersSize": _UNKNOWN,
        "bodySize": request.size,
    }
    if request.body:
        asked["postData"] = {"mimeType": _kind(request.headers), "text": request.body}
    return asked


def _url(request: Request) -> str:
    scheme = "http" if request.way == "plain" else "https"
    path = quote(request.path, safe=_PLAIN, errors="replace")
    # A percent sign that begins nothing is one itself.
    path = _PERCENT.sub("%25", path if path.startswith("/") else f"/{path}")
    return f"{scheme}://{_host(request, _USUAL_PORTS[scheme])}{path}"


def _host(request: Request, usual: int) -> str:
    split = _HOST.fullmatch(request.host)
    name, port = (split["name"], split["port"]) if split else (request.host, None)
    if not _is_ipv6(name):
        name = quote(name, safe="", errors="replace") or "unknown"
    return f"{name}{port or ('' if request.port == usual else f':{request.port}')}"


def _is_ipv6(name: str) -> bool:
    try:
        return name.startswith("[") and bool(IPv6Address(name[1:-1]))
    except ValueError:
        return False


def _kind(headers: Mapping[str, str]) -> str:
    named = {name.lower(): text for name, text in headers.items()}
    return named.get("content-type", _STREAMS)


def _response(request: Request) -> dict[str, Any]:
    """Return what the network has answered; of that only the status is told."""
    return {
        "status": request.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": _STREAMS},
        "redirectURL": "",
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN,
    }
