"""Where the server's time goes under load: `python -m benchmarks.profile [WORKLOAD]`.

Microseconds of CPU time a request, of the event loop's thread, once the server is warm. By default samples
are taken, which leaves the shares as they are; `--trace` counts calls by cProfile, and makes each dearer.
"""

from __future__ import annotations

import argparse
import os
import pstats
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import cassettes
from benchmarks.client import answers, streams
from benchmarks.payloads import SHORT_ANSWER, unique_chats
from benchmarks.pin import client_core, on
from benchmarks.servers import floor, ours
from benchmarks.servers.mitmdump import PYTHONPATH, ROOT
from benchmarks.servers.process import Server, free_port, serve
from benchmarks.servers.upstream import upstream

WARMUP = 500
DUMP_SECONDS = 30.0


class Workload(NamedTuple):
    """How the server is started and what it is asked."""

    command: Callable[[Path, int, int, int], Sequence[str]]
    """Folder, port, the upstream's port and the count of requests -> Python script and its arguments."""
    load: Callable[..., object] = answers.load
    connections: int = 32
    max_tokens: int = SHORT_ANSWER
    members: Mapping[str, Any] = {}
    """Further members of the request."""


def synthesize(folder: Path, port: int, *_: int) -> Sequence[str]:
    return ours.command(port, folder, *ours.ZERO_LATENCY)


def pace(folder: Path, port: int, *_: int) -> Sequence[str]:
    return ours.command(port, folder, "--itl-ms", "10")


def replay(folder: Path, port: int, _: int, count: int) -> Sequence[str]:
    cassettes.write(folder / "profile.db", count)
    return ours.command(port, folder, *ours.from_cassette(folder / "profile.db"))


def pass_through(folder: Path, port: int, origin: int, _: int) -> Sequence[str]:
    return ours.command(port, folder, *ours.to_upstream(origin))


def stand_still(folder: Path, port: int, *_: int) -> Sequence[str]:
    return floor.command(port, folder)[1:]


STREAM = {"stream": True}
WORKLOADS = {
    "synthesized": Workload(synthesize),
    "streamed": Workload(synthesize, streams.load, members=STREAM),
    "paced": Workload(pace, streams.load, 300, 100, STREAM | {"min_tokens": 100, "ignore_eos": True}),
    "replayed": Workload(replay),
    "passthrough": Workload(pass_through),
    "floor": Workload(stand_still),
}


class Line(NamedTuple):
    """One function, by request: calls, and own and cumulative microseconds."""

    where: str
    calls: float
    own: float
    cumulative: float


def main() -> None:
    args = arguments()
    workload = WORKLOADS[args.workload]
    with tempfile.TemporaryDirectory(prefix="bench-") as name, on(client_core()), upstream() as origin:
        folder, port = Path(name), free_port()
        command = workload.command(folder, port, origin.port, WARMUP + args.requests)
        out = folder / "profile"
        profiled = [sys.executable, "-m", "benchmarks.servers.profiled", args.profiler, str(out), *command]
        with serve(args.workload, profiled, port, env=PYTHONPATH) as server:
            measure(server, workload, args.requests, out)
        found = lines(out, args.requests)
        if args.save:
            args.save.write_bytes(out.read_bytes())
    show(sorted(found, key=lambda line: getattr(line, args.sort), reverse=True)[: args.top], args.sort)


def measure(server: Server, workload: Workload, count: int, out: Path) -> None:
    """Warm up, then load between the two signals of `servers.profiled`."""
    requests = unique_chats(WARMUP + count, workload.max_tokens, **workload.members)
    workload.load(server.port, requests, connections=workload.connections, limit=WARMUP)
    os.kill(server.pid, signal.SIGUSR1)
    workload.load(server.port, requests, connections=workload.connections, limit=count)
    os.kill(server.pid, signal.SIGUSR2)
    for _ in range(int(DUMP_SECONDS / 0.05)):
        if out.exists():
            return
        sleep(0.05)
    raise TimeoutError(f"no profile after {DUMP_SECONDS:.0f} s")


def lines(out: Path, requests: int) -> list[Line]:
    """The profile, for each request."""
    stats: dict[tuple[str, int, str], Any] = pstats.Stats(str(out)).stats  # type: ignore[attr-defined]
    scale = 1e6 / requests
    return [
        Line(f"{short(file)}:{line} {name}", calls / requests, own * scale, cumulative * scale)
        for (file, line, name), (_, calls, own, cumulative, _) in stats.items()
    ]


def short(file: str) -> str:
    """A path below the project, the standard library or site-packages."""
    return re.sub(r".*/(site-packages|lib/python[\d.]+)/", "", file).removeprefix(f"{ROOT}/")


def show(found: Sequence[Line], sort: str) -> None:
    """Calls are shown where they were counted."""
    counted = any(line.calls for line in found)
    table = Table(title=f"for each request, by {sort}")
    table.add_column("function", overflow="fold")
    for heading in (*(["calls"] if counted else []), "own us", "cumulative us"):
        table.add_column(heading, justify="right")
    for where, *figures in found:
        table.add_row(where, *(f"{figure:.1f}" for figure in figures[not counted :]))
    Console(width=130).print(table)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile")
    parser.add_argument("workload", nargs="?", choices=WORKLOADS, default="synthesized")
    parser.add_argument("--trace", dest="profiler", action="store_const", const="trace", default="sample")
    parser.add_argument("--requests", type=int, default=3_000)
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--sort", choices=Line._fields[1:], default="own")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the profile, for snakeviz and others")
    return parser.parse_args()


if __name__ == "__main__":
    main()
