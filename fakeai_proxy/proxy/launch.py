"""Starts the proxy: a lean master of our own, or mitmproxy's tools with our addon."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mitmproxy import exceptions, options
from mitmproxy.addons import core, disable_h2c, errorcheck, next_layer, proxyserver, tlsconfig
from mitmproxy.master import Master

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.settings import Settings

from . import hooks, script
from .addon import FakeAI
from .doors import METRICS_HOST, REVERSE_TARGET, door_of
from .log import start_log
from .tally import Tally

LOOPBACK = "127.0.0.1"
TOOLS = ("dump", "web", "console")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the proxy can be reached."""

    proxy: tuple[str, int]
    reverse: tuple[str, int] | None
    metrics: tuple[str, int] | None = None


def serve(
    settings: Settings,
    overrides: Mapping[str, object],
    *,
    config: Path | None = None,
    ui: str | None = None,
    extra: Sequence[str] = (),
    ready: Callable[[Listening], None] | None = None,
    done: Callable[[Mapping[str, int]], None] | None = None,
) -> int:
    """Run until interrupted; the exit code.

    `settings` says where to listen; `overrides` and `config`, from which the settings were loaded, are handed
    to the addon as options. `extra` goes to mitmproxy: any of its arguments with a `ui`, else only
    `--set name=value`. `ready` is called when it listens; `done`, without `ui`, at the end with the requests
    seen, by the source of their reply.
    """
    given = addon_options(overrides, config)
    if ui is None:
        return asyncio.run(lean(settings, given, parse_sets(extra), ready, done))
    return run_tool(ui, settings, given, extra)


def addon_options(overrides: Mapping[str, object], config: Path | None) -> dict[str, object]:
    pairs = [f"{key}={value}" for key, value in overrides.items()]
    return {"fakeai_set": pairs, **({"fakeai_config": str(config)} if config else {})}


def parse_sets(extra: Sequence[str]) -> list[str]:
    """`--set a=b` pairs of `extra`; anything else needs one of mitmproxy's own tools."""
    rest, specs = list(extra), []
    while rest:
        if rest[0] != "--set" or len(rest) < 2:
            raise SettingsError(f"'{rest[0]}' is for mitmproxy's own tools: add --ui {'|'.join(TOOLS)}")
        specs.append(rest[1])
        rest = rest[2:]
    return specs


def modes(settings: Settings) -> list[str]:
    """mitmproxy's mode specifications for our listeners."""
    server = settings.server
    listeners = [f"regular@{server.host}:{server.port}"]
    # mitmproxy takes two listeners on port 0 of one address for a mistake.
    if server.reverse_port is not None:
        port = server.reverse_port or (free_port(server.host) if server.port == 0 else 0)
        listeners.append(f"reverse:{REVERSE_TARGET}@{server.host}:{port}")
    if server.metrics_port is not None:
        port = server.metrics_port or free_port(LOOPBACK)
        listeners.append(f"reverse:http://{METRICS_HOST}@{LOOPBACK}:{port}")
    return listeners


def free_port(host: str) -> int:
    """A port that nothing listens on now."""
    family = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


# ── our own master ─────────────────────────────────────────────────────────────────────────────


async def lean(
    settings: Settings,
    given: Mapping[str, object],
    sets: Sequence[str],
    ready: Callable[[Listening], None] | None,
    done: Callable[[Mapping[str, int]], None] | None,
) -> int:
    """Only the mitmproxy addons that a proxy needs, and hook dispatch by table."""
    start_log(log_level(settings))
    opts = options.Options()
    fakeai = FakeAI(ready=lambda: started(master, fakeai, ready))
    tally = Tally(fakeai.ours)
    master = lean_master(opts, fakeai, *([tally] if done else []))
    try:
        opts.update(
            mode=modes(settings),
            **({"confdir": str(settings.server.confdir)} if settings.server.confdir else {}),
        )
        opts.update(**given)
        opts.set(*sets)
    except (exceptions.OptionsError, KeyError) as error:
        raise SettingsError(str(error)) from error
    stop_on_signals(master)
    stop_chaos_on_signals(fakeai)
    await master.run()
    # What is still connected is cut now, and asyncio would report each connection as an error of ours.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    if done:
        done(tally.seen)
    return 0


def started(master: Master, fakeai: FakeAI, ready: Callable[[Listening], None] | None) -> None:
    if ready:
        ready(listening(master))
    if fakeai.simulator:  # after the word is out, before the first request is read
        fakeai.simulator.warm()
    gc.freeze()  # what is there now stays
    gc.enable()


def log_level(settings: Settings) -> int:
    return logging.INFO if settings.server.debug else logging.WARNING


def lean_master(opts: options.Options, *addons: object) -> Master:
    """A Master with hook table; `addons` come after mitmproxy's own."""
    master = Master(opts)
    hooks.install(master)
    master.addons.add(
        core.Core(),
        disable_h2c.DisableH2C(),
        proxyserver.Proxyserver(),
        next_layer.NextLayer(),
        tlsconfig.TlsConfig(),
        errorcheck.ErrorCheck(),
        *addons,
    )
    return master


def stop_on_signals(master: Master) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, master.shutdown)
        except NotImplementedError:  # the event loop of Windows; `shutdown` may be called from anywhere
            signal.signal(number, lambda *_: master.shutdown())


KILL_SWITCH = "USR1"
NAMED = ("USR2", "HUP")
"""Signals that an experiment may name, also one that begins later."""


def stop_chaos_on_signals(fakeai: FakeAI) -> None:
    """SIGUSR1 stops all that is injected; another signal the experiments that name it.

    Not on Windows, which has none of them.
    """
    for name in (KILL_SWITCH, *NAMED):
        number = getattr(signal, f"SIG{name}", None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, stop_chaos, fakeai, name)


def stop_chaos(fakeai: FakeAI, name: str) -> None:
    """What the signal `name` means to what runs now; to nothing of it, what it means to any process."""
    chaos = fakeai.simulator.chaos if fakeai.simulator else None
    running = chaos.experiments.running if chaos else ()
    named = [one for one in running if name in one.experiment.safety.signals]
    if name == KILL_SWITCH:
        if chaos:
            chaos.stop(f"kill switch: SIG{name}")
    elif named:
        for one in named:
            one.stop(f"kill switch: SIG{name}")
    else:
        number = getattr(signal, f"SIG{name}")
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)


def listening(master: Master) -> Listening:
    """The addresses in force, so that port 0 can be asked for."""
    server = master.addons.get("proxyserver")
    found = {
        door_of(instance.mode): (str(address[0]), int(address[1]))
        for instance in server.servers
        for address in instance.listen_addrs[:1]
    }
    return Listening(found["forward"], found.get("reverse"), found.get("metrics"))


# ── mitmproxy's tools ──────────────────────────────────────────────────────────────────────────


def run_tool(ui: str, settings: Settings, given: Mapping[str, object], extra: Sequence[str]) -> int:
    """mitmdump, mitmweb or mitmproxy, with all their own arguments."""
    from mitmproxy.tools import main

    gc.enable()
    tools = {"dump": main.mitmdump, "web": main.mitmweb, "console": main.mitmproxy}
    if ui not in tools:
        raise SettingsError(f"ui: '{ui}' is not one of {', '.join(TOOLS)}")
    arguments = [part for mode in modes(settings) for part in ("--mode", mode)]
    arguments += ["-s", script.__file__]
    if settings.server.confdir:
        arguments += ["--set", f"confdir={settings.server.confdir}"]
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            arguments += ["--set", f"{name}={one}"]
    sys.argv[0] = f"fakeai-proxy run --ui {ui}"
    return tools[ui]([*arguments, *extra]) or 0
