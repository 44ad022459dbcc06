"""Where a host runs: no home, no right to write, odd names, an old locale."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from .judged import same
from .repository import RIGHT_AND_WRONG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Host
    from .judged import Judged

# The superuser may write anywhere, until it gives up the right to.
_HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


@pytest.fixture
def read_only(host: Host) -> Iterator[Host]:
    """Return a repository in which nothing can be written."""
    if os.name == "posix" and os.geteuid() == 0:
        if not shutil.which(_HUMBLE[0]):
            pytest.skip("the superuser may write anywhere, and setpriv is not installed")
        host.before = _HUMBLE
    _permit(host.folder, writing=False)
    attempt = [*host.before, "touch", str(host.folder / "written")]
    refused = subprocess.run(attempt, capture_output=True, check=False).returncode
    if not refused:
        _permit(host.folder, writing=True)
        pytest.skip("this machine has no way to keep this user from writing")
    yield host
    _permit(host.folder, writing=True)


def _permit(folder: Path, *, writing: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o200 if writing else mode & ~0o222)


LOCALES = {
    "the plain locale": {"LANG": "C", "LC_ALL": None},
    "a plain locale that Python does not mend": {
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    },
    "output in ASCII": {"PYTHONIOENCODING": "ascii"},
}
HOMES = {
    "no home": {"HOME": None, "USERPROFILE": None, "XDG_CACHE_HOME": None},
    "a home that is not there": {"HOME": "/nowhere/at/all"},
}


@pytest.mark.parametrize("variables", [*LOCALES.values(), *HOMES.values()], ids=[*LOCALES, *HOMES])
def test_a_locale_or_home_changes_nothing(
    host: Host, plain: Judged, variables: dict[str, str | None]
) -> None:
    host.variables = variables
    same(host.check(), plain)


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_a_path_with_spaces_and_other_letters_changes_nothing(
    host: Host, plain: Judged, locale: dict[str, str | None]
) -> None:
    host.folder = host.folder.rename(host.folder.parent / "Prüfung der Übung 検査")
    host.variables = locale
    same(host.check(), plain)


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_a_file_with_spaces_and_other_letters_is_found(
    host: Host, plain: Judged, locale: dict[str, str | None]
) -> None:
    host.write("Prüfung der Übung/eigene Lösung.py", RIGHT_AND_WRONG)
    host.variables = locale
    judged = host.check(target="--target=Prüfung der Übung/eigene Lösung.py")
    assert judged.verdicts == plain.verdicts, judged.text
    assert judged.counts == plain.counts


def test_a_checkout_that_cannot_be_written_changes_nothing(read_only: Host, plain: Judged) -> None:
    read_only.variables = {"HOME": str(read_only.folder)}
    same(read_only.check(), plain)


@pytest.mark.parametrize("warnings", ["default", "error"])
def test_a_search_needs_no_place_to_write(read_only: Host, searched: Judged, warnings: str) -> None:
    # The cache is pytest's own, and its trouble with writing is, too.
    same(read_only.search("-p", "no:cacheprovider", "-W", warnings), searched)
