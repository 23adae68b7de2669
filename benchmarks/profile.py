"""Where the server's time goes under load: `python -m benchmarks.profile [WORKLOAD]`.

Microseconds a request, of the event loop's thread, once the server is warm. cProfile makes every call of a
Python function dearer: trust the shares and the counts of calls, not the sums.
"""

from __future__ import annotations

import argparse
import os
import pstats
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
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

WORKLOADS = ("synthesized", "streamed", "replayed", "passthrough", "floor")
CONNECTIONS = 32
WARMUP = 1_000
DUMP_SECONDS = 30.0


class Line(NamedTuple):
    """One function, by request: calls, and own and cumulative microseconds."""

    where: str
    calls: float
    own: float
    cumulative: float


def main() -> None:
    args = arguments()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, on(client_core()), upstream() as origin:
        folder, port = Path(name), free_port()
        command = script(args.workload, folder, port, origin.port, WARMUP + args.requests)
        out = folder / "profile"
        profiled = [sys.executable, "-m", "benchmarks.servers.profiled", str(out), *command]
        with serve(args.workload, profiled, port, env=PYTHONPATH) as server:
            measure(server, args.workload, args.requests, out)
        found = lines(out, args.requests)
        if args.save:
            args.save.write_bytes(out.read_bytes())
    show(sorted(found, key=lambda line: getattr(line, args.sort), reverse=True)[: args.top], args.sort)


def script(workload: str, folder: Path, port: int, origin: int, count: int) -> Sequence[str]:
    """The Python script and arguments that serve `workload` on `port`."""
    if workload == "floor":
        return floor.command(port, folder)[1:]
    if workload == "passthrough":
        return ours.command(port, folder, *ours.to_upstream(origin))
    if workload == "replayed":
        cassettes.write(folder / "profile.db", count)
        return ours.command(port, folder, *ours.from_cassette(folder / "profile.db"))
    return ours.command(port, folder, *ours.ZERO_LATENCY)


def measure(server: Server, workload: str, count: int, out: Path) -> None:
    """Warm up, then load between the two signals of `servers.profiled`."""
    more: dict[str, Any] = {"stream": True} if workload == "streamed" else {}
    requests = unique_chats(WARMUP + count, SHORT_ANSWER, **more)
    load(server, requests, WARMUP, bool(more))
    os.kill(server.pid, signal.SIGUSR1)
    load(server, requests, count, bool(more))
    os.kill(server.pid, signal.SIGUSR2)
    for _ in range(int(DUMP_SECONDS / 0.05)):
        if out.exists():
            return
        sleep(0.05)
    raise TimeoutError(f"no profile after {DUMP_SECONDS:.0f} s")


def load(server: Server, requests: Iterator[bytes], count: int, streamed: bool) -> None:
    run = streams.load if streamed else answers.load
    run(server.port, requests, connections=CONNECTIONS, limit=count)


def lines(out: Path, requests: int) -> list[Line]:
    """The profile, for each request."""
    stats: dict[tuple[str, int, str], Any] = pstats.Stats(str(out)).stats  # type: ignore[attr-defined]
    scale = 1e6 / requests
    return [
        Line(f"{short(file)}:{line} {name}", calls / requests, own * scale, cumulative * scale)
        for (file, line, name), (_, calls, own, cumulative, _) in stats.items()
    ]


def short(file: str) -> str:
    """A path below the project or below site-packages."""
    return file.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")


def show(found: Sequence[Line], sort: str) -> None:
    table = Table(title=f"for each request, by {sort}")
    table.add_column("function", overflow="fold")
    for heading in ("calls", "own us", "cumulative us"):
        table.add_column(heading, justify="right")
    for line in found:
        table.add_row(line.where, f"{line.calls:.1f}", f"{line.own:.1f}", f"{line.cumulative:.1f}")
    Console(width=130).print(table)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profile")
    parser.add_argument("workload", nargs="?", choices=WORKLOADS, default=WORKLOADS[0])
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--sort", choices=Line._fields[1:], default="own")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the profile, for snakeviz and others")
    return parser.parse_args()


if __name__ == "__main__":
    main()
