"""What a run has left in its folder, as an observation."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client.observation import Contact, Controls, Observation, Request
from datausage.targets.untrusted import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from datausage.targets.client.scene import Scene

LOG: Final = "net.jsonl"
ENDED: Final = "ended.json"

_MOST_LOG: Final = 400_000_000
_MOST_TEXT: Final = 4_000_000
_MODEL: Final = ("/v1/messages", "/invoke", "awPredict")
"""What stands in the path of a request to a model, of any provider."""


class UnreadableError(Exception):
    """What a run has left cannot be read; the message says what, in one line."""


def ended(folder: Path) -> dict[str, Any]:
    """Return how a run ended, as its first process says.

    Raises:
        UnreadableError: it says nothing, or nothing that can be read.
    """
    try:
        said: object = json.loads(_bytes(folder / ENDED, _MOST_TEXT))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableError(f"{ENDED}: {one_line(str(error))}") from None
    if not isinstance(said, dict):
        raise UnreadableError(f"{ENDED}: no object")
    return said


def observation(folder: Path, scene: Scene, said: Mapping[str, Any]) -> Observation:
    """Return what was seen of a run.

    Args:
        folder: that of the run.
        scene: what the client was given.
        said: how the run ended.

    Raises:
        UnreadableError: what the observer has written cannot be read.
    """
    lines = _lines(folder / LOG)
    output = _text(folder / "output")
    requests = tuple(_request(line) for line in _of(lines, "http"))
    contacts = tuple(_contact(line) for line in _of(lines, "tcp", "udp", "ip"))
    code = said.get("code")
    controls = Controls(
        exited=code == 0,
        spoke=_spoken(scene, output),
        planted=not scene.fails or said.get("planted") is True,
        model=any(part in one.path for one in requests for part in _MODEL),
        tapped=bool(contacts) and bool(lines) and lines[-1]["kind"] == "end",
    )
    troubles = [
        f"the observer had trouble: {line.get('where')}: {line.get('error')}"
        for line in _of(lines, "trouble")
    ]
    return Observation(
        controls,
        requests=requests,
        names=_names(lines),
        contacts=contacts,
        refused=tuple(dict.fromkeys(str(line["name"]) for line in _of(lines, "refused"))),
        code=code,
        output=output,
        errors=_text(folder / "errors"),
        screens=_screens(folder / "screens.json"),
        kept=tuple(said.get("kept", ())),
        seconds=float(said.get("seconds", 0.0)),
        left=int(said.get("left", 0)),
        interfaces=tuple(map(str, said.get("interfaces", ()))),
        trouble=one_line(troubles[0]) if troubles else "",
    )


def _names(lines: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Return all names of hosts that were said: to a resolver, or in a handshake instead."""
    said = [
        str(line["name"])
        for line in lines
        if line["kind"] == "dns" or (line["kind"] == "hello" and line["name"] != line.get("host"))
    ]
    return tuple(dict.fromkeys(said))


def _spoken(scene: Scene, output: str) -> bool:
    texts = [str(answer["text"]) for answer in scene.answers if "text" in answer]
    return bool(texts) and bool(texts[-1]) and texts[-1] in output


def _screens(file: Path) -> dict[str, str]:
    """Return the pictures that the driver of a terminal has left; none where there was none."""
    if not file.exists():
        return {}
    try:
        found: object = json.loads(_bytes(file, _MOST_TEXT))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableError(f"{file.name}: {one_line(str(error))}") from None
    if not isinstance(found, dict):
        raise UnreadableError(f"{file.name}: no object")
    return {str(name): str(picture) for name, picture in found.items()}


def _lines(log: Path) -> list[dict[str, Any]]:
    try:
        data = _bytes(log, _MOST_LOG)
    except OSError as error:
        raise UnreadableError(f"{LOG}: {one_line(str(error))}") from None
    lines = []
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found: object = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"{LOG}:{number}: {one_line(str(error))}") from None
        if not isinstance(found, dict) or "kind" not in found:
            raise UnreadableError(f"{LOG}:{number}: no object with a kind")
        lines.append(found)
    return lines


def _of(lines: Iterable[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    return [line for line in lines if line["kind"] in kinds]


def _request(line: Mapping[str, Any]) -> Request:
    try:
        return Request(
            at=_number(line["t"]),
            way=str(line["way"]),
            host=str(line["host"]),
            port=int(line["port"]),
            method=str(line["method"]),
            path=str(line["path"]),
            status=int(line["status"]),
            headers={str(name): str(text) for name, text in line["headers"].items()},
            body=str(line["body"]),
            size=int(line["size"]),
            process=str(line.get("process") or ""),
            child=bool(line.get("above")),
            unread=_unread(line),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableError(f"{LOG}: a request: {error!r}") from None


def _unread(line: Mapping[str, Any]) -> str:
    return str(line.get("fault") or ("it is cut off" if line.get("cut") else ""))


def _contact(line: Mapping[str, Any]) -> Contact:
    try:
        return Contact(
            kind=str(line["kind"]),
            address=str(line["address"]),
            port=int(line["port"]),
            name=None if line.get("name") is None else str(line["name"]),
            process=str(line.get("process") or ""),
            child=bool(line.get("above")),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise UnreadableError(f"{LOG}: a contact: {error!r}") from None


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _text(file: Path) -> str:
    try:
        return _bytes(file, _MOST_TEXT).decode("utf-8", "replace")
    except OSError:
        return ""


def _bytes(file: Path, most: int) -> bytes:
    with file.open("rb") as opened:
        data = opened.read(most + 1)
    if len(data) > most:
        raise OSError(f"more than {most:,} bytes")
    return data
