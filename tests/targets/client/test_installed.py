"""Finding the client, wherever it is installed; it is never started for that."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from datausage.targets.client import installed, places, sealed
from datausage.targets.error import TargetError

from .sealing import needed, python

MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)


def package(folder: Path, version: str = "2.0.30", name: str = installed.NAME) -> Path:
    """Make a package that a script belongs to, which says so where it is started."""
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version}))
    script = f"#!/usr/bin/env node\nrequire('fs').writeFileSync({str(folder)!r} + '/ran', '');\n"
    (folder / "cli.js").write_text(script)
    (folder / "cli.js").chmod(0o755)
    return folder


def binary(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x7fELF and so on")
    file.chmod(0o755)
    return file


def native(modules: Path, kind: str = "") -> Path:
    """Make a package with its binary in another one, as it is installed without scripts."""
    folder = package(modules / installed.NAME, "2.1.330")
    (folder / "cli.js").unlink()
    other = modules / f"{installed.NAME}-linux-{MACHINE}{kind}"
    binary(other / "claude")
    named = {"name": f"{installed.NAME}-linux-{MACHINE}{kind}", "version": "2.1.330"}
    (other / "package.json").write_text(json.dumps(named))
    return folder


@pytest.fixture
def node() -> Path:
    found = shutil.which("node")
    if found is None:
        pytest.skip("NODE IS NOT INSTALLED: NOT TRIED")
    return Path(found).resolve()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on PATH."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


def test_a_package_is_found_by_its_folder_its_script_a_link_and_where_it_was_installed(
    tmp_path: Path, node: Path
) -> None:
    folder = package(tmp_path / "a/node_modules" / installed.NAME)
    link = tmp_path / "claude"
    link.symlink_to(folder / "cli.js")
    found = installed.find(str(folder))
    assert (found.version, found.place) == ("2.0.30", folder)
    assert found.words[1] == f"{places.PACKAGE}/cli.js"
    assert (str(folder), places.PACKAGE) in found.binds
    for other in (tmp_path / "a", folder / "cli.js", link):
        assert installed.find(str(other)) == found
    assert not (folder / "ran").exists()


def test_a_global_prefix_is_found_as_well(tmp_path: Path, node: Path) -> None:
    folder = package(tmp_path / "lib/node_modules" / installed.NAME)
    assert installed.find(str(tmp_path)).place == folder


@pytest.mark.parametrize("kind", ["", "-musl"])
def test_a_native_client_is_started_without_node(tmp_path: Path, bare: Path, kind: str) -> None:
    folder = native(tmp_path / "node_modules", kind)
    found = installed.find(str(folder))
    assert found.version == "2.1.330"
    assert found.words == (places.BINARY,)
    assert found.binds == ((str(found.place), places.BINARY),)
    assert found.place.name == "claude"
    assert installed.find(str(found.place)) == found


def test_a_binary_of_the_installer_says_its_version_by_its_name(tmp_path: Path) -> None:
    link = tmp_path / "claude"
    link.symlink_to(binary(tmp_path / "versions/2.1.5"))
    assert installed.find(str(link)).version == "2.1.5"
    assert installed.find(str(binary(tmp_path / "other"))).version == ""


def test_without_an_option_it_is_the_one_on_the_path(bare: Path) -> None:
    binary(bare / "claude")
    assert installed.find().place == bare / "claude"


def test_then_it_is_the_global_one_of_npm(tmp_path: Path, bare: Path) -> None:
    native(tmp_path / "global")
    (bare / "npm").write_text(f"#!/bin/sh\necho some news\necho {tmp_path}/global\n")
    (bare / "npm").chmod(0o755)
    assert installed.find().version == "2.1.330"


@pytest.mark.parametrize("body", ["", "echo relative", "exit 1", "echo /nowhere"])
def test_none_at_all_is_said_with_what_to_do(bare: Path, body: str) -> None:
    (bare / "npm").write_text(f"#!/bin/sh\n{body}\n")
    (bare / "npm").chmod(0o755)
    with pytest.raises(TargetError, match=r"npm install -g @anthropic-ai/claude-code\), or name"):
        installed.find()


def test_what_is_not_there_or_not_the_client_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"--client=.*/none: there is nothing"):
        installed.find(str(tmp_path / "none"))
    with pytest.raises(TargetError, match=r"no package.json there names @anthropic-ai/claude-code"):
        installed.find(str(tmp_path))
    other = package(tmp_path / "other", name="@anthropic-ai/claude-codex")
    with pytest.raises(TargetError, match=r"no package.json there names"):
        installed.find(str(other))
    (tmp_path / "script").write_text("#!/bin/sh\n")
    with pytest.raises(TargetError, match="this is not the client: no binary"):
        installed.find(str(tmp_path / "script"))
    with pytest.raises(TargetError, match="this is not the client: no binary"):
        installed.find(str(other / "cli.js"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"name": "@anthropic-ai/claude-code"}', "[" * 100_000, "\udcff"]
)
def test_a_package_that_cannot_be_read_is_not_the_client(tmp_path: Path, text: str) -> None:
    (tmp_path / "package.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(TargetError, match="this is not the client"):
        installed.find(str(tmp_path))


def test_a_package_without_anything_to_start_is_said_so(tmp_path: Path) -> None:
    folder = native(tmp_path / "node_modules")
    shutil.rmtree(f"{folder}-linux-{MACHINE}")
    with pytest.raises(TargetError, match=r"has neither cli.js nor a binary .* --omit=optional"):
        installed.find(str(folder))


def test_a_script_without_node_is_said_so(tmp_path: Path, bare: Path) -> None:
    folder = package(tmp_path / "package")
    with pytest.raises(TargetError, match="script for Node, and node is not on PATH"):
        installed.find(str(folder))
    (bare / "node").write_text("#!/bin/sh\nexit 1\n")
    (bare / "node").chmod(0o755)
    with pytest.raises(TargetError, match=r"script for Node, and .*/bin/node does not run"):
        installed.find(str(folder))


def test_node_from_elsewhere_is_shown_to_the_client(tmp_path: Path, bare: Path) -> None:
    real = tmp_path / "versions/bin/node"
    real.parent.mkdir(parents=True)
    real.write_bytes(b"x")
    (bare / "node").write_text(f"#!/bin/sh\necho {real}\n")
    (bare / "node").chmod(0o755)
    found = installed.find(str(package(tmp_path / "package")))
    assert found.words[0] == places.NODE
    assert (str(real), places.NODE) in found.binds
    assert found.path == (str(Path(places.NODE).parent),)


def test_the_digest_tells_what_is_run_apart(tmp_path: Path, node: Path) -> None:
    folder = package(tmp_path / "package")
    before = installed.find(str(folder))
    assert installed.find(str(folder)) == before
    (folder / "cli.js").write_text("other")
    after = installed.find(str(folder))
    assert after == replace(before, digest=after.digest)
    assert after.digest != before.digest


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("print('ls (GNU coreutils) 9.1.0')", "it said 'ls (GNU coreutils) 9.1.0'"),
        ("raise SystemExit(1)", "it said nothing"),
    ],
)
def test_a_program_that_does_not_say_the_version_of_the_client_is_another_one(
    tmp_path: Path, body: str, told: str
) -> None:
    needed()
    client = asked_for_its_version(tmp_path, body)
    with pytest.raises(TargetError, match="this is not the client: asked for its --version") as e:
        sealed.versioned(client)
    assert str(e.value).endswith(told)


def test_a_version_that_nobody_says_is_asked_for_behind_the_seal(tmp_path: Path) -> None:
    needed()
    client = asked_for_its_version(tmp_path, "print('3.2.1 (Claude Code)')")
    assert sealed.versioned(client) == replace(client, version="3.2.1")
    known = replace(client, version="1.0.0", words=("/nothing",))
    assert sealed.versioned(known) is known


def asked_for_its_version(folder: Path, body: str) -> installed.Client:
    asked = f"import sys\nassert sys.argv[1:] == ['--version']\n{body}\n"
    return replace(python(folder, asked), version="")
