"""What is set on machines and in repositories, and what holds then, written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from . import odd_files
from .machines import BEDROCK, CANARY, VERTEX, B, E, Machine, T, U, env

ON, OFF = ("on", "on", "on"), ("off", "off", "off")
METRICS_OFF = ("off", "on", "on")
METRICS_OPEN = ("open", "on", "on")
OPEN = ("open", "open", "open")

Make = Callable[[Machine], None]


@dataclass(frozen=True)
class Scene:
    """What is where, and what holds then: the services are metrics, error and bug reports."""

    name: str
    services: tuple[str, str, str] = ON
    provider: str = "claude-api"
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    make: Make | None = None
    finds: frozenset[str] = frozenset()
    unread: Mapping[str, int] = field(default_factory=dict)

    def set(self, machine: Machine) -> None:
        for scope, content in self.files.items():
            machine.write(scope, content)
        if self.make:
            self.make(machine)


def _broken() -> str:
    return f'{{\n  "env": {{\n    "{T}": "1"\n    "{CANARY}": "1"\n  }}\n}}\n'


def _many(variables: tuple[str, ...]) -> str:
    blanks = [f"{' ' * n}{word}" for n in range(40) for word in ("1", "TRUE", "no", "yes", "x")]
    values = ["", *blanks, 0, 1, True, False, None, [], {}]
    pairs = [f'"{name}": {json.dumps(value)}' for value in values for name in variables]
    return f'{{"env": {{{", ".join(pairs)}}}}}'


ALONE = frozenset({"one-place-only"})
SCENES = (
    Scene("nothing is set"),
    Scene("the environment", METRICS_OFF, environment={T: "1"}, finds=ALONE),
    Scene("the repository", METRICS_OFF, files={"project": env(**{T: "1"})}, finds=ALONE),
    Scene("both", METRICS_OFF, environment={T: "1"}, files={"project": env(**{T: "1"})}),
    Scene("the user's file", OFF, files={"user": env(**{U: "1"})}, finds=ALONE),
    Scene("the managed file", OFF, files={"managed": env(**{U: "1"})}, finds=ALONE),
    Scene("the local file", ("on", "off", "on"), files={"local": env(**{E: "1"})}, finds=ALONE),
    Scene(
        "each opt-out in the repository and in the environment",
        OFF,
        environment={T: "1", E: "1", B: "1"},
        files={"project": env(**{T: "1", E: "1", B: "1"})},
    ),
    Scene("zero", METRICS_OPEN, environment={T: "0"}, finds=ALONE | {"unclear-value"}),
    Scene("empty", METRICS_OPEN, environment={T: ""}, finds=ALONE | {"unclear-value"}),
    Scene("true", METRICS_OPEN, environment={T: "true"}, finds=ALONE | {"unclear-value"}),
    Scene("blanks", OPEN, environment={U: " 1 "}, finds=ALONE | {"unclear-value"}),
    Scene(
        "a secret in the wrong place",
        METRICS_OPEN,
        environment={T: f"sk-{CANARY}"},
        files={"project": env(**{T: f"sk-{CANARY}"})},
        finds=frozenset({"unclear-value"}),
    ),
    Scene(
        "a JSON boolean",
        METRICS_OPEN,
        files={"project": env(**{T: True})},
        finds=ALONE | {"json-type"},
    ),
    Scene(
        "a JSON number", METRICS_OPEN, files={"project": env(**{T: 1})}, finds=ALONE | {"json-type"}
    ),
    Scene("null", METRICS_OPEN, files={"user": env(**{T: None})}, finds=ALONE | {"json-type"}),
    Scene(
        "an object in place of a text",
        METRICS_OPEN,
        files={"project": env(**{T: {"value": CANARY}})},
        finds=ALONE | {"json-type"},
    ),
    Scene(
        "a long number",
        METRICS_OPEN,
        files={"project": env(**{T: 8512349876543210})},
        finds=ALONE | {"json-type"},
    ),
    Scene(
        "no number",
        METRICS_OPEN,
        files={"project": env(**{T: float("nan")})},
        finds=ALONE | {"json-type"},
    ),
    Scene("small letters", files={"project": env(**{T.lower(): "1"})}, finds={"misspelt"}),
    Scene("a slip", environment={"DISABLE_TELEMETERY": CANARY}, finds={"misspelt"}),
    Scene(
        "without its beginning",
        files={"project": env(DISABLE_NONESSENTIAL_TRAFFIC="1")},
        finds={"misspelt"},
    ),
    Scene(
        "with a beginning it does not have",
        environment={"CLAUDE_CODE_DISABLE_ERROR_REPORTING": "1"},
        finds={"misspelt"},
    ),
    Scene(
        "names of other variables of the client",
        environment={
            "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_COST_WARNINGS": "1",
            "CLAUDE_CODE_SKIP_BEDROCK_AUTH": "1",
            "DISABLE_PROMPT_CACHING": "1",
        },
    ),
    Scene(
        "an invisible sign in a name",
        files={"project": env(**{f"{T}\u202e\x1b[31m"[:19]: "1"})},
        finds={"misspelt"},
    ),
    Scene(
        "at the top of the file",
        files={"project": json.dumps({T: "1", "env": {}})},
        finds={"wrong-place"},
    ),
    Scene(
        "deep in the file",
        files={"project": json.dumps({"mcpServers": {"x": {"env": {U: "1", "KEY": CANARY}}}})},
        finds={"wrong-place"},
    ),
    Scene("bedrock", OFF, "bedrock", environment={BEDROCK: "1", "AWS_REGION": "eu-west-1"}),
    Scene("vertex in the settings", OFF, "vertex", files={"user": env(**{VERTEX: "1"})}),
    Scene(
        "both providers",
        OFF,
        "open",
        environment={BEDROCK: "1"},
        files={"project": env(**{VERTEX: "1"})},
        finds={"both-providers"},
    ),
    Scene(
        "a provider that is zero",
        OPEN,
        "open",
        environment={VERTEX: "0"},
        finds={"unclear-value"},
    ),
    Scene("a provider that is empty", environment={VERTEX: ""}, finds={"unclear-value"}),
    Scene(
        "the shell against the repository",
        METRICS_OPEN,
        environment={T: "0"},
        files={"project": env(**{T: "1"})},
        finds={"unclear-value", "two-values"},
    ),
    Scene(
        "the repository against the user",
        METRICS_OPEN,
        files={"project": env(**{T: "1"}), "user": env(**{T: "0"})},
        finds={"unclear-value", "two-values"},
    ),
    Scene(
        "twice in one file",
        METRICS_OPEN,
        files={"project": f'{{"env": {{"{T}": "1", "{T}": "0"}}}}'},
        finds=ALONE | {"repeated", "unclear-value", "two-values"},
    ),
    Scene(
        "every spelling of each opt-out",
        OPEN,
        files={"project": _many((T, E, B, U))},
        finds=ALONE | {"repeated", "unclear-value", "json-type", "two-values"},
    ),
    Scene(
        "two blocks of variables",
        OPEN,
        "open",
        files={"project": f'{{"env": {{"{T}": "1"}},\n"\\u0065nv": {{"A": "{CANARY}"}}}}'},
        finds={"unread-file"},
        unread={"project": 2},
    ),
    Scene(
        "an escaped name",
        METRICS_OFF,
        files={"project": '{"env": {"\\u0044ISABLE_TELEMETRY": "\\u0031"}}'},
        finds=ALONE,
    ),
    Scene("a mark of the byte order", OFF, files={"user": "\ufeff" + env(**{U: "1"})}, finds=ALONE),
    Scene(
        "lines of Windows",
        OFF,
        files={"project": env(**{U: "1"}).replace("\n", "\r\n")},
        finds=ALONE,
    ),
    Scene(
        "no block of variables",
        files={"project": json.dumps({"env": ["DISABLE_TELEMETRY=1", CANARY]})},
        finds={"malformed-env"},
    ),
    Scene(
        "a missing comma",
        OPEN,
        "open",
        files={"project": _broken()},
        finds={"unread-file"},
        unread={"project": 4},
    ),
    Scene(
        "a missing comma, and an opt-out elsewhere",
        OPEN,
        "open",
        environment={T: "1"},
        files={"project": _broken()},
        finds=ALONE | {"unread-file"},
        unread={"project": 4},
    ),
    Scene(
        "comments",
        OPEN,
        "open",
        files={"local": f'{{\n  // {CANARY}\n  "env": {{}}\n}}'},
        finds={"unread-file"},
        unread={"local": 2},
    ),
    Scene(
        "empty file", OPEN, "open", files={"user": ""}, finds={"unread-file"}, unread={"user": 1}
    ),
    Scene(
        "a list",
        OPEN,
        "open",
        files={"project": f'["{CANARY}"]'},
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "huge",
        OPEN,
        "open",
        files={"project": env(**{U: "1", "X": CANARY * 100_000})},
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "another encoding",
        OPEN,
        "open",
        files={"project": f'{{\n"name": "J\xfcrgen {CANARY}",\n"env": {{}}}}'.encode("latin-1")},
        finds={"unread-file"},
        unread={"project": 2},
    ),
    Scene(
        "two bytes for each letter",
        OPEN,
        "open",
        files={"project": env(**{U: "1"}).encode("utf-16")},
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "nested without end",
        OPEN,
        "open",
        files={"project": '{"env":\n' + '{"a":' * 50_000},
        finds={"unread-file"},
        unread={"project": 2},
    ),
    Scene(
        "a number without end",
        OPEN,
        "open",
        files={"project": f'{{"cleanupPeriodDays": {"7" * 6_000}}}'},
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "quotes without end",
        OPEN,
        "open",
        files={"project": '{"env": "' + '\\"' * 400_000},
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "thousands of variables",
        METRICS_OFF,
        files={"project": env(**{f"DISABLE_ZZZZMET{n:05}": "" for n in range(20_000)}, **{T: "1"})},
        finds=ALONE,
    ),
    Scene(
        "a link to elsewhere",
        OPEN,
        "open",
        make=odd_files.link_out,
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "a link that climbs",
        OPEN,
        "open",
        make=odd_files.climbing_link,
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "a folder that is a link",
        OPEN,
        "open",
        make=odd_files.folder_out,
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "a home with dotfiles",
        OPEN,
        "open",
        make=odd_files.dotfiles,
        finds={"unread-file"},
        unread={"user": 1},
    ),
    Scene("a link in the folder", METRICS_OFF, make=odd_files.inner_link),
    Scene("a link to nothing", make=odd_files.dangling),
    Scene(
        "a link to itself",
        OPEN,
        "open",
        make=odd_files.circle,
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene(
        "a folder in place of the file",
        OPEN,
        "open",
        make=odd_files.folder_as_file,
        finds={"unread-file"},
        unread={"project": 1},
    ),
    Scene("a file in place of the folder", make=odd_files.file_as_folder),
    Scene(
        "a pipe", OPEN, "open", make=odd_files.pipe, finds={"unread-file"}, unread={"project": 1}
    ),
    Scene("files in other places", make=odd_files.elsewhere),
)
