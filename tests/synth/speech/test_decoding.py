"""Files of audio as samples."""

import sys
from io import BytesIO
from typing import get_args

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.synth.speech import RATE, Format, MissingExtra, Unreadable, encode, opened, speak

SPEECH = speak("Hello there.")
FILES = {format: encode(SPEECH, format) for format in get_args(Format) if format != "pcm"}


def read(content: bytes) -> tuple[int, int, int]:
    """Rate, frames, channels."""
    sound = opened(content)
    blocks = list(sound.blocks)
    return sound.rate, sum(map(len, blocks)), blocks[0].shape[1]


@pytest.mark.parametrize("format", FILES)
def test_what_was_made_here_is_read_again(format: str) -> None:
    rate, frames, channels = read(FILES[format])
    assert (rate, channels) == (RATE, 1)
    assert abs(frames - len(SPEECH)) < RATE // 8


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_containers_of_video_are_read_by_ffmpeg(container: str) -> None:
    out = BytesIO()
    with av.open(out, "w", format=container) as file:
        codec, rate = ("aac", 44_100) if container == "mp4" else ("libopus", 48_000)
        stream = file.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(SPEECH[None], format="s16", layout="mono")
        frame.rate = RATE
        even = av.AudioResampler(format=stream.format, layout="mono", rate=rate, frame_size=stream.frame_size)
        for one in [*even.resample(frame), *even.resample(None)]:
            file.mux(stream.encode(one))
        file.mux(stream.encode(None))
    seconds = len(SPEECH) / RATE
    found, frames, _ = read(out.getvalue())
    assert frames / found == pytest.approx(seconds, abs=0.1)


def test_samples_of_other_kinds_and_channels_are_brought_to_16_bits() -> None:
    out = BytesIO()
    soundfile.write(out, np.array([[0.5, -0.5], [1.0, -1.0]] * 400), 8000, format="WAV", subtype="FLOAT")
    sound = opened(out.getvalue())
    block = np.concatenate(list(sound.blocks))
    assert sound.rate == 8000
    assert block[:2].tolist() == [[16_384, -16_384], [32_767, -32_768]]


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"not audio at all", b"\x89PNG\r\n\x1a\n", b"ID3\x04" + bytes(20)]
)
def test_what_is_no_audio_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_broken_files_are_read_or_refused(format: str, data: st.DataObject) -> None:
    content = bytearray(FILES[format])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 400))] = data.draw(st.integers(0, 255))
    try:
        for _ in opened(bytes(content[: data.draw(st.integers(0, len(content)))])).blocks:
            pass
    except Unreadable:
        pass


def test_without_the_extra_what_needs_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    assert read(FILES["mp3"])[0] == RATE
    with pytest.raises(MissingExtra, match="audio"):
        opened(FILES["aac"])
