from base64 import b64encode
from io import BytesIO

from PIL import Image

from tests.endpoints.asking import services, told

from .claude import HELLO, MODEL, WEATHER, post


def count(**fields) -> int:
    content = {"model": MODEL, "messages": HELLO["messages"]} | fields
    return told(post(content, services(), "/v1/messages/count_tokens"))["input_tokens"]


def test_tokens_are_those_of_the_message() -> None:
    assert count() == told(post(HELLO, services()))["usage"]["input_tokens"]
    assert count(tools=[WEATHER]) > count(system="Be brief.") > count()


def image(content: bytes) -> dict:
    source = {"type": "base64", "media_type": "image/png", "data": b64encode(content).decode()}
    return {"type": "image", "source": source}


def test_an_image_costs_its_area() -> None:
    drawn = BytesIO()
    Image.new("1", (750, 1000)).save(drawn, "PNG")
    blocks = [{"type": "text", "text": "Tell me about Paris."}, image(drawn.getvalue())]
    assert abs(count(messages=[{"role": "user", "content": blocks}]) - count() - 1000) <= 2


def test_an_image_that_is_none() -> None:
    content = {"model": MODEL, "messages": [{"role": "user", "content": [image(b"x")]}]}
    refusal = told(post(content, services(), "/v1/messages/count_tokens"), 400)
    assert refusal["error"]["message"] == "Could not process image"
