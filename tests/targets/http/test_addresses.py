"""Where requests go, and where they never go: addresses, redirects, proxies, certificates."""

from __future__ import annotations

import ssl
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import trustme

from datausage.targets.error import TargetError
from datausage.targets.http.address import Address, parse
from datausage.targets.http.calling import HttpCaller
from datausage.targets.http.proxies import Proxy, proxy
from datausage.targets.outcome import Fault, Outcome
from datausage.targets.reaching import is_address

from .asking import GOOD, caller
from .servers import Request, Served, batch, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


SECRET = "s3cret-token"  # noqa: S105 - it opens nothing


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://127.0.0.1:8000", Address("http", "127.0.0.1", 8000, "/")),
        ("HTTPS://Host.Example/a/b?c=d", Address("https", "host.example", 443, "/a/b?c=d")),
        ("http://[::1]:80/", Address("http", "::1", 80, "/")),
    ],
)
def test_an_address_is_taken_apart(written: str, address: Address) -> None:
    assert is_address(written)
    assert parse(written) == address


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("http://", "names no host"),
        ("http://:80/", "names no host"),
        ("http://a:99999/", "Port out of range"),
        ("http://a:b/", "Port could not be cast"),
        ("http://[::1/", "Invalid IPv6 URL"),
        ("http://a/#b", "what stands after # is never sent"),
        ("http://a b/", "holds a blank or a letter that it may not"),
        ("http://a/\r\nX: y", "holds a blank or a letter that it may not"),
        ("http://ä/", "holds a blank or a letter that it may not"),
        ("http://a\\@b/", "holds a blank or a letter that it may not"),
    ],
)
def test_an_address_that_is_none_is_refused(written: str, message: str) -> None:
    with pytest.raises(TargetError, match=message):
        parse(written)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(TargetError, match="DATAUSAGE_TARGET_TOKEN") as refused:
        parse("https://user:s3cret@host/")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("a.localhost", True),
        ("128.0.0.1", False),
        ("localhost.example", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, near: bool) -> None:
    assert Address("http", host, 80, "/").is_loopback is near


# --- redirects


def _moved(place: str, status: str = "307") -> Callable[[Request], None]:
    def handle(request: Request) -> None:
        if request.path == "/ask":
            request.reply(b"", f"{status} Moved", f"Location: {place}")
        else:
            request.answer()

    return handle


def test_a_redirect_within_the_server_is_followed() -> None:
    with serving(_moved("/elsewhere")) as served, closing(caller(served)) as asking:
        assert asking.ask("protection", batch("metrics")) == [GOOD]
        assert [request.path for request in served.requests] == ["/ask", "/ask", "/elsewhere"]


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_to_another_server_is_refused(status: str) -> None:
    with serving() as other, serving(_moved(other.address, status)) as served:
        with closing(caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)) as asking:
            (bad,) = asking.ask("protection", batch("metrics"))
        assert bad.fault is Fault.REFUSED
        assert f"it redirects to '{other.address}' (status {status}), and nothing" in bad.detail
        assert other.connections == 0


@pytest.mark.parametrize("place", ["//other.invalid/", "https://127.0.0.1/", "http://[", "\\\\a"])
def test_a_redirect_to_anything_strange_is_refused(place: str) -> None:
    with serving(_moved(place)) as served, closing(caller(served)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
    assert bad.fault is Fault.REFUSED
    assert bad.detail.startswith("it redirects to ")


def test_a_redirect_in_circles_comes_to_an_end() -> None:
    with serving(_moved("/ask")) as served, closing(caller(served)) as asking:
        (bad,) = asking.ask("protection", batch("metrics"))
    assert bad == Outcome(None, Fault.REFUSED, "it redirects more than 3 times")


# --- proxies


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Provide a proxy that answers itself; the environment names it for everything."""
    with serving() as served:
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.setenv("http_proxy", served.address.removesuffix("/ask"))
        yield served


def test_a_target_on_this_machine_is_asked_directly(through: Served) -> None:
    with serving() as served, closing(caller(served)) as asking:
        assert asking.ask("protection", batch("metrics")) == [GOOD]
    assert through.connections == 0


def test_a_proxy_named_for_the_target_is_used_on_this_machine_too(through: Served) -> None:
    wanted = through.address.removesuffix("/ask")
    with serving() as served, closing(caller(served, DATAUSAGE_TARGET_PROXY=wanted)) as asking:
        assert asking.ask("protection", batch("metrics")) == [GOOD]
        assert served.connections == 0
    assert {request.path for request in through.requests} == {served.address}


def test_a_target_elsewhere_is_asked_through_the_proxy_of_the_environment(
    through: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(HttpCaller("http://target.invalid/", {}, timeout=10)) as asking:
        assert asking.ask("protection", batch("metrics")) == [GOOD]
    assert through.requests[0].path == "http://target.invalid:80/"
    monkeypatch.setenv("no_proxy", "target.invalid")
    assert proxy(parse("http://target.invalid/"), {}) is None


def test_the_password_of_a_proxy_goes_to_the_proxy_and_is_shown_nowhere(through: Served) -> None:
    wanted = through.address.removesuffix("/ask").replace("//", "//me:pa%20ss@")
    found = proxy(parse("http://127.0.0.1/"), {"DATAUSAGE_TARGET_PROXY": wanted})
    assert isinstance(found, Proxy)
    assert "pa" not in repr(found)
    with closing(HttpCaller("http://127.0.0.1/", {"DATAUSAGE_TARGET_PROXY": wanted})):
        assert through.requests[0].headers["proxy-authorization"] == "Basic bWU6cGEgc3M="


@pytest.mark.parametrize("wanted", ["socks5://a:s3cret@b:1", "http://", "http://a:s3cret:9/"])
def test_a_proxy_that_cannot_be_used_is_refused_and_not_repeated(wanted: str) -> None:
    with pytest.raises(TargetError, match="DATAUSAGE_TARGET_PROXY: names no proxy") as refused:
        proxy(parse("http://127.0.0.1/"), {"DATAUSAGE_TARGET_PROXY": wanted})
    assert "s3cret" not in str(refused.value)


def test_a_proxy_that_leads_nowhere_is_told() -> None:
    wanted = {"DATAUSAGE_TARGET_PROXY": "http://127.0.0.1:9"}
    with pytest.raises(TargetError, match=r"\(unreachable\): the proxy does not lead there"):
        HttpCaller("https://target.invalid/", wanted, timeout=5, load_timeout=5)


# --- certificates


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _secured(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_a_certificate_that_does_not_verify_is_refused(authority: trustme.CA) -> None:
    with serving(tls=_secured(authority, "127.0.0.1")) as served:
        with pytest.raises(TargetError) as refused:
            caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)
        assert "(unreachable): its certificate does not verify (unable to" in str(refused.value)
        assert served.requests == []


@pytest.mark.parametrize("name", ["127.0.0.1", "other.example"])
def test_a_certificate_that_is_trusted_has_to_be_for_the_host(
    authority: trustme.CA, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "trusted.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(tls=_secured(authority, name)) as served:
        if name == "127.0.0.1":
            with closing(caller(served, DATAUSAGE_TARGET_TOKEN=SECRET)) as asking:
                assert asking.ask("protection", batch("metrics")) == [GOOD]
            assert served.requests[0].headers["authorization"] == f"Bearer {SECRET}"
        else:
            with pytest.raises(TargetError, match=r"does not verify \(IP address mis"):
                caller(served)
            assert served.requests == []


def test_a_server_without_tls_is_told_so() -> None:
    with serving() as served, pytest.raises(TargetError, match=r"\(unreachable\): there is no TLS"):
        HttpCaller(served.address.replace("http:", "https:"), {}, timeout=5, load_timeout=5)
