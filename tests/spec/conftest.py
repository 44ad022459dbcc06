"""Documents for the tests: as they stand, and with a run laid over them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from datausage.policy import lock as locks
from datausage.policy.edition import load
from datausage.spec import rendering
from datausage.spec.assembling import Material, assembled

from .reading import Page
from .records import record


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
