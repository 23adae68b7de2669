from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from fakeai_proxy.engine.block_pool import BlockPool, Held
from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.routing import ROUTERS, Charge, Router

from .asking import router, send

PROMPT = block_hashes(range(160), 16)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_prompt_goes_to_who_holds_its_beginning() -> None:
    to = router()
    to.index.stored(2, PROMPT[:5])
    decision = to.choose(PROMPT, 160, rng(), 0.0)
    assert (decision.worker, decision.overlap_blocks) == (2, 5)


def test_the_last_token_is_not_counted_as_found() -> None:
    to = router()
    to.index.stored(2, PROMPT)
    assert to.choose(PROMPT, 160, rng(), 0.0).overlap_blocks == 9
    assert to.choose(PROMPT, 161, rng(), 0.0).overlap_blocks == 10


def test_choosing_changes_nothing() -> None:
    to = router()
    first, second = (to.choose(PROMPT, 160, rng(), 0.0) for _ in range(2))
    assert first == second


def test_a_request_weighs_on_its_worker_without_what_was_found() -> None:
    to = router(num_workers=1)
    to.index.stored(0, PROMPT[:5])
    charge = to.charge(to.choose(PROMPT, 165, rng(), 0.0))
    load = to.loads[0]
    assert (load.prefill_tokens, load.decode_blocks, load.active_requests, load.requests) == (85, 6, 1, 1)
    charge.first_token()
    to.done(charge, 1.0)
    to.done(charge, 1.0)
    assert (load.prefill_tokens, load.decode_blocks, load.active_requests, load.requests) == (0, 0, 0, 1)


def test_a_prompt_weighs_until_its_first_token_is_out() -> None:
    to = router(num_workers=2)
    first, second = send(to), send(to)
    to.prefilled(second, 3.0)
    to.prefilled(first, 2.0)
    weights = []
    for now in (1.9, 2.0, 3.0):
        to.advance(now)
        weights.append([load.prefill_tokens for load in to.loads])
    assert weights == [[100, 100], [0, 100], [0, 0]]
    to.prefilled(first, 5.0)
    assert to.choose([], 100, rng(), 6.0).candidates[0].prefill_tokens == 0


def test_a_loaded_worker_is_left_for_an_idle_one() -> None:
    to = router(num_workers=2)
    to.index.stored(0, PROMPT[:2])
    assert [to.charge(to.choose(PROMPT, 160, rng(), 0.0)).worker for _ in range(4)] == [0, 1, 0, 1]


def test_candidates_may_be_few() -> None:
    to = router()
    assert {to.charge(to.choose(PROMPT, 160, rng(), 0.0, among=(1, 3))).worker for _ in range(6)} == {1, 3}


def test_the_ill_are_not_considered() -> None:
    to = router(num_workers=3, breaker_failures=2)
    to.health.mark(1, up=False)
    for charge in [send(to) for _ in range(4)]:
        to.done(charge, 0.0, "failed" if charge.worker == 2 else "answered")
    assert {send(to, now=1.0).worker for _ in range(5)} == {0}
    assert to.choose([], 10, rng(), 1.0).costs[1:] == (None, None)


def test_a_breaker_lets_one_request_through_and_closes_with_its_answer() -> None:
    to = router(num_workers=2, breaker_failures=1, breaker_seconds=10)
    to.done(send(to), 0.0, "failed")
    assert [send(to, now=5.0).worker for _ in range(3)] == [1, 1, 1]
    probe = send(to, now=10.0)
    assert (probe.worker, send(to, now=10.0).worker) == (0, 1)
    to.done(probe, 11.0)
    assert to.health.well


def test_where_all_are_ill_all_are_considered() -> None:
    to = router(num_workers=2)
    for worker in range(2):
        to.health.mark(worker, up=False)
    assert {send(to).worker for _ in range(4)} == {0, 1}


@pytest.mark.parametrize("routing", ["kv", "dynamo", "round-robin", "least-loaded"])
def test_only_what_draws_takes_from_the_rng(routing: str) -> None:
    to, source, untouched = router(routing=routing), rng(7), rng(7)
    to.choose(PROMPT, 160, source, 0.0)
    assert source.random() == untouched.random()


def test_a_temperature_spreads_what_the_lowest_cost_would_take() -> None:
    to = router(temperature=0.5)
    to.index.stored(3, PROMPT)
    decisions = [to.choose(PROMPT, 160, rng(seed), 0.0) for seed in range(400)]
    share = sum(decision.worker == 3 for decision in decisions) / len(decisions)
    assert decisions[0].chances is not None
    assert share == pytest.approx(decisions[0].chances[3], abs=0.08)


# ── with the caches that feed it ───────────────────────────────────────────────────────────────────


class Fleet:
    """Workers that take `users` prompts at a time, in order, the oldest leaving for the newest."""

    def __init__(self, users: int, **settings: object) -> None:
        parts = KVCacheSettings.model_validate(settings)
        self.router, self.users = Router(parts), users
        self.pools = [BlockPool.of(parts, 0, each, self.router.index) for each in range(parts.num_workers)]
        self.running: list[tuple[Charge, Held]] = []

    def take(self, prompt: Sequence[int], source: np.random.Generator) -> Held:
        if len(self.running) >= self.users:
            charge, held = self.running.pop(0)
            self.router.done(charge, 0.0)
            self.pools[charge.worker].release(held)
        hashes = block_hashes(prompt, 16)
        charge = self.router.charge(self.router.choose(hashes, len(prompt), source, 0.0))
        pool = self.pools[charge.worker]
        taken = pool.pin(hashes, len(prompt))
        assert pool.extend(taken, len(prompt) - taken.tokens)
        charge.first_token()
        self.running.append((charge, taken))
        return taken

    @property
    def imbalance(self) -> float:
        requests = [load.requests for load in self.router.loads]
        return max(requests) * len(requests) / sum(requests)


def reused(routing: str, users: int) -> float:
    """Of 8 prefixes that 200 prompts begin with, the share found again of what was seen before anywhere."""
    source, fleet = rng(1), Fleet(users, routing=routing, blocks=400)
    prefixes = source.integers(0, 1000, (8, 1024))
    seen, found, possible = set[int](), 0, 0
    for _ in range(200):
        which = int(source.integers(8))
        held = fleet.take([*prefixes[which].tolist(), *source.integers(0, 1000, 250).tolist()], source)
        if which in seen:
            found, possible = found + held.cached, possible + 1024
        seen.add(which)
    return found / possible


@pytest.mark.parametrize("users", [1, 8])
@pytest.mark.parametrize("routing", ["kv", "dynamo"])
def test_shared_prefixes_are_found_again(routing: str, users: int) -> None:
    share = reused(routing, users)
    assert share >= 0.95
    assert share > reused("round-robin", users) + 0.1


@pytest.mark.parametrize("users", [1, 4, 30])
@pytest.mark.parametrize("routing", ROUTERS)
def test_where_nothing_is_shared_all_work_alike(routing: str, users: int) -> None:
    source, fleet = rng(2), Fleet(users, routing=routing, blocks=2000)
    for _ in range(400):
        fleet.take(source.integers(0, 100_000, int(source.integers(20, 200))).tolist(), source)
    assert fleet.imbalance <= 1.2


@pytest.mark.parametrize("routing", ROUTERS)
def test_one_seed_one_sequence_one_history(routing: str) -> None:
    def history() -> list[int]:
        source, fleet = rng(5), Fleet(6, routing=routing, blocks=500, temperature=0.3)
        for _ in range(60):
            fleet.take(source.integers(0, 3, 64).tolist(), source)
        return [charge.worker for charge, _ in fleet.running]

    assert history() == history()


def test_memory_follows_the_blocks_held_not_the_prompts_seen() -> None:
    source, fleet = rng(3), Fleet(2, blocks=50)
    for _ in range(500):
        fleet.take(source.integers(0, 100_000, 80).tolist(), source)
    assert len(fleet.router.index) == sum(pool.cached for pool in fleet.pools) <= 4 * 50
