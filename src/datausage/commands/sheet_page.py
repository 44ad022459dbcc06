"""Reports as one page of HTML that needs nothing but itself, with a picture at its head."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from datausage.commands.refusing import RefusedError
from datausage.commands.sheet import Heading, Items, Table, Verbatim
from datausage.extras import installing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from datausage.commands.sheet import Block
    from datausage.spec.pictures.drawing import Drawing

_LETTERS: Final = 105
"""How many letters a line beneath a picture has at most."""
_BELOW, _LINE = 24, 18


def write_page(file: Path, title: str, picture: Drawing, blocks: Iterable[Block]) -> None:
    """Write a report as a page.

    Raises:
        RefusedError: the extra is not installed, or the file cannot be written.
    """
    write(file, page(title, picture, blocks))


def page(title: str, picture: Drawing, blocks: Iterable[Block]) -> str:
    """Return a report as a page of HTML.

    Raises:
        RefusedError: the extra is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an extra
        from markupsafe import Markup  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise RefusedError(f"{missing.name} is missing: {installing('spec')}") from missing
    from datausage.spec import palette  # noqa: PLC0415 - not for other commands

    environment = Environment(
        loader=PackageLoader("datausage.commands"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html.jinja").render(
        title=title,
        picture=picture,
        drawing=Markup(svg(picture)),  # noqa: S704 - made by a template that escapes
        blocks=[(_kind(block), block) for block in blocks],
        palette=Markup(palette.stylesheet()),  # noqa: S704 - made of constants
    )


def alone(picture: Drawing, told: str) -> Drawing:
    """Return a picture that is passed on without its page, with what is said there beneath it.

    Args:
        picture: the picture.
        told: what every answer ends with.
    """
    from datausage.spec.pictures.drawing import Words  # noqa: PLC0415 - not for other commands

    lines = [*wrap(picture.caption, _LETTERS), *wrap(told, _LETTERS)]
    first = picture.height + _BELOW
    words = [Words(0, first + _LINE * n, line, "soft", 12) for n, line in enumerate(lines)]
    height = first + _LINE * len(words)
    return replace(picture, height=height, items=(*picture.items, *words))


def svg(picture: Drawing) -> str:
    """Return a picture as SVG.

    Raises:
        RefusedError: the extra is not installed.
    """
    try:
        from datausage.spec.pictures import svg as writer  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise RefusedError(f"{missing.name} is missing: {installing('spec')}") from missing
    return writer.svg(picture)


def write(file: Path, text: str) -> None:
    """Write a file.

    Raises:
        RefusedError: it cannot be written.
    """
    try:
        file.write_text(text, "utf-8")
    except OSError as problem:
        raise RefusedError(f"{file} cannot be written: {problem.strerror}") from problem


def _kind(block: Block) -> str:
    kinds = {Heading: "heading", Table: "table", Items: "items", Verbatim: "verbatim"}
    return next((name for kind, name in kinds.items() if isinstance(block, kind)), "paragraph")
