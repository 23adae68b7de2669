from __future__ import annotations

from base64 import b64encode

import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime.sounds import (
    LARGEST,
    RATE,
    codes,
    decoded,
    encoded,
    levels,
    milliseconds,
    written,
)

TONE = (8_000 * np.sin(np.arange(RATE) * 2 * np.pi * 440 / RATE)).astype(np.int16)


def test_pcm_comes_back_as_it_was():
    assert (decoded(encoded(written(TONE, "audio/pcm")), "audio/pcm") == TONE).all()
    assert milliseconds(len(TONE)) == 1000


@pytest.mark.parametrize("kind", ["audio/pcmu", "audio/pcma"])
def test_g711_is_a_byte_a_sample_at_8_khz_and_sounds_alike(kind):
    content = written(TONE, kind)
    assert len(content) == RATE // 3
    back = decoded(encoded(content), kind)[300:-300].astype(float)
    assert len(back) == len(TONE) - 600
    assert np.corrcoef(back, TONE[300:-300])[0, 1] > 0.999


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("audio/pcmu", {0x80: 32124, 0x00: -32124, 0xFF: 0, 0x7F: 0, 0xF0: 120, 0xE0: 372}),
        ("audio/pcma", {0xAA: 32256, 0x2A: -32256, 0xD5: 8, 0x55: -8, 0xC5: 264, 0xDA: 248}),
    ],
)
def test_the_codes_are_those_of_the_recommendation(kind, known):
    assert {code: int(levels(kind)[code]) for code in known} == known
    assert len(set(levels(kind).tolist())) == (255 if kind == "audio/pcmu" else 256)
    places = levels(kind).astype(int) + 32_768
    assert (levels(kind)[codes(kind)[places]] == levels(kind)).all()


@pytest.mark.parametrize(
    "text",
    ["§", "abc", encoded(b"odd"), encoded(bytes(LARGEST + 2))],
    ids=["no base64", "cut", "odd", "large"],
)
def test_what_is_no_sound_is_refused(text):
    with pytest.raises(ApiError) as refused:
        decoded(text, "audio/pcm")
    assert (refused.value.param, refused.value.code) == ("audio", "invalid_value")


def test_nothing_is_no_sound_either_way():
    for kind in ("audio/pcm", "audio/pcmu"):
        assert written(TONE[:0], kind) == b""
        assert len(decoded(b64encode(b"").decode(), kind)) == 0
