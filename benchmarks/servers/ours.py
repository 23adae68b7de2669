"""fakeai-proxy run, with a reverse port, as a user starts it."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.servers.mitmdump import PYTHONPATH
from benchmarks.servers.process import Server, free_port, serve

SCRIPT = Path(sys.executable).with_name("fakeai-proxy")
"""Of the environment that runs the benchmarks."""

ZERO_LATENCY = ("--ttft-ms", "0", "--itl-ms", "0")


def from_cassette(cassette: Path) -> tuple[str, ...]:
    """The flags that replay `cassette` without the recorded waits."""
    return ("--mode", "replay", "--cassette", str(cassette), "--speed", "0")


def to_upstream(port: int) -> tuple[str, ...]:
    """The flags that pass everything on to 127.0.0.1."""
    return ("--mode", "passthrough", "--upstream", f"api.openai.com=http://127.0.0.1:{port}")


def command(port: int, confdir: Path, *flags: str) -> list[str]:
    """The forward proxy takes any free port; `port` is the reverse one."""
    ports = ("--port", str(free_port()), "--reverse-port", str(port))
    return [str(SCRIPT), "run", *ports, "--confdir", str(confdir), *flags]


def server(confdir: Path, *flags: str) -> AbstractContextManager[Server]:
    """With any of its `flags`."""
    port = free_port()
    return serve("fakeai_proxy", command(port, confdir, *flags), port, env=PYTHONPATH)
