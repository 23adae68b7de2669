"""Recording beside pass-through: how many requests, and how long others wait while a large reply passes.

The process that a recorder writes in may use every core, unlike the proxies. Four processes on two cores vary
a lot from burst to burst: there are more of them, and shorter ones, than elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from threading import Thread
from time import sleep

from benchmarks import paired
from benchmarks.client import answers
from benchmarks.client.connection import connect
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.pin import free_children
from benchmarks.plan import Plan
from benchmarks.servers import ours
from benchmarks.servers.process import Server
from benchmarks.servers.upstream import LARGE, LARGE_BYTES, upstream

CONNECTIONS = 8
SECONDS = 30.0
REST = 0.8
"""Seconds. A recorder makes sketches once half a second brought nothing."""
FINER = 8
"""Times as many bursts, each as much shorter."""
GET = f"GET {LARGE} HTTP/1.1\r\nhost: api.openai.com\r\n\r\n".encode()


def run(plan: Plan) -> Iterator[Finding]:
    path = plan.folder / "recording.db"
    with upstream() as origin:
        passed = ours.to_upstream(origin.port)
        recorded = ("--mode", "record", "--cassette", str(path), *passed[2:])
        with ours.server(plan.confdir, *passed) as plain, ours.server(plan.confdir, *recorded) as us:
            rate(plan, us)()
            free_children(us.pid)
            bursts = replace(plan, rounds=FINER * plan.rounds, seconds=plan.seconds / FINER)
            rates = _measured(rate, bursts, plain, us)
            stalls = _measured(stall, plan, plain, us)
    yield Finding(
        "recording",
        f"{median(rates['record']):,.0f} req/s",
        f"pass-through {median(rates['pass']):,.0f} req/s",
        paired.ratio(rates["record"], rates["pass"]),
        " x",
        Bound(at_least=0.85),
        {"rates": rates},
    )
    more = median(ours - theirs for ours, theirs in zip(stalls["record"], stalls["pass"], strict=True))
    yield Finding(
        "recording 50 MB",
        f"longest wait {median(stalls['record']):.1f} ms",
        f"pass-through {median(stalls['pass']):.1f} ms",
        more,
        " ms",
        Bound(at_most=20),
        {"waits_ms": stalls},
    )


def _measured(
    figure: Callable[[Plan, Server], Callable[[], float]], plan: Plan, plain: Server, us: Server
) -> dict[str, list[float]]:
    return paired.interleave({"pass": figure(plan, plain), "record": figure(plan, us)}, plan.rounds)


def rate(plan: Plan, server: Server) -> Callable[[], float]:
    """Whole answers a second of one burst; then rest, so that nobody pays for what another put off."""
    requests = again(chats(SHORT_ANSWER))

    def measure() -> float:
        seen = answers.load(
            server.port, requests, connections=CONNECTIONS, seconds=plan.seconds, warmup=plan.warmup
        )
        sleep(REST)
        return seen.rate

    return measure


def stall(plan: Plan, server: Server) -> Callable[[], float]:
    """The longest that one of many small requests takes, in ms, while 50 MB pass and are written."""
    requests = again(chats(SHORT_ANSWER))

    def measure() -> float:
        download = Thread(target=fetch, args=(server.port,))
        download.start()
        seen = answers.load(server.port, requests, connections=1, seconds=plan.seconds)
        download.join()
        return 1000 * max(seen.latencies)

    return measure


def fetch(port: int) -> None:
    """All of the large reply, kept nowhere: this process measures meanwhile."""
    with connect(port) as sock:
        sock.settimeout(SECONDS)
        sock.sendall(GET)
        left = LARGE_BYTES
        while left > 0 and (size := len(sock.recv(1 << 20))):
            left -= size
