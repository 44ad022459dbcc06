"""A picture on its own, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from datausage.spec import palette

if TYPE_CHECKING:
    from datausage.spec.pictures.drawing import Drawing


def svg(drawing: Drawing) -> str:
    """Return a picture as a document of SVG that needs nothing but itself."""
    environment = Environment(
        loader=PackageLoader("datausage.spec"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("picture.svg.jinja").render(
        picture=drawing,
        colours=palette.COLOURS,
        palette=Markup(palette.stylesheet()),  # noqa: S704 - made of constants
    )
