import threading
from dataclasses import replace
from math import isnan, nan

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.telemetry import Telemetry, TelemetrySettings
from fakeai_proxy.telemetry import buckets as b

from .parts import ANSWER, KEY, Timeline, ask, made, only, serve


def pass_on(telemetry, clock, *, streamed):
    """A live reply of two pieces."""
    exchange = telemetry.begin(ask(), "live")
    exchange.streamed = streamed
    for wait, step in ((1.0, Head(200)), (0.5, Data(b"a")), (0.25, Data(b"b")), (0.25, End())):
        clock.advance(wait)
        exchange.feed(step)
    exchange.close()


def test_a_row_of_a_run():
    telemetry = made(ManualClock(5.0))
    serve(telemetry, Timeline(worker=2, preemptions=1), cached_tokens=64, max_tokens=50, batch=True)
    row = only(telemetry)
    times = [row[name] for name in ("duration", "ttft", "queue", "prefill", "decode")]
    assert times == [0.75, 0.25, 0.125, 0.125, 0.5]
    assert (row["at"], row["wall"]) == (5.0, 1_700_000_000.0)
    assert (row["worker"], row["preemptions"], row["batch"]) == (2, 1, 1)
    assert (row["prompt_tokens"], row["cached_tokens"], row["completion_tokens"]) == (100, 64, 3)
    assert (row["model"], row["endpoint"], row["finish"]) == ("gpt-4o", "/chat/completions", "stop")
    assert (row["request_bytes"], row["response_bytes"], row["max_tokens"]) == (2, 5, 50)


def test_a_row_without_a_run_is_timed_by_its_pieces():
    clock = ManualClock()
    telemetry = made(clock)
    pass_on(telemetry, clock, streamed=True)
    row = only(telemetry)
    assert (row["duration"], row["ttft"], row["decode"]) == (2.0, 1.5, 0.25)
    assert isnan(row["queue"])
    assert telemetry.gaps(60)["seconds"].tolist() == [0.25]


def test_a_reply_that_comes_whole_tells_no_time_of_its_tokens():
    clock = ManualClock()
    telemetry = made(clock)
    pass_on(telemetry, clock, streamed=False)
    row = only(telemetry)
    assert row["duration"] == 2.0
    assert isnan(row["ttft"])
    assert isnan(row["decode"])
    assert not len(telemetry.gaps(60))


def test_a_client_that_left_in_the_queue():
    telemetry = made(ManualClock(3.0))
    waits = Timeline(arrival=1.0, scheduled=nan, first_token=nan, last_token=nan, gaps=[])
    serve(telemetry, waits, steps=())
    row = only(telemetry)
    assert (row["outcome"], row["status"], row["duration"]) == ("aborted", 0, 2.0)
    assert row["completion_tokens"] == 0
    assert isnan(row["ttft"])


def test_tokens_that_never_came_are_not_counted():
    telemetry = made()
    run = Timeline(gaps=[0.01] * 4)
    serve(telemetry, run, steps=ANSWER[:2], completion_tokens=400, reasoning_tokens=100, choices=2)
    row = only(telemetry)
    assert (row["completion_tokens"], row["reasoning_tokens"]) == (10, 10)


def test_the_key_is_nowhere():
    telemetry = made()
    serve(telemetry, model=KEY, error=KEY)
    serve(telemetry, source="live", request=ask(f"/v1/files/{KEY}", b'{"model": "%b"}' % KEY.encode()))
    assert KEY not in repr(telemetry.names)
    assert {telemetry.users.names[user] for user in telemetry.rows()["user"]} == {telemetry.users.names[2]}


def test_paths_that_nothing_serves_have_no_names():
    telemetry = made()
    serve(telemetry, endpoint="", request=ask("/v1/anything"))
    assert only(telemetry)["endpoint"] == "other"


def test_totals_are_exact_though_rows_are_forgotten():
    telemetry = made(capacity=1000)
    for _ in range(3500):
        serve(telemetry, Timeline(), steps=ANSWER)
    assert len(telemetry.rows()) == 1000
    (sums,) = telemetry.totals().exchanges.cells().values()
    assert (sums.requests, sums.prompt_tokens) == (3500, 350_000)
    (gaps,) = telemetry.totals().spreads("itl", b.ITL).values()
    assert (gaps.counts.sum(), gaps.sum) == (7000, 1750.0)


def test_gaps_that_are_many_are_counted_before_rows_are():
    telemetry = made(capacity=50_000)
    serve(telemetry, Timeline(gaps=[0.5] * 40_000))
    assert telemetry._gaps.waiting == 0
    assert len(telemetry.gaps(60)) == 40_000


def test_a_window():
    clock = ManualClock()
    telemetry = made(clock)
    for _ in range(5):
        clock.advance(10.0)
        serve(telemetry, Timeline())
    assert telemetry.rows(25.0)["at"].tolist() == [30.0, 40.0, 50.0]
    assert len(telemetry.gaps(5.0)) == 2


def test_what_is_under_way():
    telemetry = made()
    exchange = telemetry.begin(ask(), "synthesized")
    assert telemetry.open == {exchange}
    exchange.close()
    assert telemetry.open == set()


def test_threads_lose_nothing():
    telemetry = made(capacity=1000)
    threads = [
        threading.Thread(target=lambda: [serve(telemetry, Timeline()) for _ in range(500)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        telemetry.totals()
    assert sum(sums.requests for sums in telemetry.totals().exchanges.cells().values()) == 2000


@pytest.mark.parametrize("seed", [0, -1, 2**63 - 1])
def test_fingerprints_of_callers_are_those_of_the_seed(seed):
    rows = []
    for _ in range(2):
        clock = ManualClock()
        telemetry = Telemetry(TelemetrySettings(), clock, clock, seed)
        serve(telemetry)
        rows.append(only(telemetry)["user"])
    assert rows[0] == rows[1] != ""


def test_closing_without_a_file_is_nothing():
    made().close()
    assert made().lost == 0


def test_all_that_is_charged_is_in_the_row_and_in_the_ledger():
    counts = {
        "audio_seconds": 1.5,
        "input_audio_tokens": 2,
        "output_audio_tokens": 3,
        "characters": 4,
        "images": 5,
        "web_searches": 6,
        "file_searches": 7,
        "code_sessions": 1,
    }
    words = {"vector_store": "vs_a", "image_size": "1024x1024", "image_source": "image.edit"}
    words |= {"search_context": "low", "service_tier": "flex"}
    telemetry, asked = made(), ask()
    request = replace(asked, headers=(*asked.headers, ("openai-project", "proj_a")))
    serve(telemetry, request=request, **counts, **words)
    row = only(telemetry)
    assert {name: row[name] for name in (*counts, *words, "project")} == counts | words | {
        "project": "proj_a"
    }
    [amounts] = telemetry.usage().values()
    assert {name: getattr(amounts, name) for name in counts} == counts
    assert amounts.requests == 1


def test_usage_is_exact_though_rows_are_forgotten():
    telemetry = made(capacity=1_000)
    for _ in range(2_500):
        serve(telemetry)
    assert sum(amounts.prompt_tokens for amounts in telemetry.usage().values()) == 250_000
