"""From a recording to what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.media.data_url import from_base64
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.synth.speech import Heard
from fakeai_proxy.synth.speech.pitch import usual
from fakeai_proxy.synth.speech.plausible import plausible
from fakeai_proxy.synth.speech.speakers import speakers
from fakeai_proxy.synth.speech.stretches import PAUSE, SHARE, Stretch, stretches
from fakeai_proxy.synth.speech.transcript import Part, Transcript, transcript
from fakeai_proxy.wire import audio as wire
from fakeai_proxy.wire.form import FilePart

from .family import Family
from .languages import language_of
from .upload import Recording, heard, recording_of

UNCHUNKED = 30.0
"""Seconds of a recording from which on speakers are told apart only in chunks."""
SAMPLE = (2.0, 10.0)
"""Seconds of the voice of a speaker who is known, at least and at most."""


class Written(NamedTuple):
    """What was heard, in words."""

    transcript: Transcript
    seconds: float
    language: str
    """Its code."""
    speakers: list[str]
    """Of each segment; []: nobody asked."""


class Listener(NamedTuple):
    """How a recording is to be listened to."""

    file: FilePart
    family: Family
    context: Context
    language: str | None = None
    english: bool = False
    """It is to be told in English, whatever is said."""
    chunks: wire.Detection | str | None = None
    known: Mapping[str, str] | None = None
    """Data URLs of the voices of speakers, by their names."""

    def listen(self, recording: Recording) -> Work[Written]:
        """What `recording` says: a speech of ours its text, all else what might be said in it."""
        voices = yield from self._voices()
        found = yield from heard(recording.sound, self.family)
        telling = self.family.speakers and self.family.tokens
        if telling and self.chunks is None and found.seconds > UNCHUNKED:
            message = "chunking_strategy is required for diarization models"
            raise ApiError(400, message, param="chunking_strategy", code="missing_required_parameter")
        made = transcript(self._parts(found, recording))
        named = speakers(made.segments, found.pitches, voices) if self.family.speakers else []
        language = "en" if self.english else self.language or language_of(made.text)
        return Written(made, found.seconds, language, named)

    def _parts(self, found: Heard, recording: Recording) -> list[Part]:
        voiced = self._voiced(found)
        said = " ".join(found.texts) or recording.told
        if said and not (self.english and language_of(said) != "en"):
            return [Part(said, voiced or [Stretch(0.0, found.seconds)])]
        digest = blake2b(self.file.content, digest_size=16).digest()
        return plausible(voiced, rng_for(self.context.services.seed, digest))

    def _voiced(self, found: Heard) -> list[Stretch]:
        if not isinstance(self.chunks, wire.Detection):
            return stretches(found.loudness)
        pause = max(self.chunks.silence_duration_ms / 1000, 0.05)
        return stretches(found.loudness, min(pause, 10 * PAUSE), 2 * SHARE * self.chunks.threshold)

    def _voices(self) -> Work[dict[str, float]]:
        """Hz of the speakers that are known."""
        found = {}
        for at, (name, url) in enumerate((self.known or {}).items()):
            param = f"known_speaker_references[{at}]"
            head, _, text = url.partition(",")
            content = from_base64(text)
            if not head.startswith("data:") or not head.endswith(";base64") or not content:
                raise ApiError(
                    400, f"Invalid '{param}': expected a data URL.", param=param, code="invalid_value"
                )
            kind = head[len("data:") : -len(";base64")]
            sample = recording_of(FilePart("", kind, content), self.family)
            voice = yield from heard(sample.sound, self.family)
            if not SAMPLE[0] <= voice.seconds <= SAMPLE[1]:
                message = f"Invalid '{param}': expected {SAMPLE[0]:g} to {SAMPLE[1]:g} seconds of audio."
                raise ApiError(400, message, param=param, code="invalid_value")
            found[name] = usual(voice.pitches)
        return found
