from __future__ import annotations

import json

from fakeai_proxy.admin.reading import Reading
from fakeai_proxy.admin.sections import SECTIONS, told
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, Head

from .asking import simulator
from .traffic import exchange


def test_sections_by_name() -> None:
    with simulator() as running:
        reading = Reading.read(running)
    assert told(reading).keys() == SECTIONS.keys()
    assert list(told(reading, ("cost", "tokens"))) == ["cost", "tokens"]


def test_what_broke_off_is_neither_well_nor_an_error() -> None:
    with simulator() as running:
        one = running.services.telemetry.begin(Request("POST", "/v1/chat/completions"), "synthesized")
        one.model, one.streamed = "gpt-4o", True
        for step in (Head(200), Data(b"x"), Abort()):
            one.feed(step)
        one.close()
        shown = told(Reading.read(running))
    assert (shown["requests"]["aborted"], shown["requests"]["error"], shown["errors"]["total"]) == (1, 0, 0)
    assert (shown["streaming"]["completed"], shown["streaming"]["failed"]) == (0, 1)


def test_tokens_per_second_of_one_stream_not_of_whole_answers() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, gap=0.2)
        exchange(running, clock, gap=0.01, streamed=False)
        streaming = SECTIONS["streaming"](Reading.read(running))
    assert streaming["tokens_per_second"]["count"] == 1
    assert round(streaming["tokens_per_second"]["max"], 6) == 5


def test_a_reply_that_took_no_time_has_no_rate() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, ttft=0, gap=0)
        shown = told(Reading.read(running))
    assert shown["streaming"]["tokens_per_second"]["count"] == 0
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
