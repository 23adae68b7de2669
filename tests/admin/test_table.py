from __future__ import annotations

import csv
from io import StringIO

from fakeai_proxy.admin.table import BATCH
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer
from fakeai_proxy.core.steps import Data
from fakeai_proxy.telemetry.columns import COLUMNS

from .asking import ask, refused, simulator, steps, whole
from .traffic import exchange


def parsed(said: Answer) -> list[dict[str, str]]:
    body, headers = whole(said)
    assert headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(body.decode())))


def test_a_line_an_exchange_with_names() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, prompt=7, completion=2)
        exchange(running, clock, "o3-mini", status=429, error="rate_limit_exceeded", streamed=False)
        lines = parsed(ask(running, "/metrics/csv"))
    assert list(lines[0]) == [name for name, _, _ in COLUMNS]
    assert [line["model"] for line in lines] == ["gpt-4o", "o3-mini"]
    first, second = lines
    assert (first["prompt_tokens"], first["ttft"], first["queue"]) == ("7", "0.5", "")
    assert (first["endpoint"], first["outcome"], first["source"]) == (
        "/chat/completions",
        "ok",
        "synthesized",
    )
    assert (second["status"], second["error"], second["streamed"]) == ("429", "rate_limit_exceeded", "0")


def test_the_last_ones_and_those_of_a_model() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        for prompt in range(5):
            exchange(running, clock, "gpt-4o" if prompt % 2 else "o3-mini", prompt=prompt)
        assert [line["prompt_tokens"] for line in parsed(ask(running, "/metrics/csv?limit=2"))] == ["3", "4"]
        of_one = parsed(ask(running, "/metrics/csv?model=gpt-4o&limit=9"))
        assert [line["prompt_tokens"] for line in of_one] == ["1", "3"]
        assert refused(ask(running, "/metrics/csv?model=gpt-4"), 404)
        assert refused(ask(running, "/metrics/csv?limit=none"))


def test_only_its_head_where_nothing_happened() -> None:
    with simulator() as running:
        assert whole(ask(running, "/metrics/csv"))[0].count(b"\n") == 1


def test_it_is_made_in_pieces() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        for _ in range(BATCH + 1):
            exchange(running, clock, completion=1)
        pieces = [step.body for step in steps(ask(running, "/metrics/csv")) if isinstance(step, Data)]
    assert [piece.count(b"\n") for piece in pieces] == [1, BATCH, 1]
