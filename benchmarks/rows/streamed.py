"""Streamed chat at zero latency, one token a chunk, against FakeAI's chunks a second.

Short answers are judged, as everywhere here; long ones show what a chunk costs where a request costs little.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks import paired
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.plan import Plan
from benchmarks.rows.throughput import chunks_per_stream, compare, stream_burst
from benchmarks.servers import fakeai, ours


class Length(NamedTuple):
    """The same number of chunks from either server."""

    tokens: int
    fakeai_limit: int
    """Its `max_tokens` for about that many chunks."""
    bound: Bound


LENGTHS = (Length(SHORT_ANSWER, fakeai.MAX_TOKENS, Bound(at_least=4.0)), Length(69, 200, Bound()))


def run(plan: Plan) -> Iterator[Finding]:
    with ours.server(plan.confdir, *ours.ZERO_LATENCY) as us, fakeai.server() as them:
        for tokens, fakeai_limit, bound in LENGTHS:
            asked = {
                us: chats(tokens, stream=True, ignore_eos=True),
                them: chats(fakeai_limit, stream=True),
            }
            length = {server.name: chunks_per_stream(server, these) for server, these in asked.items()}
            bursts = {
                server.name: stream_burst(plan, server, again(these)) for server, these in asked.items()
            }
            figures = paired.interleave(bursts, plan.rounds)
            detail = {"chunks_per_stream": length}
            yield compare(f"streams of {tokens} tokens", figures, them.name, bound, "chunks/s", detail)
