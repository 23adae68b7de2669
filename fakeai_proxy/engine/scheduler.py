"""Who takes part in the next step: continuous batching and chunked prefill, as vLLM v1 does them.

    budget = max_num_batched_tokens
    1. whoever decodes: a token each, and a block where the last one is full
    2. whoever is still prefilling, in order: min(what is left, budget)
    3. whoever waits, first come first served, while there are seats, blocks and budget, and nobody had to go

Where the blocks run out, the last (or first) of the batch loses its own, goes back to the head of the queue,
and is computed anew, with what it wrote. (vllm/v1/core/sched/scheduler.py; chunks: Agrawal et al., 2023.)
"""

from __future__ import annotations

from collections import deque
from math import isnan

from .block_pool import BlockPool
from .pricing import Chunk
from .sequence import NEVER, Sequence
from .settings import EngineSettings
from .timeline import Timeline

Chunks = list[tuple[Sequence, Chunk]]


class Scheduler:
    """The queue and the batch of one worker: every sequence is in one of three places, in order."""

    def __init__(self, settings: EngineSettings, pool: BlockPool, timeline: Timeline) -> None:
        self.waiting: deque[Sequence] = deque()
        self.prefilling: list[Sequence] = []
        self.decoding: list[Sequence] = []
        self.width = 0
        """Choices that decode: tokens of a step without prefill."""
        self.preemptions = 0
        self._settings, self._pool, self._timeline = settings, pool, timeline
        self._seated = 0
        self._refused: tuple[Sequence, int] | None = None
        """Who found no room, and how many blocks were in use then."""

    @property
    def running(self) -> int:
        """Sequences in the batch, each choice counted."""
        return self._seated

    @property
    def idle(self) -> bool:
        return not (self._seated or self.waiting)

    def schedule(self, start: float) -> Chunks:
        """Who prefills how much in the step that begins now. Those in `decoding` then write a token each."""
        step = self._timeline.count
        before = self.preemptions
        self._make_room(step)
        chunks: Chunks = []
        budget = self._settings.max_num_batched_tokens - self.width
        for sequence in tuple(self.prefilling):
            budget -= self._continue(sequence, budget, step, chunks)
        if self.preemptions == before:
            self._admit(start, step, budget, chunks)
        return chunks

    def prefilled(self, sequence: Sequence, tokens: int, step: int) -> bool:
        """`step` computes `tokens` more of its prompt; True if it is the last, which brings a token."""
        sequence.computed += tokens
        if sequence.computed < sequence.target:
            return False
        self.prefilling.remove(sequence)
        self._decode(sequence, step)
        return True

    def land(self) -> list[Sequence]:
        """Those whose last token came with the latest step leave."""
        count = self._timeline.count
        landed = [sequence for sequence in self.decoding if sequence.last < count]
        for sequence in landed:
            self.remove(sequence)
            sequence.over = True
        return landed

    def remove(self, sequence: Sequence) -> None:
        """It leaves, wherever it is, and its blocks with it."""
        if sequence.held:
            self._unseat(sequence)
        else:
            self.waiting.remove(sequence)

    def calm(self) -> int:
        """Steps for which nothing changes but by a newcomer: nobody ends before the last, blocks suffice.

        0 if that is not even certain of the next.
        """
        if self.prefilling or not self.decoding:
            return 0
        if any(sequence.strided or not sequence.room for sequence in self.decoding):
            return 0
        ending = min(sequence.last for sequence in self.decoding) - self._timeline.count + 1
        spare = (self._pool.capacity - self._pool.active) // self.width
        return min(ending, (spare - 1) * self._pool.block_size)

    def grow(self) -> None:
        """Give blocks to all that was written up to the latest step; `calm` has seen that they are there."""
        step = self._timeline.count - 1
        for sequence in self.decoding:
            if (tokens := sequence.tokens_at(step)) > sequence.room:
                self._extend(sequence, tokens)

    def context(self, step: int) -> int:
        """Tokens that those who decode look back on."""
        return sum(sequence.width * sequence.tokens_at(step) for sequence in self.decoding)

    def oldest(self) -> int:
        """The first step that somebody still may ask for."""
        return min((sequence.opened for sequence in self.decoding), default=self._timeline.count)

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────

    def _make_room(self, step: int) -> None:
        for sequence in tuple(self.decoding):
            if sequence.held:
                self._secure(sequence, sequence.tokens_at(step), step)

    def _secure(self, sequence: Sequence, tokens: int, step: int) -> bool:
        """Blocks for `tokens` tokens, whoever has to go for it; False if that was `sequence` itself."""
        while tokens > sequence.room and not self._extend(sequence, tokens):
            victim = self._victim()
            self._preempt(victim, step)
            if victim is sequence:
                return False
        return True

    def _extend(self, sequence: Sequence, tokens: int) -> bool:
        pool = self._pool
        if not all(pool.extend(held, tokens - held.tokens) for held in sequence.held):
            return False
        sequence.room = self._room(sequence, tokens)
        return True

    def _victim(self) -> Sequence:
        if self._settings.preemption == "fifo":
            return (self.decoding or self.prefilling)[0]
        return (self.prefilling or self.decoding)[-1]

    def _preempt(self, victim: Sequence, step: int) -> None:
        self._unseat(victim)
        victim.preemptions += 1
        self.preemptions += 1
        self.waiting.appendleft(victim)

    def _unseat(self, sequence: Sequence) -> None:
        if sequence.last < NEVER:
            self.decoding.remove(sequence)
            self.width -= sequence.width
        else:
            self.prefilling.remove(sequence)
        self._seated -= sequence.width
        sequence.pause(self._timeline.count)
        for held in sequence.held:
            self._pool.release(held)
        sequence.held, sequence.room = [], 0

    def _room(self, sequence: Sequence, tokens: int) -> int:
        """Tokens until its blocks change, where it has `tokens`: one is full, or has to have its name."""
        size = self._pool.block_size
        full = -(-tokens // size) * size
        return full - 1 if full > tokens and len(sequence.job.output) else full

    # ── prefill ────────────────────────────────────────────────────────────────────────────────

    def _continue(self, sequence: Sequence, budget: int, step: int, chunks: Chunks) -> int:
        """Tokens that it computes in this step."""
        new = min(sequence.target - sequence.computed, budget)
        if new <= 0 or not sequence.held or not self._secure(sequence, sequence.computed + new, step):
            return 0
        chunks.append((sequence, Chunk(new, sequence.computed)))
        return new

    def _admit(self, start: float, step: int, budget: int, chunks: Chunks) -> None:
        while self.waiting and budget > 0:
            sequence = self.waiting[0]
            if self._seated and self._seated + sequence.width > self._settings.max_num_seqs:
                return
            chunk = self._seat(sequence, budget, bool(chunks))
            if chunk is None:
                return
            self.waiting.popleft()
            self._seated += sequence.width
            if isnan(sequence.scheduled):
                sequence.scheduled, sequence.cached = start, chunk.before
            if chunk.new:
                self.prefilling.append(sequence)
                chunks.append((sequence, chunk))
                budget -= chunk.new
            else:
                self._decode(sequence, step)
                budget -= sequence.width

    def _seat(self, sequence: Sequence, budget: int, others: bool) -> Chunk | None:
        """Its first chunk, and blocks for that; None if there is no place for it. An empty one was computed
        elsewhere."""
        pool = self._pool
        if self._refused is not None and self._refused[0] is sequence and pool.active >= self._refused[1]:
            return None
        active = pool.active
        held = pool.pin(sequence.hashes, sequence.target, counted=not sequence.looked_up)
        sequence.looked_up = True
        before = max(sequence.computed, held.cached)
        new = min(sequence.target - before, budget)
        if not self._settings.chunked_prefill and before + new < sequence.target:
            # Alone it goes over the budget: vLLM demands a budget as large as the longest prompt.
            new = 0 if others else sequence.target - before
        elsewhere = sequence.computed == sequence.target
        if not (new or elsewhere):
            pool.release(held)
            return None
        tokens = before + new + elsewhere
        if not (pool.admits(held, sequence.target + elsewhere) and pool.extend(held, tokens - held.tokens)):
            pool.release(held)
            self._refused = sequence, active
            return None
        sequence.held, sequence.computed = [held], before
        sequence.room = self._room(sequence, tokens)
        return Chunk(new, before)

    def _decode(self, sequence: Sequence, step: int) -> None:
        """From `step` on, it brings tokens. Its other choices share the blocks of the prompt."""
        self.decoding.append(sequence)
        self.width += sequence.width
        sequence.begin(self._timeline, step)
        if sequence.width > 1:
            pin, tokens = self._pool.pin, sequence.computed
            others = (pin(sequence.hashes, tokens + 1, counted=False) for _ in range(1, sequence.width))
            sequence.held.extend(others)
            sequence.room = 0
            self._extend(sequence, tokens)
