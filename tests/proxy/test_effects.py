"""Each fault of a connection, as a client sees it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h2.events
import pytest

from fakeai_proxy.core.lazy import load
from fakeai_proxy.core.steps import Hold
from fakeai_proxy.faults import FAULTS, ConnectionFault, fault_of
from fakeai_proxy.proxy.effects import REQUEST, TLS, TUNNEL

from .serving import Serving, serving
from .wire import (
    HOST,
    Experiment,
    Http2,
    Socket,
    Tls,
    connect,
    dial,
    drain,
    get,
    post,
    trusting,
    until,
    whole,
)

LARGE = 1_000_000
experiment = Experiment()


@pytest.fixture(scope="module")
def running(confdir: Path) -> Iterator[Serving]:
    with serving(confdir, whole, chaos=experiment) as proxy:
        yield proxy


@pytest.fixture
def proxy(running: Serving) -> Iterator[Serving]:
    experiment.faults.clear()
    experiment.asked.clear()
    experiment.scopes.clear()
    experiment.hold = Hold()
    yield running
    experiment.faults.clear()


def meet(type: str, **parameters: Any) -> ConnectionFault:
    fault = fault_of({"type": f"connection.{type}", **parameters})
    assert isinstance(fault, ConnectionFault)
    experiment.faults[fault.phase] = fault
    return fault


def test_every_fault_of_connections_has_an_effect_in_its_phase() -> None:
    tables = {"connect": TUNNEL, "tls": TLS, "reuse": REQUEST, "expect": REQUEST, "upload": REQUEST}
    models = {name: load("fakeai_proxy.faults", path) for name, path in FAULTS.items()}
    faults = {name: model for name, model in models.items() if issubclass(model, ConnectionFault)}
    assert faults
    assert all(name in tables[model.phase] for name, model in faults.items())
    assert {name for table in tables.values() for name in table} == faults.keys()


# ── the tunnel ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [407, 502, 503, 504])
def test_a_tunnel_is_refused(proxy: Serving, status: int) -> None:
    meet("connect_refused", status=status, body="<p>no</p>", delay=0.01)
    with dial_proxy(proxy) as sock:
        got = connect(sock)
    assert got.startswith(f"HTTP/1.1 {status} ".encode())
    assert got.endswith(b"\r\n\r\n<p>no</p>")
    assert (b'proxy-authenticate: Basic realm="proxy"' in got) is (status == 407)
    assert experiment.asked == [("connect", HOST, "127.0.0.1")]


def test_experiments_are_told_who_asks(proxy: Serving) -> None:
    with dial_proxy(proxy) as sock:
        connect(sock, HOST, "proxy-authorization: Basic dGVzdC0xNzp4")
        Tls(sock, trusting(proxy)).sendall(post("/", 1))
    assert experiment.scopes[:2] == ["test-17", "test-17"]


def test_a_refusal_says_what_and_where_by_itself(proxy: Serving) -> None:
    meet("connect_refused", status=504)
    with dial_proxy(proxy) as sock:
        assert connect(sock).endswith(b"504 Gateway Timeout: api.openai.com\n")


def test_a_tunnel_opens_late(proxy: Serving) -> None:
    meet("connect_slow", delay=0.02)
    with dial(proxy, "http/1.1") as sock:
        sock.sendall(get("/", "connection: close"))
        assert drain(sock)[0].endswith(b"\r\n\r\n0")


def test_a_tunnel_never_opens_and_the_client_may_leave(proxy: Serving) -> None:
    meet("connect_slow")
    with dial_proxy(proxy) as sock:
        sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            connect(sock)
    meet("connect_slow", delay=0.05)
    with dial_proxy(proxy) as sock:
        sock.settimeout(0.01)
        with pytest.raises(TimeoutError):
            connect(sock)
    experiment.faults.clear()
    with dial(proxy, "http/1.1") as sock:
        sock.sendall(get("/", "connection: close"))
        assert drain(sock)[0].endswith(b"\r\n\r\n0")


def test_a_tunnel_that_never_opens_does_when_the_experiment_is_over(proxy: Serving) -> None:
    meet("connect_slow")
    with dial_proxy(proxy) as sock:
        sock.sendall(f"CONNECT {HOST}:443 HTTP/1.1\r\nhost: {HOST}:443\r\n\r\n".encode())
        experiment.hold.release()
        assert until(sock, b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_hosts_that_are_not_ours_are_never_asked_about(proxy: Serving) -> None:
    meet("connect_refused")
    with dial_proxy(proxy) as sock:
        assert b" 200 " in connect(sock, "example.com")
    assert experiment.asked == []


# ── the handshake ──────────────────────────────────────────────────────────────────────────────

CLAIMS = {
    "self_signed": "self-signed certificate",
    "expired": "certificate has expired",
    "wrong_host": "Hostname mismatch",
}


@pytest.mark.parametrize("kind", CLAIMS)
def test_a_certificate_cannot_be_trusted(proxy: Serving, kind: str) -> None:
    meet("bad_certificate", kind=kind)
    with dial_proxy(proxy) as sock:
        connect(sock)
        with pytest.raises(ssl.SSLCertVerificationError) as refused:
            Tls(sock, trusting(proxy))
    assert CLAIMS[kind] in refused.value.verify_message.replace("self signed", "self-signed")
    assert experiment.asked == [("connect", HOST, "127.0.0.1"), ("tls", HOST, "127.0.0.1")]


@pytest.mark.parametrize("kind", CLAIMS)
@pytest.mark.parametrize("protocol", ["http/1.1", "h2"])
def test_a_client_that_does_not_verify_goes_on(proxy: Serving, kind: str, protocol: str) -> None:
    meet("bad_certificate", kind=kind)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    trust.set_alpn_protocols([protocol])
    with dial_proxy(proxy) as sock:
        connect(sock)
        tls = Tls(sock, trust)
        assert tls.tls.selected_alpn_protocol() == protocol


def test_a_handshake_fails_by_its_alert(proxy: Serving) -> None:
    meet("tls_failure")
    with dial_proxy(proxy) as sock:
        connect(sock)
        with pytest.raises(ssl.SSLError) as failed:
            Tls(sock, trusting(proxy))
    assert "HANDSHAKE_FAILURE" in failed.value.reason


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_only_old_versions_are_refused_by_new_clients(proxy: Serving, version: str) -> None:
    meet("tls_failure", max_version=version)
    with dial_proxy(proxy) as sock:
        connect(sock)
        with pytest.raises(ssl.SSLError) as failed:
            Tls(sock, trusting(proxy))
    assert "PROTOCOL_VERSION" in failed.value.reason


def test_a_client_that_takes_the_old_version_goes_on(proxy: Serving) -> None:
    meet("tls_failure", max_version="1.2")
    with dial_proxy(proxy) as sock:
        connect(sock)
        tls = Tls(sock, trusting(proxy))
        assert tls.tls.version() == "TLSv1.2"
        tls.sendall(get("/", "connection: close"))
        assert until(tls, b"\r\n\r\n0").endswith(b"\r\n\r\n0")


# ── the request ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_a_kept_connection_closes_as_the_next_request_arrives(proxy: Serving, protocol: str) -> None:
    meet("stale")
    with dial(proxy, protocol) as sock:
        sock.sendall(get("/"))
        assert until(sock, b"\r\n\r\n0").endswith(b"\r\n\r\n0")
        sock.sendall(get("/"))
        assert drain(sock) == (b"", "close")
    with dial(proxy, protocol) as sock:
        sock.sendall(get("/", "connection: close"))
        assert drain(sock)[0].endswith(b"0")


def test_a_stream_of_a_kept_http_2_connection_is_reset(proxy: Serving) -> None:
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/")
        assert http2.body() == b"0"
        meet("stale")
        http2.ask("/", 3)
        assert http2.wait(h2.events.StreamReset, 3)
        experiment.faults.clear()
        http2.ask("/", 5)
        assert http2.body(5) == b"0"


def test_our_own_pages_are_met_by_nothing(proxy: Serving) -> None:
    meet("stale")
    meet("early_reply")
    with dial(proxy, "plain") as sock:
        for _ in range(2):
            sock.sendall(post("/_fakeai/nothing", 1) + b"x")
            assert until(sock, b"}").startswith(b"HTTP/1.1 404 ")
    assert experiment.asked == []


def test_the_word_to_go_on_is_withheld(proxy: Serving) -> None:
    meet("continue_withheld")
    with dial(proxy, "plain") as sock:
        sock.sendall(post("/", 3, "expect: 100-continue", "connection: close"))
        sock.sendall(b"abc")  # a client that waits no longer
        got, _ = drain(sock)
    assert got.startswith(b"HTTP/1.1 200 OK")
    assert got.endswith(b"\r\n\r\n3")


def test_the_word_to_go_on_comes_late(proxy: Serving) -> None:
    meet("continue_withheld", hold=0.01)
    with dial(proxy, "plain") as sock:
        sock.sendall(post("/", 3, "expect: 100-continue", "connection: close"))
        assert until(sock, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert drain(sock)[0].endswith(b"\r\n\r\n3")


def test_the_word_to_go_on_comes_when_the_experiment_is_over(proxy: Serving) -> None:
    meet("continue_withheld")
    with dial(proxy, "plain") as sock:
        sock.sendall(post("/", 3, "expect: 100-continue", "connection: close"))
        experiment.hold.release()
        assert until(sock, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert drain(sock)[0].endswith(b"\r\n\r\n3")


def test_nothing_is_asked_of_requests_that_do_not_wait(proxy: Serving) -> None:
    with dial(proxy, "plain") as sock:
        sock.sendall(get("/", "connection: close"))
        drain(sock)
    assert experiment.asked == []


@pytest.mark.parametrize(("status", "after"), [(413, 0), (413, 100_000), (429, 1)])
def test_a_request_is_refused_while_it_arrives(proxy: Serving, status: int, after: int) -> None:
    meet("early_reply", status=status, after_bytes=after)
    with dial(proxy, "plain") as sock:
        sock.sendall(post("/", 200_000))
        sock.sendall(bytes(after))
        got = until(sock, b"}}")
    assert got.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"connection: close" in got


def test_http_2_is_refused_while_it_uploads(proxy: Serving) -> None:
    meet("early_reply", after_bytes=10)
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/", body=True)
        http2.state.send_data(1, bytes(10))
        http2.flush()
        headers = dict(http2.wait(h2.events.ResponseReceived).headers)
        assert headers[":status"] == "413"
        assert b"413" not in http2.body()


def test_a_window_is_not_given_back(proxy: Serving) -> None:
    """The client sends what it may, and no more; another stream of its connection does as ever."""
    meet("window_stall", window=100_000)
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/", body=True)
        sent = pour(http2, 1, LARGE)
        assert 65_535 <= sent <= 100_000 + 65_535
        experiment.faults.clear()
        http2.ask("/", 3, body=True)
        assert pour(http2, 3, 300_000) == 300_000
        http2.state.end_stream(3)
        http2.flush()
        assert http2.body(3) == b"300000"
        assert http2.state.local_flow_control_window(1) == 0
        experiment.hold.release()
        rest = LARGE - sent
        while rest:
            assert http2.state.local_flow_control_window(1) or http2.read()
            rest -= sendable(http2, 1, rest)
        http2.state.end_stream(1)
        http2.flush()
        assert http2.body(1) == b"1000000"


def sendable(http2: Http2, stream: int, size: int) -> int:
    """Send what the window lets through of `size` bytes of body."""
    room = min(http2.state.local_flow_control_window(stream), 16_384, size)
    http2.state.send_data(stream, bytes(room))
    http2.flush()
    return room


def pour(http2: Http2, stream: int, size: int) -> int:
    """Send up to `size` bytes of body, as far as the window goes; what was sent."""
    sent, answers = 0, 0
    while sent < size:
        room = min(http2.state.local_flow_control_window(stream), 16_384, size - sent)
        if room:
            http2.state.send_data(stream, bytes(room))
            sent += room
            http2.flush()
            continue
        http2.state.ping(b"is it so")  # its answer comes after all that was to be said of windows
        http2.flush()
        assert http2.wait(h2.events.PingAckReceived)
        answers += 1
        if not http2.state.local_flow_control_window(stream) and answers > 3:
            return sent
    return sent


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_a_socket_is_not_read_until_the_experiment_is_over(proxy: Serving, protocol: str) -> None:
    """A body below the limit of a request: one above it is refused by its head, and read to be dropped."""
    meet("window_stall")
    with dial(proxy, protocol) as sock:
        plain = sock if isinstance(sock, socket.socket) else sock.plain
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        left = memoryview(upload(sock, 9 * LARGE))
        for _ in range(5):
            left = left[pushed(plain, left) :]
            assert answered(proxy)  # by then what came was read, if anything is
        assert len(left) > 8 * LARGE
        experiment.hold.release()
        plain.sendall(left)
        assert until(sock, b"\r\n\r\n9000000").startswith(b"HTTP/1.1 200 ")


def upload(sock: Socket, size: int) -> bytes:
    """The bytes that send a body of so many, after its head was sent."""
    sock.sendall(post("/", size))
    if isinstance(sock, socket.socket):
        return bytes(size)
    sock.tls.write(bytes(size))
    return sock.outgoing.read()


def pushed(plain: socket.socket, content: memoryview) -> int:
    """How much of it the socket takes now."""
    patience, sent = plain.gettimeout(), 0
    plain.setblocking(False)
    try:
        while sent < len(content):
            sent += plain.send(content[sent:])
    except BlockingIOError:
        pass
    finally:
        plain.settimeout(patience)
    return sent


def answered(proxy: Serving) -> bool:
    with dial(proxy, "plain") as sock:
        sock.sendall(get("/", "connection: close"))
        return drain(sock)[0].endswith(b"0")


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_a_body_over_the_limit_is_refused_by_its_head_whatever_meets_it(
    proxy: Serving, protocol: str
) -> None:
    meet("window_stall")
    with dial(proxy, protocol) as sock:
        sock.sendall(post("/", 50 * LARGE))
        assert until(sock, b"}}").startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("protocol", ["plain", "http/1.1"])
def test_a_body_is_taken_slowly(proxy: Serving, protocol: str) -> None:
    meet("slow_upload", kib_per_second=10_000)
    with dial(proxy, protocol) as sock:
        sock.sendall(post("/", LARGE, "connection: close") + bytes(LARGE))
        assert drain(sock)[0].endswith(b"\r\n\r\n1000000")


def test_a_body_is_taken_as_it_comes_when_the_experiment_is_over(proxy: Serving) -> None:
    meet("slow_upload", kib_per_second=0.1)
    with dial(proxy, "plain") as sock:
        sock.sendall(post("/", LARGE, "connection: close") + bytes(1000))
        assert answered(proxy)
        experiment.hold.release()
        sock.sendall(bytes(LARGE - 1000))
        assert drain(sock)[0].endswith(b"\r\n\r\n1000000")


def test_a_body_of_http_2_is_taken_slowly(proxy: Serving) -> None:
    meet("slow_upload", kib_per_second=10_000)
    with dial(proxy, "h2") as sock:
        http2 = Http2(sock)
        http2.ask("/", body=True)
        sent = 0
        while sent < LARGE:
            room = min(http2.state.local_flow_control_window(1), 16_384, LARGE - sent)
            if not room:
                assert http2.read()
                continue
            http2.state.send_data(1, bytes(room))
            http2.flush()
            sent += room
        http2.state.end_stream(1)
        http2.flush()
        assert http2.body() == b"1000000"


def dial_proxy(proxy: Serving) -> socket.socket:
    return socket.create_connection(proxy.at.proxy, timeout=20)
