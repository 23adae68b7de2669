"""Streams of pictures, and when they come."""

from __future__ import annotations

from typing import Any

import pytest

from tests.endpoints.asking import paced, services
from tests.endpoints.sdk import Client

from .pictures import png, read

GPT = {"model": "gpt-image-1", "quality": "low", "prompt": "a fox", "size": "1024x1024"}


def streamed(to: Any = None, **fields: Any) -> list[Any]:
    api = Client(to or services()).sync
    return list(api.images.generate(**{**GPT, **fields}, stream=True))


def test_a_stream_shows_pictures_as_they_become() -> None:
    events = streamed(partial_images=2, extra_body={"safety_identifier": "someone"})
    assert [event.type for event in events] == [
        *["image_generation.partial_image"] * 2,
        "image_generation.completed",
    ]
    assert [event.partial_image_index for event in events[:2]] == [0, 1]
    assert {read(event.b64_json).size for event in events} == {(1024, 1024)}
    last = events[-1]
    assert (last.size, last.quality, last.background, last.output_format) == (
        "1024x1024",
        "low",
        "opaque",
        "png",
    )
    assert last.usage.output_tokens == 272
    assert last.model_dump()["safety_identifier"] == "someone"


def test_no_previews_unless_they_are_asked_for() -> None:
    assert [event.type for event in streamed(n=2)] == ["image_generation.completed"] * 2


def test_edits_have_names_of_their_own() -> None:
    api = Client(services()).sync
    events = list(api.images.edit(**GPT, image=png(), stream=True, partial_images=1))
    assert [event.type for event in events] == ["image_edit.partial_image", "image_edit.completed"]


def test_pictures_take_the_time_of_their_tokens() -> None:
    """272 tokens at low quality: the first after 20 ms, the others 5 ms apart."""
    whole, stream = services(generation=paced()), services(generation=paced())
    Client(whole).one(lambda api: api.images.generate(**GPT))
    streamed(stream, partial_images=3)
    assert whole.clock.now() == pytest.approx(stream.clock.now()) == pytest.approx(0.020 + 271 * 0.005)
