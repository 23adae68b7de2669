"""A speech that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fakeai_proxy.synth.speech import RATE, Encoder, Format, Pcm, spoken
from fakeai_proxy.synth.speech.encoding import SLICE
from fakeai_proxy.tokens.media import spoken_tokens
from fakeai_proxy.wire import audio as wire


class Spoken(NamedTuple):
    text: str
    voice: str
    speed: float
    height: float
    """Factor of the pitch of the voice."""
    format: Format
    file: Encoder
    events: bool
    """It is sent as events, not as it is."""
    account: wire.TextUsage

    def slices(self) -> Iterator[Pcm]:
        """Its samples, as many at once as are encoded in some milliseconds."""
        for breath in spoken(self.text, self.voice, self.speed, self.height):
            for at in range(0, len(breath), SLICE):
                yield breath[at : at + SLICE]


def tokens_of(samples: int) -> int:
    """What so many samples of speech are charged as."""
    return spoken_tokens(samples / RATE)
