from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.core.steps import Head
from fakeai_proxy.modes.replay import Replay
from tests.cassette.tape import answer, ask, delta, made, stream
from tests.playbook import play

from .parts import parts, said, told


def test_recordings_come_in_their_order_and_past_the_last_is_a_miss(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer("1")), (ask("Ho"), answer("x")), (ask(), answer("2")))
    with parts(path, readonly=True) as given:
        mode = Replay(given)
        assert [told(mode.decide(ask())) for _ in range(2)] == [said("1"), said("2")]
        status, mark, body = told(mode.decide(ask()))
        assert told(mode.decide(ask("Ho"))) == said("x")
    assert (status, mark) == (404, "miss")
    assert "consumed 2/2" in json.loads(body)["error"]["message"]


def test_a_miss_is_an_answer_that_nobody_retries(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    with parts(path, readonly=True) as given:
        (_, head), *_ = play(Replay(given).decide(ask("Something else")))
    assert isinstance(head, Head)
    assert head.status == 404
    assert {("x-should-retry", "false"), ("x-fakeai-proxy", "miss")} < set(head.headers)


def test_a_miss_speaks_the_dialect_of_its_host(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    with parts(path, readonly=True) as given:
        _, _, body = told(Replay(given).decide(replace(ask("Ho"), host="api.anthropic.com")))
    assert json.loads(body)["type"] == "error"


@pytest.mark.parametrize(("speed", "due"), [(1.0, [0.2, 0.3, 0.4, 0.4]), (2.0, [0.1, 0.15, 0.2, 0.2])])
def test_it_keeps_the_recorded_pace_times_a_speed(speed: float, due: list[float], tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(stream=True), stream(delta("Hi"), b"data: [DONE]\n\n")))
    with parts(path, readonly=True, speed=speed) as given:
        assert [at for at, _ in play(Replay(given).decide(ask(stream=True)))] == due


def test_it_does_not_touch_the_file(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    before = path.read_bytes()
    with parts(path, readonly=True) as given:
        mode = Replay(given)
        told(mode.decide(ask()))
        told(mode.decide(ask("Ho")))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
