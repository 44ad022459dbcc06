"""What the observer hears of a program in its network, by whatever way that sends."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from tests.targets.client.network import NODE, Seen, need_node, observed, python

from datausage.targets.client.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path


def seen(folder: Path, script: str, **more: object) -> Seen:
    found = observed(folder, *python(dedent(script)), **more)  # type: ignore[arg-type]
    assert found.code == 0, found.errors
    assert found.whole
    return found


def test_a_request_over_tls_is_written_down_with_its_host_and_its_program(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        one = http.client.HTTPSConnection("api.anthropic.com", context=tls())
        headers = {"X-Api-Key": "sk-ant-secret-secret-secret"}
        one.request("POST", "/api/hello?a=b", b"a body", headers)
        assert one.getresponse().status == 200
        """,
    )
    (one,) = found.http
    assert (one["way"], one["host"], one["port"]) == ("tls", "api.anthropic.com", 443)
    assert (one["method"], one["path"], one["status"]) == ("POST", "/api/hello?a=b", 200)
    assert (one["body"], one["size"], one["cut"]) == ("a body", 6, False)
    assert one["process"].startswith("python")
    assert "api.anthropic.com" in [line["name"] for line in found.kind("dns")]
    assert [line["name"] for line in found.kind("hello")] == ["api.anthropic.com"]
    assert "api.anthropic.com" in [line["name"] for line in found.kind("tcp")]
    assert "secret" not in (found.folder / "net.jsonl").read_text()


@pytest.mark.parametrize(
    ("address", "written"), [("203.0.113.9", "203.0.113.9"), ("2001:db8::9", "[2001:db8::9]")]
)
def test_an_address_without_a_name_is_heard(tmp_path: Path, address: str, written: str) -> None:
    found = seen(
        tmp_path,
        f"""
        for kind, more in (("", {{}}), ("S", {{"context": tls()}})):
            one = getattr(http.client, f"HTTP{{kind}}Connection")("{written}", **more)
            one.request("GET", "/", headers={{"Host": "api.anthropic.com"}})
            one.getresponse().read()
        """,
    )
    assert [(one["way"], one["host"]) for one in found.http] == [
        ("plain", address),
        ("tls", address),
    ]
    assert [(one["address"], one["port"]) for one in found.kind("tcp")] == [
        (address, 80),
        (address, 443),
    ]


def test_a_host_is_what_was_reached_and_not_what_the_sender_says(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        context = tls()
        context.check_hostname = False
        with socket.create_connection(("elsewhere.example", 443)) as one:
            with context.wrap_socket(one, server_hostname="api.anthropic.com") as two:
                two.sendall(b"GET / HTTP/1.0\\r\\nHost: api.anthropic.com\\r\\n\\r\\n")
                two.recv(100)
        """,
    )
    assert [one["host"] for one in found.http] == ["elsewhere.example"]
    assert [one["name"] for one in found.kind("hello")] == ["api.anthropic.com"]


def test_a_name_has_an_address_of_each_kind_and_no_other_record(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        head = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0)
        def ask(kind, to="127.0.0.1"):
            message = head + b"\\x04some\\x04host\\x00" + struct.pack(">HH", kind, 1)
            family = socket.AF_INET6 if ":" in to else socket.AF_INET
            with socket.socket(family, socket.SOCK_DGRAM) as one:
                one.settimeout(5)
                one.connect((to, 53))
                one.send(message)
                return one.recv(500)
        assert ask(1)[6:8] == b"\\0\\1" and ask(28)[6:8] == b"\\0\\1"
        assert ask(65)[6:8] == ask(16)[6:8] == b"\\0\\0"
        # Other resolvers answer from their own address: a connected socket takes it from no other.
        assert ask(1, "8.8.8.8") == ask(1, "2001:4860:4860::8888") == ask(1)
        message = head + b"\\x03tcp\\x00" + struct.pack(">HH", 1, 1)
        with socket.create_connection(("9.9.9.9", 53)) as one:
            for _ in range(2):
                one.sendall(struct.pack(">H", len(message)) + message)
                assert one.recv(500)[8:10] == b"\\0\\1"
        families = {found[0] for found in socket.getaddrinfo("some.host", 443)}
        assert families == {socket.AF_INET, socket.AF_INET6}, families
        """,
    )
    assert [one["name"] for one in found.kind("dns")].count("tcp") == 2
    assert {"8.8.8.8", "2001:4860:4860::8888"} <= {one["address"] for one in found.kind("udp")}


def test_first_packets_are_seen_at_any_port_and_another_try_is_heard(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        for port in (25, 47123):
            try:
                say("collect.example", b"", port)
            except ConnectionRefusedError:
                pass
        until_told('"port": 47123')
        assert say("collect.example", b"GET / HTTP/1.0\\r\\n\\r\\n", 47123).endswith(b"{}")
        for family, address in ((socket.AF_INET, "203.0.113.1"), (socket.AF_INET6, "2001:db8::1")):
            with socket.socket(family, socket.SOCK_DGRAM) as one:
                one.sendto(b"some", (address, 8125))
                until_told(f'"{address}", "port": 8125')
        """,
    )
    assert {one["port"] for one in found.kind("tcp") if one["name"] == "collect.example"} == {
        25,
        47123,
    }
    assert [(one["host"], one["port"]) for one in found.http] == [("collect.example", 47123)]
    assert [(one["address"], one["port"]) for one in found.kind("udp")] == [
        ("203.0.113.1", 8125),
        ("2001:db8::1", 8125),
    ]
    assert all(one["process"].startswith("python") for one in found.kind("udp"))


def test_a_packet_that_is_neither_tcp_nor_udp_is_seen(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        with socket.socket(socket.AF_INET, socket.SOCK_RAW, 253) as one:
            one.sendto(b"some", ("203.0.113.1", 0))
        """,
    )
    assert [(one["address"], one["port"]) for one in found.kind("ip")] == [("203.0.113.1", 253)]


def test_a_proxy_is_one_more_way_to_the_same_host(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        one = http.client.HTTPSConnection("127.0.0.1", 8888, context=tls())
        one.set_tunnel("sentry.io", 443)
        one.request("POST", "/api/0/envelope/", b"tunnelled")
        assert one.getresponse().read()
        two = http.client.HTTPConnection("proxy.example", 3128)
        two.request("POST", "http://plain.example:81/x?y", b"absolute")
        assert two.getresponse().read() == b"{}"
        three = http.client.HTTPConnection("127.0.0.1", 8888)
        three.set_tunnel("plain.example", 80)
        three.request("GET", "/z")
        assert three.getresponse().read() == b"{}"
        """,
    )
    assert [
        (one["way"], one["host"], one["port"], one["method"], one["path"]) for one in found.http
    ] == [
        ("proxy", "sentry.io", 443, "CONNECT", ""),
        ("proxy", "sentry.io", 443, "POST", "/api/0/envelope/"),
        ("proxy", "plain.example", 81, "POST", "/x?y"),
        ("proxy", "plain.example", 80, "CONNECT", ""),
        ("proxy", "plain.example", 80, "GET", "/z"),
    ]


def test_a_proxy_that_is_reached_over_tls_is_one_as_well(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        wire = socket.create_connection(("proxy.example", 443))
        outer = tls().wrap_socket(wire, server_hostname="proxy.example")
        outer.sendall(b"CONNECT sentry.io:443 HTTP/1.1\\r\\nHost: sentry.io\\r\\n\\r\\n")
        assert b" 200 " in outer.recv(1000)
        coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
        inner = tls().wrap_bio(coming, going, server_hostname="sentry.io")
        def do(what):
            while True:
                try:
                    return what()
                except ssl.SSLWantReadError:
                    outer.sendall(going.read())
                    coming.write(outer.recv(65536))
                finally:
                    outer.sendall(going.read())
        do(inner.do_handshake)
        do(lambda: inner.write(b"GET /deep HTTP/1.0\\r\\n\\r\\n"))
        assert b" 200 " in do(lambda: inner.read(1000))
        """,
    )
    assert [(one["way"], one["host"], one["path"]) for one in found.http] == [
        ("proxy", "sentry.io", ""),
        ("proxy", "sentry.io", "/deep"),
    ]


def test_requests_follow_each_other_on_one_line_in_all_forms(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        one = socket.create_connection(("host.example", 80))
        one.sendall(
            b"POST /length HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nabc"
            b"POST /chunks HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"
            b"3;x=y\\r\\nabc\\r\\nA\\r\\n0123456789\\r\\n0\\r\\nTrailer: t\\r\\n\\r\\n"
            b"HEAD /head HTTP/1.1\\r\\n\\r\\n"
            b"POST /wait HTTP/1.1\\r\\nExpect: 100-continue\\r\\nContent-Length: 2\\r\\n\\r\\n"
        )
        got = b""
        while b"100 Continue" not in got:
            got += one.recv(1000)
        one.sendall(b"ok")
        one.sendall(b"GET /last HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n")
        while (more := one.recv(1000)):
            got += more
        assert got.count(b"HTTP/1.1 200 OK") == 5, got
        """,
    )
    assert [(one["path"], one["body"], one["cut"]) for one in found.http] == [
        ("/length", "abc", False),
        ("/chunks", "abc0123456789", False),
        ("/head", "", False),
        ("/wait", "ok", False),
        ("/last", "", False),
    ]


def test_who_asks_for_a_socket_of_the_web_gets_none(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        head = b"GET /socket HTTP/1.1\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n"
        assert b" 404 " in say("host.example", head, wait=0.3)
        """,
    )
    assert [(one["path"], one["status"]) for one in found.http] == [("/socket", 404)]


def test_what_has_come_of_a_request_stands_there_though_it_does_not_end(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        one = socket.create_connection(("host.example", 80))
        one.sendall(b"POST /a HTTP/1.1\\r\\nContent-Length: 100\\r\\n\\r\\nthe first part")
        one.close()
        two = socket.create_connection(("host.example", 80))
        two.sendall(b"POST /b HTTP/1.1\\r\\nContent-Length: 100\\r\\n\\r\\nthe first part")
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
        """,
    )
    assert sorted((one["path"], one["body"], one["cut"], one["status"]) for one in found.http) == [
        ("/a", "the first part", True, 0),
        ("/b", "the first part", True, 0),
    ]


def test_what_is_not_http_is_a_request_without_method_and_path(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        say("host.example", b"\\x05\\x01\\x00 something of its own", 443, 0.2)
        """,
    )
    (one,) = found.http
    assert (one["method"], one["path"], one["host"], one["port"]) == ("", "", "host.example", 443)
    assert "something of its own" in one["body"]


def test_a_handshake_that_is_broken_off_is_a_refusal(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        try:
            wire = socket.create_connection(("api.anthropic.com", 443))
            ssl.create_default_context().wrap_socket(wire, server_hostname="api.anthropic.com")
        except ssl.SSLError:
            pass
        """,
    )
    assert [one["name"] for one in found.kind("refused")] == ["api.anthropic.com"]
    assert not found.http


def test_who_says_nothing_after_the_handshake_has_refused_as_well(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        wire = socket.create_connection(("api.anthropic.com", 443))
        tls().wrap_socket(wire, server_hostname="api.anthropic.com").close()
        """,
    )
    assert [(one["name"], one["how"]) for one in found.kind("refused")] == [
        ("api.anthropic.com", "silence")
    ]


def test_node_that_does_not_trust_the_authority_sends_nothing(tmp_path: Path) -> None:
    need_node()
    script = """
        const https = require('node:https')
        const one = https.request('https://api.anthropic.com/', { method: 'POST' })
        one.on('error', (error) => console.log(error.code))
        one.end('a secret')
    """
    found = observed(tmp_path, NODE, "-e", script, scene=Scene(fails=False, trusted=False))
    assert found.output.strip() in {"UNABLE_TO_VERIFY_LEAF_SIGNATURE", "SELF_SIGNED_CERT_IN_CHAIN"}
    assert [one["name"] for one in found.kind("refused")] == ["api.anthropic.com"]
    assert not found.http


def test_a_child_is_told_from_what_has_started_it(tmp_path: Path) -> None:
    found = seen(
        tmp_path,
        """
        import subprocess
        say("host.example", b"GET /own HTTP/1.0\\r\\n\\r\\n")
        script = (
            "import http.client; one = http.client.HTTPConnection('host.example');"
            "one.request('GET', '/child'); one.getresponse()"
        )
        subprocess.run(["sh", "-c", '"$0" -c "$1"; true', sys.executable, script], check=True)
        """,
    )
    own, child = found.http
    assert (own["path"], own["above"]) == ("/own", [])
    assert child["path"] == "/child"
    assert len(child["above"]) == 2
    assert child["above"][1] == own["process"] == child["process"]


def test_a_network_with_a_way_out_is_refused(tmp_path: Path) -> None:
    found = observed(
        tmp_path,
        "sh",
        "-c",
        "ip link set lo down && ip link set lo name out && "
        'mkdir "$RUN/two" && cp "$RUN/scene.json" "$RUN/two" && '
        '"$PYTHON" -m datausage.targets.client.observer "$RUN/two"',
    )
    assert found.code == 97, found.errors
    assert "not sealed: it has out" in found.errors
    assert not (found.folder / "two" / "ready").exists()
