from __future__ import annotations

import json

import numpy as np

from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.routing import Decision, Router

from .asking import router, send

PROMPT = block_hashes(range(100), 16)


def decide(to: Router, now: float = 1.5, among: tuple[int, ...] | None = None) -> Decision:
    return to.choose(PROMPT, 100, np.random.default_rng(3), now, among)


def test_it_tells_all_of_every_worker() -> None:
    to = router(num_workers=2)
    to.index.stored(1, PROMPT[:4])
    send(to, tokens=40)
    shown = decide(to).as_dict()
    first, second = shown.pop("workers")
    assert shown == {
        "number": 2,
        "at": 1.5,
        "model": "a-model",
        "policy": "kv",
        "temperature": 0.0,
        "prompt_tokens": 100,
        "prompt_blocks": 7,
        "block_size": 16,
        "worker": 1,
        "reason": "worker 1: the lowest cost, 5.25, before 19.25",
        "cost_unit": "blocks",
    }
    assert first == {
        "worker": 0,
        "overlap_blocks": 0,
        "overlap_tokens": 0,
        "active_prefill_tokens": 40,
        "active_decode_blocks": 3,
        "active_requests": 1,
        "health": "closed",
        "considered": True,
        "cost": 19.25,
        "chance": None,
        "chosen": False,
    }
    assert (second["overlap_blocks"], second["overlap_tokens"], second["cost"]) == (4, 64, 5.25)
    assert second["chosen"]


def test_it_is_json_whatever_the_policy_left_out() -> None:
    to = router(routing="power-of-two")
    to.health.mark(2, up=False)
    rows = decide(to).as_dict()["workers"]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert [row["considered"] for row in rows].count(False) == 2
    assert (rows[2]["health"], rows[2]["cost"]) == ("down", None)


def test_it_says_why() -> None:
    assert decide(router()).reason == "worker 0: of 4 with cost 13.25, chosen the longest ago"
    assert decide(router(), among=(2,)).reason == "worker 2: the only candidate"
    warm = decide(router(temperature=1.0))
    assert warm.reason == f"worker {warm.worker}: drawn at temperature 1, with a chance of 25.0%"


def test_it_says_that_all_are_ill() -> None:
    to = router(num_workers=2)
    for worker in range(2):
        to.health.mark(worker, up=False)
    assert decide(to).reason.startswith(
        "worker 0: no worker is healthy, so all were considered; of 2 with cost"
    )


def test_a_probe_is_told_as_what_it_is() -> None:
    to = router(num_workers=2, breaker_failures=1, breaker_seconds=10)
    to.health.mark(1, up=False)
    to.done(send(to), 0.0, "failed")
    assert decide(to, now=10.0).reason == "worker 0: the only candidate"
