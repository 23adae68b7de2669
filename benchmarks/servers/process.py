"""Start a server, wait until it listens, and end it by its pid."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import randrange
from time import perf_counter, sleep

from benchmarks.pin import on, server_core

READY_SECONDS = 60.0
STOP_SECONDS = 5.0
PORTS = 20_000, 32_000


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int
    pid: int

    def rss(self) -> float:
        """Resident memory in MB (10^6 bytes). Linux only; nan elsewhere."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        except FileNotFoundError:
            return float("nan")
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def waited(self) -> float:
        """Seconds its main thread was ready to run but its core served others. Linux only; nan elsewhere."""
        try:
            return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[1]) / 1e9
        except FileNotFoundError:
            return float("nan")


class NotReady(Exception):
    """A server ended, or did not listen in time."""


def free_port() -> int:
    """A port nobody listens on at this moment.

    Below those the system gives to clients: there, a client that waits for its server may connect to itself.
    """
    for _ in range(100):
        port = randrange(*PORTS)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise OSError(f"no free port in {PORTS}")


@contextmanager
def serve(
    name: str,
    command: Sequence[str],
    port: int,
    *,
    env: Mapping[str, str] | None = None,
    core: int | None = None,
    poll: float = 0.02,
) -> Iterator[Server]:
    """`command`, listening on `port`, until the block ends.

    It runs in a temporary folder, on the server core unless `core` says another, and is ended by SIGTERM,
    then SIGKILL.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder, "log")
        with on(server_core() if core is None else core), log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            _await(process, name, port, log, poll)
            yield Server(name, port, process.pid)
        except Exception as failure:
            failure.add_note(f"{name} logged:\n{tail(log)}")
            raise
        finally:
            _stop(process)


def inherited() -> dict[str, str]:
    """This environment without the settings that either product would read from it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FAKEAI_")}


def _await(process: subprocess.Popen[bytes], name: str, port: int, log: Path, poll: float) -> None:
    until = perf_counter() + READY_SECONDS
    while perf_counter() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
            return
        except OSError:
            sleep(poll)
    raise NotReady(f"{name} did not listen on port {port}")


def tail(log: Path) -> str:
    """The end of a log."""
    return log.read_text(errors="replace")[-2000:]


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
