"""The wheel has what the page is made of."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import datausage.spec


def test_the_wheel_has_every_template(wheel: Path) -> None:
    (folder,) = datausage.spec.__path__
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    templates = {file.name for file in (Path(folder) / "templates").iterdir()}
    assert templates
    assert {f"datausage/spec/templates/{name}" for name in templates} <= names
    assert not [name for name in names if "axe" in name]
