"""Synthesized non-streamed chat at zero latency: what parsing, tokens, text and JSON cost over the floor."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import paired
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.plan import Plan
from benchmarks.rows.throughput import answer_burst, compare
from benchmarks.servers import fakeai, floor, mitmdump, ours
from benchmarks.tokens import answer_tokens

ROW = "synthesized chat"


def run(plan: Plan) -> Iterator[Finding]:
    requests, theirs = chats(SHORT_ANSWER), chats(fakeai.MAX_TOKENS)
    with (
        mitmdump.static(plan.confdir) as bare,
        floor.static(plan.confdir) as lean,
        floor.static(plan.confdir, floor.SPARED) as spared,
        fakeai.server() as them,
        ours.server(plan.confdir, *ours.ZERO_LATENCY) as us,
    ):
        detail = {"tokens": {us.name: answer_tokens(us, requests), them.name: answer_tokens(them, theirs)}}
        asked = {bare: requests, lean: requests, spared: requests, them: theirs, us: requests}
        figures = paired.interleave(
            {server.name: answer_burst(plan, server, again(these)) for server, these in asked.items()},
            plan.rounds,
        )
    yield compare(ROW, figures, lean.name, Bound(at_least=0.7), "req/s", detail)
    yield compare(ROW, figures, them.name, Bound(at_least=2.5), "req/s", detail)
    for other in (spared, bare):
        yield compare(ROW, figures, other.name, Bound(), "req/s", detail)
