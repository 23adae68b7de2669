from __future__ import annotations

import pytest

from fakeai_proxy.admin.reading import Reading
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError

from .asking import simulator
from .traffic import exchange, job


def test_all_models_and_one() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        job(running, "gpt-4o", range(16))
        exchange(running, clock)
        exchange(running, clock, "o3-mini")
        exchange(running, clock, "o3-mini", status=500)
        whole = Reading.read(running)
        part = whole.of("o3-mini")
    assert whole.models == ["gpt-4o", "o3-mini"]
    assert (len(whole.rows), len(whole.gaps), len(whole.workers)) == (3, 30, 4)
    assert (len(part.rows), len(part.gaps), len(part.workers)) == (2, 20, 0)
    assert sum(sums.requests for sums in part.cells.values()) == 2
    assert (whole.model, part.model) == (None, "o3-mini")


def test_a_model_that_was_never_asked_for_is_empty_or_refused() -> None:
    with simulator() as running:
        reading = Reading.read(running)
        assert not reading.of("gpt-4o").cells
        with pytest.raises(ApiError, match="No request has used the model 'gpt-4o'"):
            reading.used("gpt-4o")


def test_rates_are_of_the_time_there_was() -> None:
    clock = ManualClock()
    with simulator(clock, telemetry={"window_seconds": 30}) as running:
        clock.advance(10)
        assert Reading.read(running).seconds == 10
        clock.advance(100)
        assert Reading.read(running).seconds == 30


def test_a_name_that_may_be_a_secret_is_not_shown() -> None:
    clock = ManualClock()
    with simulator(clock) as running:
        exchange(running, clock, "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789")
        assert Reading.read(running).models == ["other"]
