"""Samples as files that others read: soundfile and PyAV are the judges."""

import wave
from io import BytesIO
from typing import Any, get_args

import av
import numpy as np
import pytest
import soundfile

from fakeai_proxy.synth.speech import RATE, Format, encode, speak, texts_in
from fakeai_proxy.synth.speech.encoding import bare, encoder

TEXT = "Hello there, my friend. How are you?"
SPEECH = speak(TEXT, "coral")
MAGIC = {"mp3": b"ID3", "opus": b"OggS", "aac": b"ID3", "flac": b"fLaC", "wav": b"RIFF"}


def decoded(content: bytes) -> tuple[str, Any]:
    """Codec and samples from -1 to 1, by FFmpeg."""
    with av.open(BytesIO(content)) as file:
        stream = file.streams.audio[0]
        assert stream.layout.nb_channels == 1
        even = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [one.to_ndarray()[0] for frame in file.decode(stream) for one in even.resample(frame)]
    return stream.codec_context.name, np.concatenate(frames)


@pytest.mark.parametrize("format", [one for one in get_args(Format) if one != "pcm"])
def test_what_is_heard_is_what_was_said(format: Format) -> None:
    content = encode(SPEECH, format)
    assert content.startswith(MAGIC[format])
    codec, heard = decoded(content)
    assert codec.startswith({"wav": "pcm_s16le"}.get(format, format)) or codec == "libopus"
    assert abs(len(heard) - len(SPEECH)) < RATE // 8
    said = np.fft.rfft(SPEECH / 32_768, 2**18)
    alike = np.fft.irfft(np.conj(said) * np.fft.rfft(heard, 2**18))
    most = np.sqrt(np.sum((SPEECH / 32_768) ** 2) * np.sum(heard**2))
    assert alike.max() / most > 0.95


def test_wav_and_pcm_and_flac_keep_every_sample() -> None:
    with wave.open(BytesIO(encode(SPEECH, "wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert np.array_equal(np.frombuffer(file.readframes(file.getnframes()), "<i2"), SPEECH)
    assert np.array_equal(np.frombuffer(encode(SPEECH, "pcm"), "<i2"), SPEECH)
    samples, rate = soundfile.read(BytesIO(encode(SPEECH, "flac")), dtype="int16")
    assert rate == RATE
    assert np.array_equal(samples, SPEECH)


@pytest.mark.parametrize("format", ["mp3", "flac", "wav"])
def test_a_file_that_comes_in_pieces_begins_at_once_and_tells_its_length(format: Format) -> None:
    made = encoder(format, len(SPEECH), TEXT)
    first = made.feed(SPEECH[:RATE])
    assert len(first) > 1000
    content = first + made.feed(SPEECH[RATE:]) + made.finish()
    assert soundfile.info(BytesIO(content)).frames == pytest.approx(len(SPEECH), abs=2500)


def test_a_silence_of_no_samples_is_a_file_too() -> None:
    nothing = np.zeros(0, np.int16)
    for format in get_args(Format):
        assert isinstance(encode(nothing, format), bytes)
    assert len(encode(nothing, "wav")) == 44


def test_a_frame_that_holds_something_stays() -> None:
    full = b"\xff\xf3\xc4\xc4" + b"\x01" * 500
    assert bare(full, 0) == full
    assert bare(b"ID3\x03\x00\x00\x00\x00\x00\x02ab" + full[:4] + bytes(380) + full, 0)[12:] == full


def test_speech_that_was_encoded_is_found_in_what_keeps_samples() -> None:
    samples, _ = soundfile.read(BytesIO(encode(SPEECH, "flac")), dtype="int16")
    assert texts_in(samples) == [TEXT]
