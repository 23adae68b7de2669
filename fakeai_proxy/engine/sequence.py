"""A job inside a worker: how far its prefill is, and which steps write its tokens."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from math import nan

from .block_pool import Held
from .job import Job
from .routing import Charge
from .timeline import Timeline

NEVER = 2**62
"""In place of a step."""
NOWHERE = -1
"""In place of a worker."""


class Sequence:
    """All choices of one job: they write in step with each other and share the blocks of the prompt.

        waiting ─ admitted ─► prefilling ─ last chunk ─► decoding ─ last token ─► over
           ▲─────────────────────── preempted ───────────────┘

    Its tokens come in bursts: the first token with the end of the prefill, then one a step, or as many as the
    next of the job's strides. A job that writes nothing has one burst of no tokens.
    """

    __slots__ = (
        "_opened",
        "_origin",
        "_past",
        "_timeline",
        "_totals",
        "arrival",
        "bursts",
        "cached",
        "charges",
        "computed",
        "destination",
        "hashes",
        "held",
        "job",
        "last",
        "looked_up",
        "lost",
        "over",
        "preemptions",
        "prompt",
        "ready",
        "room",
        "scheduled",
        "target",
        "width",
        "worker",
    )

    def __init__(self, job: Job, hashes: list[int], arrival: float) -> None:
        self.job, self.hashes, self.arrival = job, hashes, arrival
        self.width, self.prompt = max(job.choices, 1), job.prompt_tokens
        self._totals = burst_totals(job)
        """Tokens after each burst, where that is not one a burst."""
        self.bursts = len(self._totals) or max(job.output_tokens, 1)
        self.ready = arrival
        """The earliest moment at which it may join a batch."""
        self.scheduled = nan
        """When it joined its first one."""
        self.held: list[Held] = []
        """Blocks of each choice; of the first one only until the prefill is done; none while it waits."""
        self.room = 0
        """Tokens for which there are blocks, and names for those that have one; of every choice."""
        self.cached = 0
        """Tokens of the prompt that were found when it joined its first batch."""
        self.computed, self.target = 0, max(self.prompt, 1)
        """Tokens in the cache, and those that have to be there for the next burst."""
        self.looked_up = False
        """Whether the cache was asked for its prompt, which counts once."""
        self.preemptions = 0
        self.worker = self.destination = NOWHERE
        """Index of the worker that has it, and of the one that is to write it, where that is another."""
        self.charges: list[Charge] = []
        """What it weighs on each of them, as the router sees it."""
        self.last = NEVER
        """The step of its last burst."""
        self.over = self.lost = False
        """Nothing more comes of it; and that because its worker failed."""
        self._past = array("d")
        """When the bursts came that are no longer, or were never, in the timeline."""
        self._timeline: Timeline | None = None
        self._opened = self._origin = 0
        """Step of the first burst that is in the timeline; tokens in the cache after step 0, so to say."""

    # ── in a worker ────────────────────────────────────────────────────────────────────────────

    def begin(self, timeline: Timeline, step: int) -> None:
        """From `step` on, every step brings a burst."""
        self._timeline, self._opened = timeline, step
        self._origin = self.prompt + len(self._past) - step
        self.last = step + self.bursts - len(self._past) - 1

    def pause(self, stop: int) -> None:
        """`stop` is the first step that brings none. What is in the cache is as good as gone."""
        if self._timeline is not None:
            stop = max(min(stop, self.last + 1), self._opened)
            self._past.extend(self._timeline.between(self._opened, stop))
            self._timeline, self.last = None, NEVER
        self.computed, self.target = 0, max(self.prompt + self.written(len(self._past)), 1)

    def carry(self, at: float) -> None:
        """The prefill was done elsewhere: its first burst comes `at`, when keys and values are here."""
        self._past[0] = at
        self.ready, self.computed, self.looked_up = at, self.target, True

    @property
    def opened(self) -> int:
        """The first of the steps that the timeline must remember for it."""
        return self._opened if self._timeline is not None else NEVER

    def tokens_at(self, step: int) -> int:
        """Tokens of each choice that are in the cache after `step`, one in which it decodes."""
        if self._totals:
            return self.prompt + self._totals[len(self._past) + step - self._opened] - 1
        return self._origin + step

    def stride(self, step: int) -> int:
        """Tokens of each choice that `step` brings."""
        if self._totals:
            burst = len(self._past) + step - self._opened
            return self._totals[burst] - (self._totals[burst - 1] if burst else 0)
        return min(self.job.output_tokens, 1)

    @property
    def strided(self) -> bool:
        return bool(self._totals)

    # ── for its client ─────────────────────────────────────────────────────────────────────────

    def written(self, bursts: int) -> int:
        """Tokens of each choice in the first `bursts`."""
        if self._totals:
            return self._totals[bursts - 1] if bursts else 0
        return min(bursts, self.job.output_tokens)

    def burst_of(self, token: int) -> int:
        """The burst that brings `token`, the first one being 0."""
        return bisect_right(self._totals, token) if self._totals else token

    def known(self) -> int:
        """Bursts whose end is certain: they are out, or the step under way brings them."""
        if self._timeline is None:
            return len(self._past)
        return len(self._past) + min(self._timeline.count, self.last + 1) - self._opened

    def end(self, burst: int) -> float:
        """When one of the `known` bursts comes, in simulated seconds."""
        past = len(self._past)
        if burst < past:
            return self._past[burst]
        assert self._timeline is not None
        return self._timeline[self._opened + burst - past]

    def ends(self, bursts: int) -> array[float]:
        """When the first `bursts` of them come."""
        if self._timeline is None or bursts <= len(self._past):
            return self._past[:bursts]
        return self._past + self._timeline.between(self._opened, self._opened + bursts - len(self._past))


def burst_totals(job: Job) -> tuple[int, ...]:
    """Tokens after each burst, where they are not one a burst, else ().

    The first brings one, then come the strides, then one at a time: with strides 3 and 2, 8 tokens are
    1, 4, 6, 7, 8.
    """
    if not job.strides:
        return ()
    reached = [min(total, job.output_tokens) for total in accumulate(job.strides, initial=1)]
    rest = range(reached[-1] + 1, job.output_tokens + 1)
    cut = [total for at, total in enumerate(reached) if not at or total > reached[at - 1]]
    return (*cut, *rest)
