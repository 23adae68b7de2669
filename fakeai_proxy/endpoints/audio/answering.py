"""What was heard, as the answer that was asked for."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from fakeai_proxy.synth import token_logprobs
from fakeai_proxy.synth.speech.transcript import Segment
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.tokens.media import heard_tokens
from fakeai_proxy.wire import audio as wire

from .family import Family
from .languages import LANGUAGES
from .listening import Written

WINDOW = 30
"""Seconds that Whisper listens to at once."""
FRAMES = 100
"""Of Whisper, a second."""


class Answering:
    """One transcript, and all that it is charged and how sure it is."""

    def __init__(
        self, written: Written, words: Tokenizer, prompt: str, family: Family, rng: np.random.Generator
    ) -> None:
        self.written, self.words, self.family = written, words, family
        self.text = written.transcript.text
        self.pieces = words.pieces(self.text)
        self.heard = heard_tokens(written.seconds)
        self.read = words.count(prompt)
        self._rng = rng

    @cached_property
    def logprobs(self) -> list[wire.Logprob]:
        """Of each token."""
        found = token_logprobs(self.pieces, self.words, 0, self._rng)
        return [{"token": one.token, "bytes": list(one.bytes), "logprob": one.logprob} for one in found]

    @property
    def languages(self) -> list[wire.Language]:
        return [{"code": self.written.language}] if self.text else []

    @property
    def by_tokens(self) -> wire.ByTokens:
        taken = self.heard + self.read
        return {
            "type": "tokens",
            "total_tokens": taken + len(self.pieces),
            "input_tokens": taken,
            "input_token_details": {"text_tokens": self.read, "audio_tokens": self.heard},
            "output_tokens": len(self.pieces),
        }

    @property
    def by_duration(self) -> wire.ByDuration:
        """Seconds are charged whole."""
        return {"type": "duration", "seconds": math.ceil(self.written.seconds)}

    def plain(self, sure: bool) -> wire.Transcription:
        """sure: with log probabilities."""
        found: wire.Transcription = {"text": self.text}
        if sure:
            found["logprobs"] = self.logprobs
        if self.family.detects:
            found["languages"] = self.languages
        found["usage"] = self.by_tokens if self.family.tokens else self.by_duration
        return found

    def diarized(self) -> wire.Diarized:
        return {
            "task": "transcribe",
            "duration": round(self.written.seconds, 2),
            "text": self.text,
            "segments": self.turns(),
            "usage": self.by_duration,
        }

    def verbose(self, granularities: Sequence[str], temperature: float, translated: bool) -> wire.Verbose:
        """granularities: of the times that it has; none: segments."""
        found: wire.Verbose = {
            "language": LANGUAGES[self.written.language],
            "duration": round(self.written.seconds, 2),
            "text": self.text,
        }
        if "segment" in granularities or not granularities:
            found["segments"] = self.segments(temperature)
        if "word" in granularities:
            found["words"] = [
                {"word": word.text.strip(',.;:!?"“”()'), "start": word.start, "end": word.end}
                for word in self.written.transcript.words
            ]
        if not translated:
            found["usage"] = self.by_duration
        return found

    def segments(self, temperature: float) -> list[wire.Segment]:
        """As Whisper tells them: with the space before each."""
        return [
            self._segment(at, one, temperature) for at, one in enumerate(self.written.transcript.segments)
        ]

    def _segment(self, number: int, segment: Segment, temperature: float) -> wire.Segment:
        text = segment.text if number else f" {segment.text}"
        raw = text.encode("utf-8", "replace")
        sure = token_logprobs(self.words.pieces(text), self.words, 0, self._rng)
        return {
            "id": number,
            "seek": int(segment.start // WINDOW) * WINDOW * FRAMES,
            "start": segment.start,
            "end": segment.end,
            "text": text,
            "tokens": self.words.encode(text),
            "temperature": temperature,
            "avg_logprob": round(sum(one.logprob for one in sure) / len(sure), 6),
            "compression_ratio": round(len(raw) / len(zlib.compress(raw)), 6),
            "no_speech_prob": round(float(self._rng.random()) ** 4 * 0.2, 6),
        }

    def turns(self) -> list[wire.Turn]:
        """What each speaker says."""
        segments = self.written.transcript.segments
        return [
            {
                "type": "transcript.text.segment",
                "id": f"seg_{at:03}",
                "start": one.start,
                "end": one.end,
                "text": one.text.strip(),
                "speaker": speaker,
            }
            for at, (one, speaker) in enumerate(zip(segments, self.written.speakers, strict=True))
        ]
