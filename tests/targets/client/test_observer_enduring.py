"""The observer lives, whatever is thrown at it, and says so."""

from __future__ import annotations

import asyncio
import json
from textwrap import dedent
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.targets.client.network import Scene, observed, python

from datausage.targets.client.observer import __main__ as running

if TYPE_CHECKING:
    from pathlib import Path

AND_STILL_ANSWERS = """
one = http.client.HTTPSConnection("still.example", context=tls(), timeout=30)
one.request("GET", "/there")
assert one.getresponse().status == 200
"""


def endured(
    folder: Path,
    script: str,
    *,
    at_last: str = "",
    timeout: float = 60,
    scene: Scene | None = None,
) -> list[dict[str, object]]:
    words = python(dedent(script) + AND_STILL_ANSWERS + at_last)
    found = observed(folder, *words, timeout=timeout, scene=scene)
    assert found.code == 0, found.errors
    assert found.whole, (found.observer_errors, found.lines[-1])
    assert "GET still.example/there" in found.asked
    # Trouble is ours, and makes a run worth nothing.
    assert not found.kind("trouble")
    return found.lines


def test_noise_at_every_port(tmp_path: Path) -> None:
    lines = endured(
        tmp_path,
        """
        import random
        random.seed(1)
        for port in (53, 80, 443, 853, 8080, 8888):
            for first in (b"", b"\\x16\\x03\\x01", b"\\x16", b"GET ", b"\\0\\0", b"\\xff\\xff"):
                for size in (1, 100, 70000):
                    with socket.create_connection(("noise.example", port)) as one:
                        try:
                            one.sendall(first + random.randbytes(size))
                        except OSError:
                            pass
        """,
    )
    assert sum(line["kind"] == "http" and line["host"] == "noise.example" for line in lines) > 30


def test_malformed_questions_for_names(tmp_path: Path) -> None:
    lines = endured(
        tmp_path,
        """
        import random
        random.seed(1)
        head = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0)
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        label, end = b"\\x3f" + b"a" * 63, b"\\0\\1\\0\\1"
        for tail in (
            b"", b"\\0", b"\\x3f", b"\\x05ab", b"\\xc0\\x0c", b"\\xc0\\x0c" + end,
            b"\\x01\\xff\\0" + end, label + b"\\0", label * 5 + b"\\0" + end,
        ):
            one.sendto(head + tail, ("127.0.0.1", 53))
            one.sendto((head + tail)[: len(tail)], ("127.0.0.1", 53))
        for _ in range(500):
            one.sendto(random.randbytes(random.randrange(60)), ("127.0.0.1", 53))
        """,
    )
    assert any(line["kind"] == "dns" and line["name"] == "(no name)" for line in lines)


def test_two_thousand_connections_at_once(tmp_path: Path) -> None:
    lines = endured(
        tmp_path,
        """
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
        lines = [socket.create_connection(("many.example", 80)) for _ in range(2000)]
        for number, one in enumerate(lines):
            one.sendall(b"GET /%d HTTP/1.1\\r\\n" % number)
        for one in lines:
            one.sendall(b"\\r\\n")
        for one in lines:
            assert one.recv(100)
        """,
        timeout=120,
    )
    paths = {line["path"] for line in lines if line["kind"] == "http"}
    assert {f"/{number}" for number in range(2_000)} <= paths


def test_requests_that_never_end_and_answers_that_nobody_reads(tmp_path: Path) -> None:
    lines = endured(
        tmp_path,
        """
        asked = b'{"tools": [1], "messages": [{"role": "user", "content": "say hi"}]}'
        head = b"POST /v1/messages HTTP/1.1\\r\\nContent-Length: %d\\r\\n\\r\\n"
        request = head % len(asked) + asked
        lines = []
        for number in range(20):
            one = socket.create_connection(("slow.example", 80))
            one.sendall(b"POST /%d HTTP/1.1\\r\\nContent-Le" % number)
            lines.append(one)
            two = socket.create_connection(("deaf.example", 80))
            two.sendall(request * 60)
            lines.append(two)
        """,
        scene=Scene(fails=False, answers=({"text": "x" * 500_000},)),
    )
    deaf = sum(line["kind"] == "http" and line["host"] == "deaf.example" for line in lines)
    assert 20 <= deaf < 1_200


def test_a_line_that_never_stops_leaves_others_their_turn(tmp_path: Path) -> None:
    endured(
        tmp_path,
        """
        flood = os.fork()
        if flood == 0:
            one = socket.create_connection(("flood.example", 80))
            one.sendall(b"POST / HTTP/1.1\\r\\nContent-Length: 900000000\\r\\n\\r\\n")
            try:
                while True:
                    one.sendall(bytes(1_000_000))
            except OSError:
                os._exit(0)
        time.sleep(0.2)
        """,
        at_last="os.kill(flood, 9)",
    )


def test_bodies_that_are_huge_or_unpack_to_huge_ones(tmp_path: Path) -> None:
    lines = endured(
        tmp_path,
        """
        bomb = gzip.compress(bytes(100_000_000))
        one = http.client.HTTPConnection("big.example")
        one.request("POST", "/bomb", bomb, {"Content-Encoding": "gzip"})
        one.getresponse().read()
        one.request("POST", "/big", b"x" * 60_000_000)
        one.getresponse().read()
        one.request("POST", "/bad", b"no gzip", {"Content-Encoding": "gzip"})
        one.getresponse().read()
        """,
    )
    found = {line["path"]: line for line in lines if line["kind"] == "http"}
    assert len(str(found["/big"]["body"])) == len(str(found["/bomb"]["body"])) == 1_000_000
    assert found["/big"]["size"] == 60_000_000
    assert found["/big"]["cut"] is found["/bomb"]["cut"] is True
    assert (found["/bad"]["body"], found["/bad"]["size"]) == ("no gzip", 7)
    assert "gzip" in str(found["/bad"]["fault"])


def test_a_proxy_that_is_asked_for_itself_again_and_again(tmp_path: Path) -> None:
    endured(
        tmp_path,
        """
        with socket.create_connection(("127.0.0.1", 8888)) as one:
            one.sendall(b"CONNECT 127.0.0.1:8888 HTTP/1.1\\r\\n\\r\\n" * 100)
            one.settimeout(3)
            while one.recv(65536):
                pass
        """,
    )


def test_names_in_handshakes_that_no_certificate_can_hold(tmp_path: Path) -> None:
    endured(
        tmp_path,
        """
        context = tls()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for name in ("a" * 200, "a_b.example", "*.example", "xn--a.example", "203.0.113.4", "a..b"):
            try:
                one = socket.create_connection(("host.example", 443))
                context.wrap_socket(one, server_hostname=name).close()
            except (ValueError, OSError) as error:
                print(name[:20], error)
        """,
    )


def test_what_is_sent_at_the_very_end_is_heard_though_much_is_to_be_done(tmp_path: Path) -> None:
    script = """
        lines = [socket.create_connection(("last.example", 80)) for _ in range(300)]
        for number, one in enumerate(lines):
            one.sendall(b"POST /%d HTTP/1.1\\r\\nContent-Length: 4\\r\\n\\r\\nlast" % number)
        os._exit(0)
    """
    found = observed(tmp_path, *python(dedent(script)))
    assert found.whole
    assert {one["path"] for one in found.http} == {f"/{number}" for number in range(300)}
    assert {one["body"] for one in found.http} == {"last"}


@pytest.mark.parametrize(
    ("serving", "waiting", "restless", "troubled"),
    [(0, 0, False, False), (2, 2, False, False), (2, 1, False, True), (0, 0, True, True)],
)
def test_a_network_that_does_not_come_to_rest_is_trouble(
    monkeypatch: pytest.MonkeyPatch, *, serving: int, waiting: int, restless: bool, troubled: bool
) -> None:
    monkeypatch.setattr(running, "_LONGEST_QUIET", 0.5)
    told: list[tuple[str, str]] = []

    class Packets:
        count = 0

        @property
        def packets(self) -> int:
            self.count += restless
            return self.count

    network: Any = SimpleNamespace(
        connections=SimpleNamespace(meter=SimpleNamespace(bytes=1, waiting=waiting)),
        ports=SimpleNamespace(accepted=1, serving=range(serving)),
        tap=Packets(),
        log=SimpleNamespace(trouble=lambda *said: told.append(said)),
    )
    asyncio.run(running._settle(network))
    assert told == ([("end", "something still came after 0.5 seconds")] if troubled else [])


def test_a_log_that_is_not_whole_has_no_end(tmp_path: Path) -> None:
    script = """
        import resource
        (pid,) = [int(one) for one in os.listdir("/proc") if one.isdigit()
                  and b"client.observer" in open(f"/proc/{one}/cmdline", "rb").read()
                  and b"-m" in open(f"/proc/{one}/cmdline", "rb").read().split(b"\\0")]
        size = os.path.getsize(RUN + "/net.jsonl") + 2_000
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, size))
        for number in range(100):
            say("a.example", b"GET /%d HTTP/1.0\\r\\n\\r\\n" % number)
    """
    found = observed(tmp_path, *python(dedent(script)))
    assert found.code == 0, found.errors
    assert found.observer_code == 1
    assert not found.kind("end")


def test_a_scene_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    script = """
        import subprocess
        os.mkdir(RUN + "/two")
        open(RUN + "/two/scene.json", "w").write("{")
        words = [os.environ["PYTHON"], "-m", "datausage.targets.client.observer", RUN + "/two"]
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.returncode == 98, done
        assert done.stderr.startswith("observer: JSONDecodeError: ")
        assert done.stderr.count("\\n") == 1
    """
    found = observed(tmp_path, *python(dedent(script)), scene=Scene())
    assert found.code == 0, found.errors


def test_the_model_waits_for_the_planted_error_and_not_for_long(tmp_path: Path) -> None:
    script = """
        import json, threading
        asked = json.dumps({"tools": [1], "messages": [{"role": "user", "content": "say hi"}]})
        def ask():
            one = http.client.HTTPSConnection("api.anthropic.com", context=tls(), timeout=30)
            begun = time.monotonic()
            one.request("POST", "/v1/messages", asked)
            one.getresponse().read()
            return time.monotonic() - begun
        def plant():
            while not os.path.exists(RUN + "/model_called"):
                time.sleep(0.01)
            time.sleep(0.3)
            os.mkdir(RUN + "/marks")
            open(RUN + "/marks/planted", "w").close()
        if len(sys.argv) > 1:
            threading.Thread(target=plant).start()
        import json
        print(json.dumps([ask(), ask()]))
    """
    planted, given_up = (
        [_waits(tmp_path / f"{name}{number}", script, *more) for number in range(tries)]
        for name, more, tries in (("planted", ("plant",), 3), ("given up", (), 1))
    )
    # A machine that is busy with something else takes its time, but not each time.
    assert all(first >= 0.3 for first, _ in planted)
    assert min(first for first, _ in planted) < 5.0
    assert given_up[0][0] >= 10.0
    assert min(second for _, second in planted + given_up) < 0.3


def _waits(folder: Path, script: str, *more: str) -> list[float]:
    folder.mkdir()
    found = observed(folder, *python(dedent(script)), *more, scene=Scene(fails=True))
    seconds: list[float] = json.loads(found.output)
    return seconds
