"""The lean static floor: our own master and hook table, with the static script in the place of our addon.

What it cannot do faster is mitmproxy's part of a request; what we answer slower than it is ours. The spared
floor also leaves out what our addon spares mitmproxy.
`python -m benchmarks.servers.floor PORT CONFDIR [spared]` runs it.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.servers.mitmdump import NOWHERE, PYTHONPATH
from benchmarks.servers.process import Server, free_port, serve

SPARED = "spared"


def static(confdir: Path, *flags: str) -> AbstractContextManager[Server]:
    """flags: none, or SPARED."""
    port = free_port()
    return serve(" ".join((*flags, "lean floor")), command(port, confdir, *flags), port, env=PYTHONPATH)


def command(port: int, confdir: Path, *flags: str) -> list[str]:
    return [sys.executable, __file__, str(port), str(confdir), *flags]


async def main(port: int, confdir: str, *flags: str) -> None:
    """Serve until SIGTERM."""
    from mitmproxy import options

    from benchmarks.servers import static_script
    from fakeai_proxy.proxy import launch
    from fakeai_proxy.proxy.spared import spare

    logging.basicConfig(level=logging.WARNING)
    opts = options.Options()
    master = launch.lean_master(opts, static_script)
    mode = [f"reverse:{NOWHERE}@127.0.0.1:{port}"]
    opts.update(confdir=confdir, mode=mode, connection_strategy="lazy")  # type: ignore[no-untyped-call]
    if SPARED in flags:
        spare()
    launch.stop_on_signals(master)
    await master.run()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:]))
