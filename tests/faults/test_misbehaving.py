"""A target that does not answer, or not twice alike, is graded so; and the run goes on."""

from __future__ import annotations

import sys
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn
from unittest import SkipTest

import pytest

from datausage.examples import faithful
from datausage.grading.grades import Grade
from datausage.oracle.questions import QUESTIONS

from .judging import by_rule, judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from time import sleep  # noqa: F401 - named in a docstring

    from datausage.grading.results import Result

RULE, OTHER_RULE = "metrics-opt-out", "provider-bedrock"
TIMEOUT = 0.05


def raises(**_: Any) -> NoReturn:
    raise RuntimeError("no")


def exits(**_: Any) -> NoReturn:
    sys.exit(0)


def skips(**_: Any) -> NoReturn:
    pytest.skip("later")


def skips_like_unittest(**_: Any) -> NoReturn:
    raise SkipTest("later")
