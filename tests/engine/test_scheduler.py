from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.engine.block_pool import BlockPool
from fakeai_proxy.engine.blocks import block_hashes
from fakeai_proxy.engine.eviction import Lru
from fakeai_proxy.engine.scheduler import Scheduler
from fakeai_proxy.engine.sequence import Sequence
from fakeai_proxy.engine.settings import EngineSettings
from fakeai_proxy.engine.timeline import Timeline

from .served import job

BLOCK = 10


class Bench:
    """A scheduler whose steps take a second each. Prompts share nothing, but those of equal `first`."""

    def __init__(self, blocks: int = 1000, **settings: Any) -> None:
        self.pool, self.timeline = BlockPool(blocks, BLOCK, Lru()), Timeline()
        self.scheduler = Scheduler(EngineSettings.model_validate(settings), self.pool, self.timeline)
        self.named: dict[str, Sequence] = {}

    def add(
        self, name: str, prompt: int, output: int = 5, first: int | None = None, **others: Any
    ) -> Sequence:
        first = 100_000 * (len(self.named) + 1) if first is None else first
        made = job(prompt, output, first, **others)
        sequence = self.named[name] = Sequence(made, block_hashes(made.prompt, BLOCK), 0.0)
        self.scheduler.waiting.append(sequence)
        return sequence

    def step(self) -> dict[str, tuple[int, int]]:
        """Who prefilled how much, after how much; then who is over leaves."""
        step = self.timeline.count
        chunks = self.scheduler.schedule(float(step))
        self.timeline.append(step + 1.0)
        names = {sequence: name for name, sequence in self.named.items()}
        for sequence, chunk in chunks:
            self.scheduler.prefilled(sequence, chunk.new, step)
        self.scheduler.land()
        return {names[sequence]: tuple(chunk) for sequence, chunk in chunks}

    @property
    def decoding(self) -> str:
        return "".join(name for name, one in self.named.items() if one in self.scheduler.decoding)


def test_prompts_are_prefilled_in_order_as_far_as_the_budget_goes() -> None:
    bench = Bench(max_num_batched_tokens=256)
    for name, prompt in (("a", 100), ("b", 400), ("c", 50)):
        bench.add(name, prompt)
    assert bench.step() == {"a": (100, 0), "b": (156, 0)}
    assert bench.step() == {"b": (244, 156), "c": (11, 0)}
    assert bench.decoding == "ab"
    assert bench.step() == {"c": (39, 11)}


def test_those_who_decode_come_before_prefill() -> None:
    bench = Bench(max_num_batched_tokens=256)
    bench.add("a", 10, choices=56)
    bench.step()
    bench.add("b", 1000)
    assert bench.step() == {"b": (200, 0)}


def test_the_batch_has_so_many_seats() -> None:
    bench = Bench(max_num_seqs=4)
    for name, choices in (("a", 2), ("b", 3), ("c", 1)):
        bench.add(name, 10, choices=choices)
    assert list(bench.step()) == ["a"]
    assert bench.scheduler.running == 2
    for _ in range(4):
        bench.step()
    assert list(bench.step()) == ["b", "c"]


def test_more_choices_than_seats_are_served_alone() -> None:
    bench = Bench(max_num_seqs=4)
    bench.add("a", 10, choices=8)
    assert list(bench.step()) == ["a"]
    assert bench.scheduler.width == 8


def test_what_is_cached_is_not_computed_but_for_the_last_token() -> None:
    bench = Bench()
    bench.add("a", 100, first=1)
    bench.add("b", 100, first=1)
    assert bench.step() == {"a": (100, 0), "b": (10, 90)}
    assert bench.named["b"].cached == 90


def test_without_chunks_a_prompt_waits_for_a_step_that_has_room_for_it() -> None:
    bench = Bench(max_num_batched_tokens=256, chunked_prefill=False)
    for name, prompt in (("a", 200), ("b", 100), ("c", 400)):
        bench.add(name, prompt)
    assert bench.step() == {"a": (200, 0)}
    assert bench.step() == {"b": (100, 0)}
    assert bench.step() == {"c": (400, 0)}


def test_nobody_is_admitted_into_the_last_of_the_blocks() -> None:
    bench = Bench(blocks=100)
    bench.add("a", 500)
    bench.add("b", 500)
    assert list(bench.step()) == ["a"]
    bench.add("c", 100)
    assert bench.step() == {}, "first come, first served"
    for _ in range(3):
        bench.step()
    assert list(bench.step()) == ["b", "c"]


@pytest.mark.parametrize(("preemption", "victim"), [("lifo", "b"), ("fifo", "a")])
def test_where_blocks_run_out_somebody_starts_over(preemption: str, victim: str) -> None:
    bench = Bench(blocks=20, preemption=preemption)
    bench.add("a", 90, 60)
    bench.add("b", 90, 60)
    bench.step()
    steps = 1
    while not bench.scheduler.waiting:
        bench.step()
        steps += 1
    gone = bench.named[victim]
    assert list(bench.scheduler.waiting) == [gone]
    assert (gone.preemptions, gone.computed, gone.target) == (1, 0, 90 + steps - 1)
    assert (gone.held, bench.scheduler.preemptions) == ([], 1)
    while bench.scheduler.waiting or bench.scheduler.decoding:
        bench.step()
        steps += 1
    assert all(one.over and one.known() == 60 for one in bench.named.values())
    assert bench.pool.active == 0


def test_who_was_preempted_comes_before_those_who_wait() -> None:
    bench = Bench(blocks=20)
    for name in "abc":
        bench.add(name, 90, 60)
    while not bench.scheduler.preemptions:
        bench.step()
    assert list(bench.scheduler.waiting) == [bench.named["b"], bench.named["c"]]


def test_choices_share_the_blocks_of_the_prompt() -> None:
    bench = Bench()
    bench.add("a", 105, 30, choices=4)
    bench.step()
    assert bench.pool.active == 10 + 4
    for _ in range(6):
        bench.step()
    assert bench.pool.active == 10 + 4 * 2
    for _ in range(23):
        bench.step()
    assert bench.pool.active == 0


def test_steps_in_which_nothing_changes_are_told_in_advance() -> None:
    bench = Bench()
    bench.add("a", 10, 100)
    bench.add("b", 10, 50)
    assert bench.scheduler.calm() == 0
    bench.step()
    assert bench.scheduler.calm() == 49
    bench.add("c", 10, 5)
    bench.step()
    assert bench.scheduler.calm() == 4


def test_near_the_last_block_every_step_is_looked_at() -> None:
    bench = Bench(blocks=30)
    bench.add("a", 90, 100)
    bench.add("b", 90, 100)
    bench.step()
    bench.scheduler.schedule(1.0)
    spare = (30 - bench.pool.active) // 2
    assert bench.scheduler.calm() == (spare - 1) * BLOCK


def test_who_leaves_gives_back_everything() -> None:
    bench = Bench(max_num_batched_tokens=256, max_num_seqs=2)
    for name in "abc":
        bench.add(name, 200)
    bench.step()
    for name in "cba":
        bench.scheduler.remove(bench.named[name])
    assert (bench.scheduler.idle, bench.scheduler.width, bench.scheduler.running) == (True, 0, 0)
    assert bench.pool.active == 0
