"""Pass-through on one keep-alive connection: the latency a proxy adds to a tiny upstream.

Added latency is the median by way of the proxy less the median straight to the upstream, in the same round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

from benchmarks import paired
from benchmarks.client import answers
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.plan import Plan
from benchmarks.servers import mitmdump, ours
from benchmarks.servers.process import Server
from benchmarks.servers.upstream import upstream


def run(plan: Plan) -> Iterator[Finding]:
    with (
        upstream() as origin,
        mitmdump.passthrough(plan.confdir, origin.port) as bare,
        ours.server(plan.confdir, *ours.to_upstream(origin.port)) as us,
    ):
        measures = {server.name: latency(plan, server) for server in (origin, bare, us)}
        figures = paired.interleave(measures, 2 * plan.rounds)
    added = {
        server.name: [
            via - direct for via, direct in zip(figures[server.name], figures[origin.name], strict=True)
        ]
        for server in (bare, us)
    }
    yield Finding(
        "pass-through",
        f"+{median(added[us.name]):.3f} ms",
        f"{bare.name} +{median(added[bare.name]):.3f} ms",
        paired.ratio(added[us.name], added[bare.name]),
        " x",
        Bound(at_most=1.15),
        {"median_ms": figures, "added_ms": added},
    )


def latency(plan: Plan, server: Server) -> Callable[[], float]:
    """Median milliseconds of one burst of sequential requests."""
    requests = again(chats(SHORT_ANSWER))

    def measure() -> float:
        seen = answers.load(server.port, requests, connections=1, limit=plan.sequential)
        return 1000 * median(seen.latencies)

    return measure
