"""Pictures in responses."""

from __future__ import annotations

from typing import Any

import openai
import pytest

from tests.endpoints.asking import services
from tests.endpoints.images.pictures import png, read
from tests.endpoints.responses.turns import events, folded, respond
from tests.endpoints.sdk import Client

TO = services()
CLIENT = Client(TO)
TOOL: Any = {"type": "image_generation", "quality": "low", "output_format": "webp"}
FOX = "Draw a fox in navy"


def test_a_picture_is_painted() -> None:
    call, message = respond(CLIENT, tools=[TOOL], input=FOX).output
    picture = read(call.result)
    assert (picture.format, picture.size) == ("WEBP", (1024, 1024))
    assert call.id.startswith("ig_")
    shown = call.model_dump()
    assert (shown["size"], shown["quality"], shown["action"]) == ("1024x1024", "low", "generate")
    assert message.type == "message"
    assert TO.telemetry.rows()["images"].sum() == 1


def test_the_one_before_is_edited() -> None:
    first = respond(CLIENT, tools=[TOOL], input=FOX)
    second = respond(CLIENT, tools=[TOOL], input="Now with a hat", previous_response_id=first.id).output[0]
    third = respond(
        CLIENT, tools=[{**TOOL, "action": "generate"}], input="Again", previous_response_id=first.id
    )
    assert second.model_dump()["action"] == "edit"
    assert third.output[0].model_dump()["action"] == "generate"


def test_a_picture_that_the_user_shows_is_edited() -> None:
    import base64

    red = f"data:image/png;base64,{base64.b64encode(png((32, 64))[1]).decode()}"
    parts = [
        {"type": "input_text", "text": "A hat"},
        {"type": "input_image", "image_url": red, "detail": "auto"},
    ]
    said: Any = [{"role": "user", "content": parts}]
    call = respond(CLIENT, tools=[{**TOOL, "size": "auto"}], input=said).output[0]
    assert read(call.result).size == (1024, 1536)
    assert call.model_dump()["action"] == "edit"


def test_its_events_come_in_order() -> None:
    found = events(CLIENT, tools=[{**TOOL, "partial_images": 2}], input=FOX)
    assert folded(found)[2:8] == [
        "output_item.added",
        *(
            f"image_generation_call.{state}"
            for state in ("in_progress", "generating", "partial_image", "completed")
        ),
        "output_item.done",
    ]
    previews = [event for event in found if event.type.endswith("partial_image")]
    assert [read(event.partial_image_b64).size for event in previews] == [(1024, 1024)] * 2


@pytest.mark.parametrize("field", ["size", "background", "partial_images"])
def test_what_is_wrong_is_named(field: str) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        respond(CLIENT, tools=[{**TOOL, field: "x"}])
    assert refused.value.param == f"tools[0].{field}"
