"""A real proxy in a thread, with an answer of the test's own behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mitmproxy import exceptions, options
from mitmproxy.master import Master

from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.proxy.addon import FakeAI
from fakeai_proxy.proxy.doors import METRICS_HOST, REVERSE_TARGET
from fakeai_proxy.proxy.launch import Listening, lean_master, listening

HERE, BESIDE, BEHIND = "127.0.0.1", "127.0.0.2", "127.0.0.3"
"""Loopback addresses: mitmproxy refuses to listen on one address at port 0 twice."""


@dataclass
class Scripted:
    """Stands where the Simulator stands; answers by a function and remembers what was asked."""

    settings: Any
    answer: Callable[[Request], Answer]
    chaos: Any = None
    asked: list[Request] = field(default_factory=list)

    def handle(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answer(request)

    def oversized(self, peer: str) -> None: ...

    def close(self) -> None: ...


@dataclass
class Serving:
    """Addresses, the addon, and the certificate authority to trust."""

    at: Listening
    addon: FakeAI
    master: Master
    ca: Path

    @property
    def proxy(self) -> str:
        return f"http://{self.at.proxy[0]}:{self.at.proxy[1]}"

    @property
    def reverse(self) -> str:
        assert self.at.reverse
        return f"http://{self.at.reverse[0]}:{self.at.reverse[1]}"

    @property
    def metrics(self) -> str:
        assert self.at.metrics
        return f"http://{self.at.metrics[0]}:{self.at.metrics[1]}"


@contextmanager
def serving(
    confdir: Path,
    answer: Callable[[Request], Answer] | None = None,
    after: tuple[object, ...] = (),
    chaos: object = None,
    **settings: object,
) -> Iterator[Serving]:
    """All listeners, on free ports. Without `answer`, the real Simulator.

    `after` are addons of other people, behind ours; `chaos` stands in for the experiments.
    """
    started: list[Serving] = []
    up = threading.Event()
    failure: list[BaseException] = []

    async def run() -> None:
        opts = options.Options()
        build = (lambda loaded, _clock: Scripted(loaded, answer, chaos)) if answer else None
        addon = FakeAI(environ={}, ready=up.set, **({"build": build} if build else {}))
        master = lean_master(opts, addon, *after)
        listeners = [
            f"regular@{HERE}:0",
            f"reverse:{REVERSE_TARGET}@{BESIDE}:0",
            f"reverse:http://{METRICS_HOST}@{BEHIND}:0",
        ]
        opts.update(mode=listeners, confdir=str(confdir))
        given = {"auth.require_api_key": "false", **settings}  # what is sent by hand has none
        try:
            opts.update(fakeai_set=[f"{key}={value}" for key, value in given.items()])
        except exceptions.OptionsError:
            master.addons.clear()
            raise
        started.append(Serving(Listening((HERE, 0), None), addon, master, confdir / "mitmproxy-ca-cert.pem"))
        await master.run()

    def main() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            failure.append(error)
        finally:
            up.set()

    thread = threading.Thread(target=main)
    thread.start()
    up.wait()
    if failure:
        raise failure[0]
    serving = started[0]
    serving.at = listening(serving.master)
    try:
        yield serving
    finally:
        serving.master.shutdown()
        thread.join()
