"""Which traffic is ours, and that it fails closed."""

from __future__ import annotations

import asyncio
import datetime
import logging
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from mitmproxy import exceptions, http
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.proxy import server_hooks
from mitmproxy.test import taddons

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Forward, Request
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.proxy.addon import FakeAI
from fakeai_proxy.proxy.tally import Tally
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from .origin import Origin, origin
from .serving import Serving, serving
from .test_live import whole


def ours(_: Request) -> Reply:
    return iter([Head(200, (("content-length", "4"),)), Data(b"ours"), End()])


def failing(_: Request) -> Reply:
    raise ZeroDivisionError("sk-a-real-key")


class Meddler:
    """Another addon, loaded after ours, that throws our answer away."""

    def request(self, flow: http.HTTPFlow) -> None:
        flow.response = None


class Watcher:
    """Notes every attempt to reach a server, and whether it was refused."""

    def __init__(self) -> None:
        self.attempts: list[tuple[object, str | None]] = []

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        self.attempts.append((data.server.address, data.server.error))


@pytest.fixture
def upstream() -> Iterator[Origin]:
    with origin(whole) as up:
        yield up


def through(proxy: Serving, url: str, **trust: object) -> httpx.Response:
    verify = ssl.create_default_context(cafile=str(trust.get("ca", proxy.ca)))
    with httpx.Client(proxy=proxy.proxy, verify=verify) as client:
        return client.get(url)


def change(proxy: Serving, **options: object) -> None:
    """Set options of a proxy that runs, as mitmweb does."""
    done = Future[None]()

    def update() -> None:
        try:
            proxy.master.options.update(**options)
        except exceptions.OptionsError as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    proxy.master.event_loop.call_soon_threadsafe(update)
    done.result(timeout=10)


@pytest.mark.parametrize(
    "host", ["api.openai.com", "team.openai.azure.com", "integrate.api.nvidia.com", "api.anthropic.com"]
)
def test_provider_hosts_are_ours_by_default(confdir: Path, host: str) -> None:
    with serving(confdir, ours) as proxy:
        assert through(proxy, f"https://{host}/v1/models").text == "ours"


def test_a_host_and_port_can_be_made_ours(confdir: Path) -> None:
    with serving(confdir, ours, hosts="nim.internal:8443") as proxy:
        assert through(proxy, "https://nim.internal:8443/v1/models").text == "ours"


def test_the_reverse_listener_is_ours_whatever_the_host_header(confdir: Path) -> None:
    with serving(confdir, ours) as proxy:
        assert httpx.get(f"{proxy.reverse}/v1/models", headers={"host": "elsewhere"}).text == "ours"


def test_a_base_url_is_known_to_those_it_leads_to(confdir: Path) -> None:
    with serving(confdir, lambda asked: iter([Head(200), Data(asked.origin.encode()), End()])) as proxy:
        assert httpx.get(f"{proxy.reverse}/v1/models").text == proxy.reverse
        assert through(proxy, "https://api.openai.com/v1/models").text == "https://api.openai.com"


def test_what_takes_long_is_answered_in_a_thread(confdir: Path) -> None:
    def named(_: Request) -> Reply:
        return iter([Head(200), Data(threading.current_thread().name.encode()), End()])

    with serving(confdir, named) as proxy:
        loop = httpx.get(f"{proxy.reverse}/v1/models").text
        assert httpx.post(f"{proxy.reverse}/v1/images/edits?x=1").text.startswith("asyncio")
        assert not loop.startswith("asyncio")


def test_plain_http_to_other_hosts_passes(confdir: Path, upstream: Origin) -> None:
    with serving(confdir, ours) as proxy:
        assert through(proxy, f"{upstream.url}/x").text == "ok"


def test_tls_to_other_hosts_is_tunnelled_unopened(confdir: Path, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    with origin(whole, server) as up, serving(confdir, ours) as proxy:
        assert through(proxy, f"https://localhost:{up.port}/x", ca=certificate).text == "ok"


@pytest.mark.parametrize(
    ("door", "path", "status"),
    [
        ("forward", "https://api.openai.com/_fakeai/echo", 426),
        ("forward", "https://api.openai.com/_fakeai/nothing", 404),
        ("forward", "https://fakeai.local/_fakeai/echo", 426),
        ("reverse", "/_fakeai/echo", 426),
        ("metrics", "/_fakeai/echo", 426),
        ("metrics", "/v1/models", 404),
        ("metrics", "/", 404),
    ],
)
def test_what_asks_about_the_proxy_never_comes_to_the_simulator(
    confdir: Path, door: str, path: str, status: int
) -> None:
    tally = Tally(lambda _: True)
    with serving(confdir, failing, after=(tally,)) as proxy:
        base = {"forward": "", "reverse": proxy.reverse, "metrics": proxy.metrics}[door]
        got = through(proxy, path) if door == "forward" else httpx.get(base + path)
    assert got.status_code == status
    assert not tally.seen


@pytest.mark.parametrize("path", ["/metrics", "/health", "/v1/metrics"])
def test_our_pages_are_not_looked_for_at_a_provider(confdir: Path, path: str) -> None:
    with serving(confdir, ours) as proxy:
        assert through(proxy, f"https://api.openai.com{path}").text == "ours"


def test_a_failure_of_ours_is_answered_here(confdir: Path, upstream: Origin) -> None:
    with serving(confdir, failing, hosts=f"127.0.0.1:{upstream.port}") as proxy:
        got = through(proxy, f"{upstream.url}/x")
    assert got.status_code == 500
    assert "sk-a-real-key" not in got.text
    assert upstream.requests == []


def test_a_failure_in_the_shape_of_the_provider(confdir: Path) -> None:
    with serving(confdir, failing) as proxy:
        got = through(proxy, "https://api.anthropic.com/v1/messages").json()
    assert (got["type"], got["error"]["type"]) == ("error", "api_error")


def test_the_second_lock_holds_when_the_answer_is_lost(confdir: Path, upstream: Origin) -> None:
    watcher = Watcher()
    with serving(confdir, ours, hosts=f"127.0.0.1:{upstream.port}", after=(Meddler(), watcher)) as proxy:
        assert through(proxy, f"{upstream.url}/x").status_code == 502
        assert httpx.get(f"{proxy.reverse}/x").status_code == 502
    assert upstream.requests == []
    assert [error is not None for _, error in watcher.attempts] == [True, True]


def test_leave_to_go_upstream_is_for_one_address_only(confdir: Path, upstream: Origin) -> None:
    def forward_one(request: Request) -> Reply | Forward:
        return Forward(upstream.url) if request.path == "/live" else ours(request)

    with serving(confdir, forward_one, after=(Meddler(),)) as proxy, httpx.Client() as client:
        assert client.get(f"{proxy.reverse}/live").text == "ok"
        assert client.get(f"{proxy.reverse}/other").status_code == 502


@pytest.mark.parametrize("option", ["stream_large_bodies", "body_size_limit"])
def test_the_limits_of_mitmproxy_are_not_for_requests_that_are_ours(
    confdir: Path, upstream: Origin, option: str
) -> None:
    with serving(confdir, ours, **{"server.max_request_size": 1000}) as proxy:
        change(proxy, **{option: "100"})
        for body in (b"x" * 101, iter([b"x" * 60] * 2)):
            assert httpx.post(f"{proxy.reverse}/v1/x", content=body).text == "ours"
        assert httpx.post(f"{proxy.reverse}/v1/x", content=b"x" * 1001).status_code == 413
        with httpx.Client(proxy=proxy.proxy) as client:
            passed = client.post(f"{upstream.url}/x", content=b"x" * 101).status_code
    assert passed == (200 if option == "stream_large_bodies" else 413)


def test_a_large_body_is_handled_beside_the_event_loop(confdir: Path) -> None:
    with serving(confdir, ours) as proxy:
        assert httpx.post(f"{proxy.reverse}/v1/x", content=b"x" * 100_000).text == "ours"


def test_a_failure_beside_the_event_loop_is_answered_here_too(confdir: Path) -> None:
    with serving(confdir, failing) as proxy:
        assert httpx.post(f"{proxy.reverse}/v1/x", content=b"x" * 100_000).status_code == 500


def test_from_record_to_replay_of_one_cassette_and_back(confdir: Path, tmp_path: Path) -> None:
    given: dict[str, object] = {"cassette.path": tmp_path / "a.db", "cassette.speed": 0}
    with origin(whole) as up:
        given["upstreams.api.openai.com"] = up.url
        with (
            serving(confdir, mode="record", **given) as proxy,
            httpx.Client(base_url=proxy.reverse) as client,
        ):
            assert client.get("/v1/a").headers["x-fakeai-proxy"] == "live; cassette=a.db"
            change(proxy, fakeai_mode="replay")
            assert client.get("/v1/a").headers["x-fakeai-proxy"].startswith("hit; cassette=a.db; id=")
            assert client.get("/v1/b").headers["x-fakeai-proxy"] == "miss; cassette=a.db"
            change(proxy, fakeai_mode="record")
            assert client.get("/v1/b").text == "ok"
            change(proxy, fakeai_mode="replay")
            assert client.get("/v1/b").headers["x-fakeai-proxy"].startswith("hit; ")
            change(proxy, fakeai_cassette=str(tmp_path / "none.db"), fakeai_mode="synthesize")
    assert len(up.requests) == 2


REFUSED = [
    {"fakeai_mode": "replya"},
    {"fakeai_hosts": ["a b"]},
    {"fakeai_mode": "replay", "fakeai_cassette": "/no/such.db"},
]


@pytest.mark.parametrize("options", REFUSED)
def test_a_change_that_is_refused_leaves_all_as_it_was(
    confdir: Path, tmp_path: Path, options: dict[str, object]
) -> None:
    given = {"mode": "record", "cassette.path": tmp_path / "a.db"}
    with origin(whole) as up:
        with serving(confdir, **given, **{"upstreams.api.openai.com": up.url}) as proxy:
            before = proxy.addon.simulator
            with pytest.raises(exceptions.OptionsError):
                change(proxy, **options)
            assert proxy.addon.simulator is before
            assert httpx.get(f"{proxy.reverse}/v1/a").text == "ok"
    with serving(confdir, mode="replay", **{"cassette.path": tmp_path / "a.db"}) as proxy:
        assert httpx.get(f"{proxy.reverse}/v1/a").headers["x-fakeai-proxy"].startswith("hit; ")


def test_a_cassette_that_cannot_be_opened_again_otherwise_is_recorded_on(tmp_path: Path) -> None:
    def build(settings: Settings, clock: Clock) -> Simulator:
        if settings.mode == "spy":
            raise SettingsError("not this one")
        return Simulator(settings, clock)

    async def refuse() -> None:
        addon = FakeAI(environ={}, build=build)
        with taddons.context(Proxyserver(), addon) as context:
            context.configure(addon, fakeai_mode="record", fakeai_cassette=str(tmp_path / "a.db"))
            with pytest.raises(exceptions.OptionsError, match="not this one"):
                context.configure(addon, fakeai_mode="spy")
            assert addon.simulator
            assert addon.simulator.settings.mode == "record"
            assert isinstance(addon.simulator.handle(Request("GET", "/v1/a", host="api.openai.com")), Forward)
            addon.done()

    asyncio.run(refuse())


@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [("mode", "replya", "replay"), ("mod", "replay", "mode"), ("seed", "x", "seed")],
)
def test_a_wrong_setting_is_refused_at_start(confdir: Path, setting: str, value: str, hint: str) -> None:
    with pytest.raises(exceptions.OptionsError, match=hint), serving(confdir, ours, **{setting: value}):
        pass


def test_the_log_names_the_failure_but_not_the_request(
    confdir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Request) -> Reply:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR), serving(confdir, fail) as proxy:
        httpx.get(f"{proxy.reverse}/v1/x?key=sk-in-the-query", headers={"authorization": "Bearer sk-here"})
    assert "could not be answered" in caplog.text
    assert "sk-" not in caplog.text


def self_signed(folder: Path) -> Path:
    """A certificate for localhost that no authority of ours signed."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, encryption_algorithm=serialization.NoEncryption()
    )
    path = folder / "localhost.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path
