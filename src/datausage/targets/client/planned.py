"""Scenes as plans: the files, the words and the variables of a run, as plain data."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from datausage.targets.client import places, planted, transcribed
from datausage.targets.client.scene import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datausage.targets.client.installed import Client
    from datausage.targets.client.scene import Scene

KEYS: Final[Mapping[str, str]] = {
    "ANTHROPIC_API_KEY": "sk-ant-api03-fakefakefakefakefakefake-FAKEAA",
    "AWS_ACCESS_KEY_ID": "AKIAFAKEFAKEFAKEFAKE",
    "AWS_SECRET_ACCESS_KEY": "fakesecretfakesecretfakesecretfakesecret",
    "AWS_REGION": "us-east-1",
    "CLOUD_ML_REGION": "us-east5",
    "ANTHROPIC_VERTEX_PROJECT_ID": "fake-project",
    "CLAUDE_CODE_SKIP_VERTEX_AUTH": "1",
}
"""What a client needs to ask a model, of whichever provider: made up, and always the same."""

_USER: Final = "user:x:1000:1000::/home/user:/bin/sh\n"
_FIXED: Final = {
    "/etc/passwd": f"root:x:0:0:root:/root:/bin/sh\n{_USER}",
    "/etc/group": "root:x:0:\nuser:x:1000:\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/resolv.conf": "nameserver 127.0.0.1\n",
}
_FILED: Final = {
    Place.USER: f"{places.HOME}/.claude/settings.json",
    Place.PROJECT: f"{places.PROJECT}/.claude/settings.json",
    Place.LOCAL: f"{places.PROJECT}/.claude/settings.local.json",
    Place.MANAGED: places.MANAGED,
    Place.FLAG: places.FLAGGED,
}


def plan(client: Client, scene: Scene, now: float) -> dict[str, Any]:
    """Return what the first process of a run has to do for a scene.

    Args:
        client: what is run.
        scene: what it is given.
        now: the time, in seconds since 1970, before which transcripts are dated back.

    Raises:
        ValueError: a file of the scene would lie outside of where it belongs.
    """
    environment = _environment(client, scene)
    words = [*client.words, *_arguments(scene)]
    before = None
    if scene.resumed:
        # The session to take up again is made by the client itself, without the planted error.
        before = {"words": words, "environment": _without_plant(environment)}
        words = [*client.words, "--continue", *_arguments(scene)]
    return {
        "words": words,
        "environment": environment,
        "folder": places.PROJECT,
        "binds": [list(pair) for pair in client.binds],
        "files": _files(client, scene, environment, now),
        "watched": {one.session: transcribed.path(one) for one in scene.transcripts},
        "first": before,
        "seconds": scene.seconds,
    }


def _environment(client: Client, scene: Scene) -> dict[str, str]:
    return {
        "PATH": ":".join([*client.path, "/usr/bin", "/bin"]),
        "HOME": places.HOME,
        "TMPDIR": places.SCRATCH,
        "USER": "user",
        "LOGNAME": "user",
        "SHELL": "/bin/sh",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "NODE_EXTRA_CA_CERTS": places.AUTHORITY,
        **KEYS,
        **(planted.variables() if scene.fails else {}),
        **scene.environment,
    }


def _without_plant(environment: Mapping[str, str]) -> dict[str, str]:
    ours = planted.variables().items()
    return {name: text for name, text in environment.items() if (name, text) not in ours}


def _arguments(scene: Scene) -> list[str]:
    words = ["-p"] if scene.keys is None else []
    if Place.FLAG in scene.settings:
        words += ["--settings", places.FLAGGED]
    tools = {str(answer["tool"]) for answer in scene.answers if "tool" in answer}
    if tools:
        words += ["--allowedTools", ",".join(sorted(tools))]
    return [*words, "--", scene.prompt] if scene.keys is None else words


def _files(
    client: Client, scene: Scene, environment: Mapping[str, str], now: float
) -> list[dict[str, Any]]:
    texts = {
        **_FIXED,
        places.PLANT: planted.script(),
        f"{places.HOME}/.claude.json": _known_user(environment),
        # With no file of its own the folder would not be there.
        f"{places.PROJECT}/README.md": "# Example\n",
    }
    for name, text in scene.files.items():
        texts[_inside(name)] = text
    for place, settings in scene.settings.items():
        texts[_FILED[place]] = json.dumps(settings, indent=2)
    files: list[dict[str, Any]] = [{"path": path, "text": text} for path, text in texts.items()]
    for one in scene.transcripts:
        if PurePosixPath(one.session).name != one.session:
            raise ValueError(f"{one.session!r} is no name of a session")
        text = transcribed.written(one, client.version, now)
        path = transcribed.path(one)
        files.append({"path": path, "text": text, "changed": now - one.touched})
    return files


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{name!r} is no path inside of the project")
    return f"{places.PROJECT}/{path}"


def _known_user(environment: Mapping[str, str]) -> str:
    """Return what the client remembers of somebody who has used it before."""
    return json.dumps(
        {
            "hasCompletedOnboarding": True,
            "theme": "dark",
            "numStartups": 5,
            "customApiKeyResponses": {
                "approved": [environment["ANTHROPIC_API_KEY"][-20:]],
                "rejected": [],
            },
            "projects": {
                places.PROJECT: {
                    "allowedTools": [],
                    "hasTrustDialogAccepted": True,
                    "hasCompletedProjectOnboarding": True,
                }
            },
        }
    )
