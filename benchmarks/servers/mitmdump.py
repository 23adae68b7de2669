"""Bare mitmdump, of the interpreter that runs the benchmarks."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.servers.process import Server, free_port, serve

ROOT = Path(__file__).parents[2]
SCRIPT = Path(sys.executable).with_name("mitmdump")
STATIC_SCRIPT = Path(__file__).with_name("static_script.py")
NOWHERE = "http://127.0.0.1:9"
PYTHONPATH = {"PYTHONPATH": str(ROOT)}


def command(port: int, confdir: Path, upstream: str, *extra: str) -> list[str]:
    """mitmdump as a quiet reverse proxy that prints no flow and connects upstream only when it has to."""
    settings = [f"confdir={confdir}", "connection_strategy=lazy"]
    return [
        *(str(SCRIPT), "--quiet", "--mode", f"reverse:{upstream}@127.0.0.1:{port}"),
        *(part for setting in settings for part in ("--set", setting)),
        *extra,
    ]


def static_command(port: int, confdir: Path) -> list[str]:
    """The same, answering a static body from a script."""
    return command(port, confdir, NOWHERE, "-s", str(STATIC_SCRIPT))


def static(confdir: Path) -> AbstractContextManager[Server]:
    port = free_port()
    return serve("bare mitmdump", static_command(port, confdir), port, env=PYTHONPATH)


def passthrough(confdir: Path, upstream_port: int) -> AbstractContextManager[Server]:
    port = free_port()
    return serve("bare mitmdump", command(port, confdir, f"http://127.0.0.1:{upstream_port}"), port)
