"""What judges, for the record: versions, digests, the command, and the CI around it."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from typing import TYPE_CHECKING

from datausage.evidence.digests import digest_of_files
from datausage.evidence.record import Instrument
from datausage.evidence.specification import feature_files, oracle_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOLD = (
    "CI",
    "GITHUB_REPOSITORY",
    "GITHUB_SHA",
    "GITHUB_REF",
    "GITHUB_RUN_ID",
    "GITHUB_WORKFLOW",
    "CI_PROJECT_PATH",
    "CI_COMMIT_SHA",
    "CI_PIPELINE_ID",
    "CI_JOB_NAME",
)
"""The variables that are told; any other may be a secret."""

# How many processes there are, and where the evidence goes, changes nothing that is found.
_SPREADING = ("--numprocesses", "--maxprocesses", "--max-worker-restart", "--maxschedchunk")
_VALUED = frozenset(
    {"--dist", "--tx", "--px", "--rsyncdir", "--rsyncignore", "--testrunuid", *_SPREADING}
    | {"--evidence", "--datausage-evidence", "--shard", "--datausage-shard"}
    | {"--database", "--datausage-database"}
)
_BARE = frozenset({"--looponfail", "--loadscope-reorder", "--no-loadscope-reorder"})
# One dash and several letters: flags of pytest and of pytest-xdist, and a number of processes.
_FLAGS = re.compile(r"-[dfhlqsvxV]+")
_GLUED = re.compile(r"-(?P<flags>[dfhlqsvxV]*)n(?P<value>.*)")
_SPREADING_FLAGS = str.maketrans("", "", "df")


def instrument(typed: Iterable[str], again: str = "pytest --replay=") -> Instrument:
    """Return what judges in this process, by the command that was typed.

    ``again`` is the command that asks something again, without the token of what.
    """
    return Instrument(
        datausage=version("datausage"),
        python=platform.python_version(),
        pytest=version("pytest"),
        pytest_bdd=version("pytest-bdd"),
        hypothesis=version("hypothesis"),
        features_sha256=digest_of_files(feature_files()),
        oracle_sha256=digest_of_files(oracle_files()),
        command=("pytest", *told(typed)),
        again=again,
        environment={name: os.environ[name] for name in _TOLD if name in os.environ},
    )


def told(typed: Iterable[str]) -> Iterator[str]:
    """Yield the words of a command without those that change nothing that is found."""
    words = iter(typed)
    for word in words:
        name, equals, _ = word.partition("=")
        if name in _VALUED:
            if not equals:
                next(words, None)
        elif glued := _GLUED.fullmatch(word):
            if not glued["value"]:
                next(words, None)
            if flags := _kept(glued["flags"]):
                yield flags
        elif _FLAGS.fullmatch(word):
            if flags := _kept(word[1:]):
                yield flags
        elif name not in _BARE:
            yield word


def _kept(flags: str) -> str:
    kept = flags.translate(_SPREADING_FLAGS)
    return f"-{kept}" if kept else ""
