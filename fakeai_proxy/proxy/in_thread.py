"""A proxy in a thread of this process, for as long as a block lasts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from mitmproxy import exceptions, options
from mitmproxy.master import Master

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from .addon import FakeAI
from .launch import Listening, addon_options, lean_master, listening, modes

NAME = "fakeai-proxy"
"""How the names of its threads begin."""


def is_proxys(thread: threading.Thread) -> bool:
    """`thread` works for the proxy, not for who runs it."""
    return thread.name.startswith(NAME)


@contextmanager
def in_thread(
    settings: Settings,
    overrides: Mapping[str, object],
    *,
    config: Path | None,
    environ: Mapping[str, str],
    build: Callable[[Settings, Clock], Simulator] = Simulator,
) -> Iterator[Listening]:
    """Where it listens. `settings` were loaded from `overrides`, `config` and `environ`; `build` answers.

    One at a time in a process: they would share what is changed in mitmproxy. Raises SettingsError.
    """
    up, failures, masters = threading.Event(), list[BaseException](), list[Master]()

    async def run() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix=NAME))
        master = lean_master(options.Options(), FakeAI(environ=environ, ready=up.set, build=build))
        masters.append(master)
        try:
            master.options.update(mode=modes(settings), confdir=str(settings.server.confdir))
            master.options.update(**addon_options(overrides, config))
        except exceptions.OptionsError as error:
            master.addons.clear()
            raise SettingsError(str(error)) from error
        await master.run()
        # What is still connected is cut now, and asyncio would report each connection as an error.
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)

    def main() -> None:
        try:
            asyncio.run(run())
        except BaseException as failure:
            failures.append(failure)
        finally:
            up.set()

    thread = threading.Thread(target=main, name=NAME, daemon=True)
    thread.start()
    up.wait()
    if failures:
        raise failures[0]
    try:
        yield listening(masters[0])
    finally:
        masters[0].shutdown()
        thread.join()
