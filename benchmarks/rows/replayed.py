"""Replayed non-streamed chat, without recorded waits.

Recordings of the same request are replayed in order and then used up, so every request is another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import cassettes, paired
from benchmarks.finding import Bound, Finding
from benchmarks.payloads import SHORT_ANSWER, again, chats
from benchmarks.plan import Plan
from benchmarks.rows.throughput import answer_burst, compare
from benchmarks.servers import floor, ours

FASTEST = 4_000
"""Answers a second that the cassette is long enough for."""


def run(plan: Plan) -> Iterator[Finding]:
    path = plan.folder / "replayed.db"
    count = int(FASTEST * plan.seconds * plan.rounds)
    cassettes.write(path, count)
    with (
        floor.static(plan.confdir) as lean,
        floor.static(plan.confdir, floor.SPARED) as spared,
        ours.server(plan.confdir, *ours.from_cassette(path)) as us,
    ):
        static = again(chats(SHORT_ANSWER))
        figures = paired.interleave(
            {
                lean.name: answer_burst(plan, lean, static),
                spared.name: answer_burst(plan, spared, static),
                us.name: answer_burst(plan, us, cassettes.requests(count)),
            },
            plan.rounds,
        )
    detail = {"interactions": count}
    yield compare("replayed chat", figures, lean.name, Bound(at_least=0.75), "req/s", detail)
    yield compare("replayed chat", figures, spared.name, Bound(), "req/s", detail)
