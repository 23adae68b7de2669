"""Streamed chat at zero latency, one token a chunk, against FakeAI's chunks a second."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import paired
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.plan import Plan
from benchmarks.rows.throughput import compare, stream_burst
from benchmarks.servers import fakeai, ours
from benchmarks.tokens import answer_tokens

ROW = "streams"


def run(plan: Plan) -> Iterator[Finding]:
    requests = {"fakeai_proxy": chats(SHORT_ANSWER), "FakeAI": chats(fakeai.MAX_TOKENS)}
    streamed = {
        "fakeai_proxy": chats(SHORT_ANSWER, stream=True),
        "FakeAI": chats(fakeai.MAX_TOKENS, stream=True),
    }
    with ours.server(plan.confdir, *ours.ZERO_LATENCY) as us, fakeai.server() as them:
        detail = {
            "tokens": {server.name: answer_tokens(server, requests[server.name]) for server in (us, them)}
        }
        figures = paired.interleave(
            {server.name: stream_burst(plan, server, again(streamed[server.name])) for server in (us, them)},
            plan.rounds,
        )
    yield compare(ROW, figures, them.name, Bound(at_least=4.0), "chunks/s", detail)
