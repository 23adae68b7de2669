"""What is said in sound: speech of ours as it was, all else what might be said in it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from hashlib import blake2b

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.synth.speech import RATE, Hearing
from fakeai_proxy.synth.speech.plausible import plausible
from fakeai_proxy.synth.speech.stretches import stretches

from .conversation import Kept
from .sounds import Samples

SLICE = 2 * RATE
"""Samples that are listened to at a time."""


def heard(samples: Samples, seed: int) -> Generator[Wait, None, str]:
    """The words in `samples`, bit by bit; "" where nobody speaks."""
    hearing = Hearing(RATE)
    for at in range(0, len(samples), SLICE):
        hearing.feed(samples[at : at + SLICE, None])
        yield Wait(0)
    found = hearing.heard()
    if found.texts:
        return " ".join(found.texts)
    voiced = stretches(found.loudness)
    rng = rng_for(seed, blake2b(samples.tobytes(), digest_size=16).digest())
    return " ".join(part.text for part in plausible(voiced, rng)) if voiced else ""


def listened(kept: Kept, seed: int) -> Iterator[Wait]:
    """Hear what a user says in an item that tells it by sound alone."""
    if kept.sound is not None and not kept.heard and kept.item["role"] == "user":
        kept.heard = yield from heard(kept.sound, seed)


def words_in(samples: Samples, seed: int) -> str:
    """The same at once."""
    found: list[str] = []

    def run() -> Generator[Wait]:
        found.append((yield from heard(samples, seed)))

    for _ in run():
        pass
    return found[0]
