from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from mitmproxy.options import Options

from fakeai_proxy.chaos.reading import preset
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.proxy import launch
from fakeai_proxy.proxy.addon import FakeAI
from fakeai_proxy.proxy.hooks import HookTable
from fakeai_proxy.proxy.launch import Listening, lean_master, serve
from fakeai_proxy.settings import Settings

ANYWHERE = {"server.port": "0", "generation.ttft_ms": "0", "generation.itl_ms": "0"}


def settings(**server: Any) -> Settings:
    return Settings(server={"port": 0} | server)


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proxy that runs in this process has it for its own: signals, arguments, the log of asyncio."""
    monkeypatch.setattr(sys, "argv", [*sys.argv])
    noisy = logging.getLogger("asyncio")
    level, handlers = noisy.level, {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    yield
    noisy.setLevel(level)
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_stops_at_a_signal(number: int, confdir: Path) -> None:
    heard, counts = list[Listening](), list[Mapping[str, int]]()

    def ready(listening: Listening) -> None:
        heard.append(listening)
        signal.raise_signal(number)

    given = settings(reverse_port=0, metrics_port=0, confdir=confdir)
    assert serve(given, ANYWHERE, ready=ready, done=counts.append) == 0
    ((host, port),) = {(at.proxy[0], at.proxy[1]) for at in heard}
    assert (host, port > 0, counts) == ("127.0.0.1", True, [{}])
    assert len({heard[0].proxy, heard[0].reverse, heard[0].metrics} - {None}) == 3


class WithoutSignals(asyncio.SelectorEventLoop):
    """An event loop that takes no signal handlers, as the one of Windows."""

    def add_signal_handler(self, *_: object) -> None:
        raise NotImplementedError


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_it_also_where_the_event_loop_takes_none(number: int) -> None:
    async def stopped() -> bool:
        master = launch.lean_master(Options())
        launch.stop_on_signals(master)
        signal.raise_signal(number)
        return await asyncio.wait_for(master.should_exit.wait(), 10)

    with asyncio.Runner(loop_factory=WithoutSignals) as runner:
        assert runner.run(stopped())


@pytest.mark.parametrize(
    ("name", "stopped"), [("SIGUSR1", {"flaky", "mine"}), ("SIGUSR2", {"mine"})], ids=["all", "who named it"]
)
def test_a_signal_is_a_kill_switch(name: str, stopped: set[str], confdir: Path, tmp_path: Path) -> None:
    rules = "rules: [{id: a, fault: stream.cut}]\nsafety: {kill_switch: ['signal:USR2']}\n"
    (tmp_path / "mine.yaml").write_text(f"experiment: mine\n{rules}")
    fakeai = FakeAI(environ={})
    ended: dict[str, str] = {}

    async def signalled() -> None:
        master = lean_master(Options(), fakeai)
        launch.stop_chaos_on_signals(fakeai)  # before any experiment names one
        pairs = [f"chaos.experiment={tmp_path / 'mine.yaml'}", "ttft_ms=0"]
        master.options.update(fakeai_set=pairs)
        assert fakeai.simulator
        assert fakeai.simulator.chaos
        fakeai.simulator.chaos.experiments.add(preset("flaky"))
        signal.raise_signal(getattr(signal, name))
        async with asyncio.timeout(10):
            while not fakeai.simulator.chaos.experiments.find("mine").ended:
                await asyncio.sleep(0)
        ended.update({one.name: one.ended for one in fakeai.simulator.chaos.experiments.running})
        fakeai.done()

    asyncio.run(signalled())
    assert {one for one, why in ended.items() if why == f"kill switch: {name}"} == stopped


def test_requests_are_answered_with_the_settings_given_and_counted(confdir: Path) -> None:
    counts, bodies = list[Mapping[str, int]](), list[Any]()

    def ready(listening: Listening) -> None:
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, ask, listening)

    def ask(listening: Listening) -> None:
        assert listening.reverse
        try:
            chat = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
            url = f"http://{listening.reverse[0]}:{listening.reverse[1]}/v1/chat/completions"
            headers = {"authorization": "Bearer any"}
            asked = [httpx.post(url, json=chat, headers=headers) for _ in range(2)]
            bodies.append([answer.json()["choices"] for answer in asked])
        finally:
            signal.raise_signal(signal.SIGTERM)

    for seed in ("1", "1", "2"):
        serve(
            settings(reverse_port=0, confdir=confdir), {**ANYWHERE, "seed": seed}, ready=ready,
            done=counts.append,
        )  # fmt: skip
    assert counts == [{"synthesized": 2}] * 3
    assert bodies[0] == bodies[1] != bodies[2]


def test_arguments_for_mitmproxy_reach_it(confdir: Path) -> None:
    with pytest.raises(SettingsError, match="no_such_option"):
        serve(settings(confdir=confdir), ANYWHERE, extra=["--set", "no_such_option=1"])


@pytest.mark.parametrize(
    ("overrides", "hint"),
    [({"mode": "replay"}, "needs a cassette file"), ({"sed": "1"}, "did you mean 'seed'")],
)
def test_what_the_addon_refuses_is_refused_at_start(
    overrides: dict[str, str], hint: str, confdir: Path
) -> None:
    with pytest.raises(SettingsError, match=hint):
        serve(settings(confdir=confdir), overrides)


def test_settings_are_handed_on_as_options() -> None:
    given = launch.addon_options({"seed": 1, "upstreams.a.test": "http://b"}, Path("c.toml"))
    assert given == {"fakeai_set": ["seed=1", "upstreams.a.test=http://b"], "fakeai_config": "c.toml"}
    assert launch.addon_options({}, None) == {"fakeai_set": []}


@pytest.mark.parametrize(
    ("extra", "specs"),
    [([], []), (["--set", "a=b"], ["a=b"]), (["--set", "a=b", "--set", "c=d"], ["a=b", "c=d"])],
)
def test_only_set_goes_to_the_lean_master(extra: list[str], specs: list[str]) -> None:
    assert launch.parse_sets(extra) == specs


@pytest.mark.parametrize("extra", [["--anticache"], ["--set"], ["--set", "a=b", "x"]])
def test_anything_else_is_for_mitmproxys_tools(extra: list[str]) -> None:
    with pytest.raises(SettingsError, match=r"add --ui dump\|web\|console"):
        launch.parse_sets(extra)


@pytest.mark.parametrize(
    ("server", "listeners"),
    [
        ({"port": 8080}, ["regular@127.0.0.1:8080"]),
        (
            {"port": 8080, "reverse_port": 8000, "host": "127.0.0.2"},
            ["regular@127.0.0.2:8080", "reverse:https://api.openai.com@127.0.0.2:8000"],
        ),
        (
            {"port": 8080, "reverse_port": 0},
            ["regular@127.0.0.1:8080", "reverse:https://api.openai.com@127.0.0.1:0"],
        ),
        (
            {"port": 8080, "host": "0.0.0.0", "metrics_port": 9400},
            ["regular@0.0.0.0:8080", "reverse:http://metrics.fakeai.local@127.0.0.1:9400"],
        ),
    ],
)
def test_where_mitmproxy_is_told_to_listen(server: dict[str, Any], listeners: list[str]) -> None:
    assert launch.modes(settings(**server)) == listeners


def test_free_ports_differ() -> None:
    proxy, *others = launch.modes(settings(port=0, reverse_port=0, metrics_port=0))
    assert proxy.endswith(":0")
    assert all(int(listener.rpartition(":")[2]) > 0 for listener in others)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_free_port_can_be_taken(host: str) -> None:
    with socket.create_server((host, launch.free_port(host)), family=family(host)) as server:
        assert server.getsockname()[1] > 0


def family(host: str) -> socket.AddressFamily:
    return socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][0]


@pytest.mark.parametrize(("debug", "level"), [(True, logging.INFO), (False, logging.WARNING)])
def test_how_much_is_logged(debug: bool, level: int) -> None:
    assert launch.log_level(settings(debug=debug)) == level


def test_the_lean_master_has_only_what_a_proxy_needs() -> None:
    async def names() -> list[str]:
        master = launch.lean_master(Options(), mine := object())
        assert isinstance(master.addons, HookTable)
        assert master.addons.chain[-1] is mine
        return [type(addon).__name__ for addon in master.addons.chain[:-1]]

    assert asyncio.run(names()) == [
        "Core",
        "DisableH2C",
        "Proxyserver",
        "NextLayer",
        "TlsConfig",
        "ErrorCheck",
    ]


@pytest.mark.parametrize("ui", ["dump", "web", "console"])
def test_mitmproxys_own_tools_take_their_own_arguments(
    ui: str, confdir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        serve(settings(confdir=confdir), ANYWHERE, config=Path("c.toml"), ui=ui, extra=["--version"])
    assert left.value.code == 0
    assert "Mitmproxy" in capsys.readouterr().out
    assert sys.argv[0] == f"fakeai-proxy run --ui {ui}"


def test_an_unknown_tool_is_refused() -> None:
    with pytest.raises(SettingsError, match="ui: 'gui' is not one of dump, web, console"):
        serve(settings(), {}, ui="gui")
