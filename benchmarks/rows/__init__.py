"""The rows of the table, in its order. A new one is one file and one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.finding import Finding
from benchmarks.plan import Plan
from benchmarks.rows import (
    chaos_live,
    chaos_off,
    long_prompt,
    lookup,
    matching,
    memory,
    paced,
    passthrough,
    radix,
    recording,
    replay_timing,
    replayed,
    routing,
    simulated,
    startup,
    streamed,
    synthesized,
)

ROWS: tuple[tuple[str, Callable[[Plan], Iterator[Finding]]], ...] = (
    ("synthesized", synthesized.run),
    ("replayed", replayed.run),
    ("replay_timing", replay_timing.run),
    ("lookup", lookup.run),
    ("matching", matching.run),
    ("streamed", streamed.run),
    ("paced", paced.run),
    ("passthrough", passthrough.run),
    ("recording", recording.run),
    ("startup", startup.run),
    ("memory", memory.run),
    ("long_prompt", long_prompt.run),
    ("radix", radix.run),
    ("routing", routing.run),
    ("simulated", simulated.run),
    ("chaos_live", chaos_live.run),
    ("chaos_off", chaos_off.run),
)
