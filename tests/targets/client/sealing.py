"""Runs behind the seal, with small programs in the place of client and observer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from datausage.targets.client import seal, sealed
from datausage.targets.client.installed import Client
from datausage.targets.client.observation import Controls, Observation
from datausage.targets.client.scene import Scene

HERE = Path(__file__).parent
OBSERVER = (sys.executable, str(HERE / "observing_nothing.py"))
PROGRAM = "/opt/client/program.py"
PYTHON = Path(sys.executable).resolve()


def needed() -> None:
    """Skip, or fail where it is required, if this machine seals off nothing."""
    lacking = seal.here().lacking
    if lacking:
        message = f"{lacking}: the seal is NOT tested"
        if os.environ.get("DATAUSAGE_SEAL") == "required":
            pytest.fail(message)
        pytest.skip(message)


def python(folder: Path, body: str) -> Client:
    """Return a client that is a program in Python."""
    (folder / "program.py").write_text(dedent(body), "utf-8")
    (folder / "program.py").chmod(0o644)
    return python_file(folder / "program.py")


def python_file(file: Path) -> Client:
    """Return a client that is a program in Python, in a file."""
    binds = [(str(file), PROGRAM)]
    if Path(sys.base_prefix) != Path("/usr"):
        binds.append((sys.base_prefix, sys.base_prefix))
    words = (str(PYTHON), "-I", "-S", "-X", "utf8", PROGRAM)
    return Client(file, "1.0.0", "of no meaning", words, tuple(binds))


def scene(prompt: str = "say hi", seconds: float = 30.0) -> Scene:
    """Return a scene without a planted error."""
    return Scene(prompt=prompt, seconds=seconds, fails=False)


def by_somebody(client_file: Path, prompt: str, folder: Path) -> Observation:
    """Return what somebody without any right sees of a run; skip where this is nobody else.

    Args:
        client_file: the program in the place of the client.
        prompt: what it is told.
        folder: a new folder that everybody can look into; the canary of the test is handed on.
    """
    python = shutil.which("python3", path="/usr/bin")
    setpriv = shutil.which("setpriv")
    if os.geteuid() or python is None or setpriv is None:
        pytest.skip("only root becomes somebody else, with setpriv and the Python of the system")
    recent = "import sys; sys.exit(sys.version_info < (3, 11))"
    if subprocess.run([python, "-c", recent], check=False).returncode:
        pytest.skip("THE PYTHON OF THE SYSTEM IS TOO OLD: NOT TRIED AS SOMEBODY ELSE")
    targets = folder / "datausage" / "targets"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(sealed.__file__).parents[1], targets, ignore=ignored)
    shutil.copy(Path(sealed.__file__).parents[2] / "__init__.py", folder / "datausage")
    for name in ("sealing_by_somebody.py", "observing_nothing.py"):
        shutil.copy(HERE / name, folder)
    shutil.copy(client_file, folder / "program.py")
    (folder / "program.py").chmod(0o666)
    done = subprocess.run(
        [
            *(setpriv, "--reuid=4321", "--regid=4321", "--clear-groups"),
            *(python, str(folder / "sealing_by_somebody.py"), prompt),
        ],
        stdout=subprocess.PIPE,
        cwd=folder,
        env={name: os.environ[name] for name in ("PATH", "DATAUSAGE_TEST_CANARY")},
        timeout=120,
        check=True,
    )
    said = json.loads(done.stdout)
    if said["lacking"]:
        pytest.skip(f"{said['lacking']}: NOT tested as somebody without any right")
    return Observation(**{**said["seen"], "controls": Controls(**said["seen"]["controls"])})
