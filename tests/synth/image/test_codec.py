from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fakeai_proxy.synth.image import Unreadable, codec, decoded, described, encoded

PICTURE = Image.linear_gradient("L").convert("RGB").resize((40, 30))


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_what_was_written_can_be_read(format: codec.Format) -> None:
    content = encoded(PICTURE, format)
    assert Image.open(BytesIO(content)).format == format.upper()
    again = decoded(content)
    assert (again.size, again.mode) == (PICTURE.size, "RGB")
    assert all(abs(a - b) < 12 for a, b in zip(again.getpixel((9, 9)), PICTURE.getpixel((9, 9)), strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_a_file_tells_what_it_shows(format: codec.Format) -> None:
    about = "a cat & a <dog>, 猫"
    assert described(encoded(PICTURE, format, about=about)) == about
    assert described(encoded(PICTURE, format)) == ""


def test_less_quality_is_less_to_send() -> None:
    for format in ("jpeg", "webp"):
        assert len(encoded(PICTURE, format, 10)) < len(encoded(PICTURE, format, 100))


def test_transparency_stays_where_the_format_has_it() -> None:
    clear = Image.new("RGBA", (8, 8))
    assert [decoded(encoded(clear, format)).mode for format in ("png", "webp", "jpeg")] == [
        "RGBA",
        "RGBA",
        "RGB",
    ]


@given(st.binary(max_size=64), st.integers(0, 200), st.sampled_from(["png", "jpeg", "webp"]))
@settings(max_examples=50)
def test_broken_files_are_unreadable_or_pictures(noise: bytes, at: int, format: codec.Format) -> None:
    content = encoded(PICTURE, format)
    for broken in (noise, content[:at] + noise, content[:at] + noise + content[at + len(noise) :]):
        with suppress(Unreadable):
            assert decoded(broken).size


def test_a_picture_of_too_many_pixels_is_not_read() -> None:
    with pytest.raises(Unreadable, match="8000x6500"):
        decoded(encoded(Image.new("1", (8000, 6500)), "png"))
