"""Targets over a pipe and over HTTP, beside bare loops that say the same to the same programs."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from benchmarks.asked import MeasuringError
from benchmarks.measuring import Rates, Result, Scale, Target, interleaved, ratios
from benchmarks.processes import CORES, cold
from datausage.targets.http.calling import MOST_TOGETHER, HttpCaller
from datausage.targets.wire.calling import CommandCaller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from datausage.targets.asks import Asks

SHARE: Final = Target(0.7)
BATCHED: Final = Target(100_000)
TWICE: Final = Target(1.7)

QUESTION: Final = "protection"
SITUATION: Final = {"channel": "metrics", "state": "at-rest", "venue": "local"}
ANSWER: Final = "aes-256"
CONTRACT: Final = {"contract": 1, "questions": [QUESTION]}
SINGLES: Final = 300
MANY: Final = 5_000
SPIN: Final = 100_000
"""How far the target counts at each question: one or two milliseconds, most of such a run."""

_PYTHON: Final = f"""\
import json, sys
CONTRACT = {CONTRACT!r}
for line in sys.stdin:
    request = json.loads(line)
    answer = CONTRACT if request["question"] == "describe" else "{ANSWER}"
    sys.stdout.write(json.dumps({{"id": request["id"], "answer": answer}}) + "\\n")
    sys.stdout.flush()
"""
_NODE: Final = f"""\
import {{ createInterface }} from "node:readline";
const CONTRACT = {json.dumps(CONTRACT)};
for await (const line of createInterface({{ input: process.stdin }})) {{
  const {{ id, question }} = JSON.parse(line);
  const answer = question === "describe" ? CONTRACT : "{ANSWER}";
  process.stdout.write(JSON.stringify({{ id, answer }}) + "\\n");
}}
"""
_HTTP: Final = f"""\
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
CONTRACT = {CONTRACT!r}
class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    def do_POST(self):
        said = []
        for line in self.rfile.read(int(self.headers["Content-Length"])).splitlines():
            request = json.loads(line)
            answer = CONTRACT if request["question"] == "describe" else "{ANSWER}"
            said.append(json.dumps({{"id": request["id"], "answer": answer}}) + "\\n")
        body = "".join(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
print(server.server_port, flush=True)
server.serve_forever()
"""
SPUN: Final = 3_000
"""That many questions' computing is what a bare loop does: some seconds."""
PAIRS: Final = 5
"""So often at least both ways are taken: of runs that long, one is not like another."""
EXAMPLE: Final = Path(__file__).resolve().parents[1] / "examples" / "target.py"
LOOP: Final = "    for line in sys.stdin:\n"


def run(scale: Scale) -> list[Result]:
    """Measure a program over a pipe, a server, and two processes beside one."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_:
        folder = Path(name)
        return [
            *_piped(folder, scale, open_),
            *_served(folder, scale, open_),
            *_doubled(folder, scale),
        ]


def _piped(folder: Path, scale: Scale, open_: ExitStack) -> Iterator[Result]:
    command = _written(folder, "target.py", _PYTHON)
    asking, bare = open_.enter_context(_caller(command)), open_.enter_context(_bare_pipe(command))
    rates = interleaved({"cmd": _singly(asking), "bare": bare}, scale)
    yield Result("cmd, one by one", rates["cmd"], "/s")
    yield Result("bare ping-pong", rates["bare"], "/s")
    yield Result("cmd / bare ping-pong", ratios(rates["cmd"], rates["bare"]), "x", SHARE)
    contestants = {"python": _batched(asking)}
    if node := shutil.which("node"):
        other = open_.enter_context(_caller(_written(folder, "target.mjs", _NODE, node)))
        contestants["node"] = _batched(other)
    else:
        yield Result("cmd, batched, Node", (), note="needs node")
    many = interleaved(contestants, scale)
    for name, found in many.items():
        yield Result(f"cmd, batched, {name.title()}", found, "/s", BATCHED)


def _served(folder: Path, scale: Scale, open_: ExitStack) -> Iterator[Result]:
    port = open_.enter_context(_server(_written(folder, "server.py", _HTTP)))
    asking = HttpCaller(f"http://127.0.0.1:{port}/", {})
    open_.callback(asking.close)
    bare = open_.enter_context(_bare_connection(port))
    alone = interleaved({"http": _singly(asking), "bare": bare(1)}, scale)
    yield Result("http, one by one", alone["http"], "/s")
    yield Result("http / bare keep-alive", ratios(alone["http"], alone["bare"]), "x")
    many = interleaved({"http": _batched(asking), "bare": bare(MOST_TOGETHER)}, scale)
    yield Result("http, batched", many["http"], "/s")
    yield Result("http / bare keep-alive, batched", ratios(many["http"], many["bare"]), "x", SHARE)


def _doubled(folder: Path, scale: Scale) -> Iterator[Result]:
    """Judge a target that computes by the whole policy, in one process and in two."""
    spin = 10 if scale.limit else SPIN
    code = EXAMPLE.read_text("utf-8")
    busy = code.replace(LOOP, f"{LOOP}        for _ in range({spin}):\n            pass\n")
    if busy == code:
        raise MeasuringError(f"{EXAMPLE.name} has no loop to which computing could be added")
    command = f"cmd:{_written(folder, 'busy.py', busy)}"
    limit = [f"--calls={scale.limit}"] if scale.limit else []
    seconds: dict[str, list[float]] = {}
    most: list[float] = []
    for _ in range(scale.runs if scale.limit else max(scale.runs, PAIRS)):
        most.append(CORES * _spun(1, spin) / _spun(CORES, spin))
        for processes in ("0", "2"):
            taken = cold("--effort=standard", *limit, "-n", processes, target=command)
            seconds.setdefault(processes, []).append(taken.seconds)
    times: Rates = ratios(tuple(seconds["0"]), tuple(seconds["2"]))
    yield Result("one process / -n 2", times, "x", TWICE)
    yield Result("bare loops, one / two at once", tuple(most), "x")


def _spun(programs: int, spin: int) -> float:
    """Return the seconds that programs take at once which only count: no suite is faster."""
    code = f"for _ in range({spin * SPUN}): pass"
    began = perf_counter()
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(programs)]  # noqa: S603 - ours
    for process in started:
        process.wait()
    return perf_counter() - began


def _written(folder: Path, name: str, text: str, program: str = sys.executable) -> str:
    (folder / name).write_text(text, "utf-8")
    return shlex.join([program, str(folder / name)])


def _singly(asking: Asks) -> Callable[[], int]:
    """Return what asks one question after the other."""

    def work() -> int:
        for _ in range(SINGLES):
            asking.ask(QUESTION, _ONE)
        return SINGLES

    return work


def _batched(asking: Asks) -> Callable[[], int]:
    """Return what asks many questions at once, and looks that they are answered."""
    many = _ONE * MANY

    def work() -> int:
        outcomes = asking.ask(QUESTION, many)
        if any(outcome.answer != ANSWER or outcome.fault for outcome in outcomes):
            raise MeasuringError("the target did not answer as it should")
        return MANY

    return work


_ONE: Final[list[Callable[[], dict[str, Any]]]] = [lambda: {**SITUATION}]


@contextmanager
def _caller(command: str) -> Iterator[CommandCaller]:
    asking = CommandCaller(command)
    try:
        yield asking
    finally:
        asking.close()


@contextmanager
def _bare_pipe(command: str) -> Iterator[Callable[[], int]]:
    """Provide what writes a line of JSON to a program and reads one, again and again."""
    pipe = subprocess.PIPE
    with subprocess.Popen(shlex.split(command), stdin=pipe, stdout=pipe) as process:  # noqa: S603 - ours
        given, output = process.stdin, process.stdout
        if given is None or output is None:
            raise TypeError("the process was started with pipes")

        def work() -> int:
            for number in range(SINGLES):
                given.write(_line(number))
                given.flush()
                json.loads(output.readline())
            return SINGLES

        yield work
        given.close()


@contextmanager
def _server(command: str) -> Iterator[int]:
    """Provide the port of a server that runs meanwhile."""
    with subprocess.Popen(shlex.split(command), stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.kill()


@contextmanager
def _bare_connection(port: int) -> Iterator[Callable[[int], Callable[[], int]]]:
    """Provide what posts lines over a connection that is kept, so many at once."""
    connection = HTTPConnection("127.0.0.1", port)

    def post(together: int) -> Callable[[], int]:
        times = max(1, SINGLES // together) if together == 1 else MANY // together

        def work() -> int:
            for _ in range(times):
                body = b"".join([_line(number) for number in range(together)])
                connection.request("POST", "/", body)
                for line in connection.getresponse().read().splitlines():
                    json.loads(line)
            return times * together

        return work

    try:
        yield post
    finally:
        connection.close()


def _line(number: int) -> bytes:
    message = {"id": number, "question": QUESTION, "situation": SITUATION}
    return json.dumps(message).encode() + b"\n"
