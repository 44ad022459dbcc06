"""Documents for the tests: as they stand, and with a run laid over them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from datausage.policy import lock as locks
from datausage.policy.edition import load
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled

from . import browsing
from .browsing import Browser
from .reading import Page
from .records import record

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def material() -> Material:
    return Material(edition=load(), lock=locks.load(load().id), suite="0.1.0")


@pytest.fixture(scope="session")
def page(material: Material) -> Page:
    return Page(rendering.html(assembled(material)))


@pytest.fixture(scope="session")
def with_results(material: Material) -> Page:
    found = record()
    return Page(rendering.html(assembled(replace(material, record=found))))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if gone := browsing.missing():
        # Set by .ci/browser where there is a browser, so that nothing is skipped unseen.
        if os.environ.get("DATAUSAGE_BROWSER") == "required":
            pytest.fail(f"the browser tests must run here: {gone}")
        pytest.skip(f"THE PAGE WAS NOT LOOKED AT IN A BROWSER: {gone}")
    started = Browser.started(tmp_path_factory.mktemp("profile"))
    yield started
    started.driver.quit()
