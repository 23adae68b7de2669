"""Recordings that were sent."""

import sys
from collections.abc import Iterator
from itertools import repeat

import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.audio.family import FAMILIES, OTHER
from fakeai_proxy.endpoints.audio.upload import LARGEST, heard, recording_of
from fakeai_proxy.synth.speech import Sound, encode
from fakeai_proxy.wire.form import FilePart

from .recordings import SPEECH, TEXT, WAV

NEWER = dict(FAMILIES)["gpt-"]


def test_a_file_may_be_25_megabytes() -> None:
    with pytest.raises(ApiError, match="26214400") as refused:
        recording_of(FilePart("a.wav", "audio/wav", bytes(LARGEST + 1)), NEWER)
    assert (refused.value.status, refused.value.type) == (413, "server_error")


def test_what_is_too_long_is_refused_before_all_of_it_is_heard() -> None:
    second = np.zeros((1000, 1), np.int16)
    blocks: Iterator[np.ndarray] = repeat(second)
    with pytest.raises(ApiError, match="longer than 1500 seconds"):
        list(heard(Sound(1000, blocks), NEWER))


def test_the_name_or_the_type_says_that_it_is_sound() -> None:
    for name, kind in (("a.WAV", "application/octet-stream"), ("blob", "audio/wav")):
        recording = recording_of(FilePart(name, kind, WAV), OTHER)
        assert recording.sound.rate == 24_000
    with pytest.raises(ApiError, match="Supported formats: \\['flac'"):
        recording_of(FilePart("blob", "application/octet-stream", WAV), OTHER)


def test_samples_without_a_container_are_read_where_they_are_ours() -> None:
    recording = recording_of(FilePart("a.pcm", "", encode(SPEECH, "pcm")), OTHER)
    found = heard(recording.sound, OTHER)
    with pytest.raises(StopIteration) as over:
        while True:
            next(found)
    assert over.value.value.texts == (TEXT,)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encode(SPEECH, "aac")
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ApiError, match="audio") as refused:
        recording_of(FilePart("a.aac", "", content), OTHER)
    assert refused.value.status == 501
