"""Live streams beside others that stand still on purpose: what the untouched ones notice.

A second server streams through the proxy. Added ITL p99 is that of untouched streams by way of the proxy,
while as many others stall, less that of the same streams straight from the provider, in the same round.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from benchmarks import contention, paired
from benchmarks.client import answers, streams
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import again, chats
from benchmarks.pin import client_core
from benchmarks.plan import Plan
from benchmarks.servers import mitmdump, ours
from benchmarks.servers.process import Server, free_port, serve

ITL_MS = 20.0
"""Fifty tokens a second, as hosted models stream."""
STREAMS, TOKENS_BEFORE = 50, 3
WARMUP = 100
AT_MOST_MS = 5.0
FAULT = b'x-fakeai-fault: {"fault": "stream.stall", "when": {"after_tokens": %d}}\r\n' % TOKENS_BEFORE


def run(plan: Plan) -> Iterator[Finding]:
    with provider(plan) as origin:
        flags = ("--set", "chaos.allow_header=true", *ours.to_upstream(origin.port))
        with ours.server(plan.confdir, *flags) as us:
            for server in (origin, us):
                answers.load(server.port, again(chats(1)), connections=STREAMS, limit=WARMUP)
            lost = contention.watch(us)
            measures: dict[str, Callable[[], float]] = {
                "straight": lambda: p99_ms(plan, origin),
                "through us": lambda: p99_ms(plan, us),
                "while others stall": lambda: beside_stalled(plan, us),
            }
            figures = paired.interleave(measures, plan.rounds)
            lost_percent = lost()
    added = [
        with_them - straight
        for with_them, straight in zip(figures["while others stall"], figures["straight"], strict=True)
    ]
    medians = {name: median(each) for name, each in figures.items()}
    yield Finding(
        f"{STREAMS} live streams while {STREAMS} others stall",
        f"ITL p99 {medians['while others stall']:.1f} ms",
        f"straight {medians['straight']:.1f}, without the others {medians['through us']:.1f} ms, "
        f"{lost_percent:.0f} % of core lost",
        median(added),
        " ms added",
        Bound(at_most=AT_MOST_MS),
        {"itl_p99_ms": figures, "added_ms": added, "core_lost_percent": lost_percent},
    )


@contextmanager
def provider(plan: Plan) -> Iterator[Server]:
    """A simulator at an even pace, on the client's core, so that only the proxy has the server's."""
    port = free_port()
    pace = ("--itl-ms", str(ITL_MS), "--set", "generation.itl_variance_percent=0")
    command = ours.command(port, plan.confdir, *pace)
    with serve("provider", command, port, env=mitmdump.PYTHONPATH, core=client_core()) as server:
        yield server


def p99_ms(plan: Plan, server: Server) -> float:
    """Over all gaps between the chunks of one burst of streams."""
    requests = again(long_chats(plan))
    seen = streams.load(server.port, requests, connections=STREAMS, limit=STREAMS).streams
    return 1000 * paired.percentile([gap for stream in seen for gap in stream.gaps], 0.99)


def beside_stalled(plan: Plan, server: Server) -> float:
    with ExitStack() as stack:
        for request in long_chats(plan)[:STREAMS]:
            stack.enter_context(stalled(server.port, request))
        return p99_ms(plan, server)


def long_chats(plan: Plan) -> list[bytes]:
    tokens = plan.paced_chunks // 2
    return chats(tokens, stream=True, min_tokens=tokens, ignore_eos=True)


@contextmanager
def stalled(port: int, request: bytes) -> Iterator[None]:
    """A stream that has begun, and will say nothing more."""
    head, blank, body = request.partition(b"\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head + b"\r\n" + FAULT.removesuffix(b"\r\n") + blank + body)
        begun = b""
        while streams.chunks(begun) < TOKENS_BEFORE:
            received = connection.recv(65_536)
            if not received:
                raise ConnectionError("a stream that was to stall ended")
            begun += received
        yield
