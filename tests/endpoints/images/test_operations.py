"""All of `/images`, by the SDK."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openai import APIStatusError
from PIL import Image

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client

from .pictures import mask, png, read

TO = services()
CLIENT = Client(TO)
GPT = {"model": "gpt-image-1", "quality": "low", "prompt": "a red fox"}


def made(**fields: Any) -> Any:
    return CLIENT.one(lambda api: api.images.generate(**{**GPT, **fields}))


def fetched(url: str) -> Image.Image:
    """What an URL leads to."""
    from tests.playbook import body, head

    steps = list(ask(url.removeprefix("https://api.openai.com"), None, TO))  # type: ignore[arg-type]
    assert head(steps).status == 200
    return Image.open(BytesIO(body(steps)))


@pytest.mark.parametrize(
    ("fields", "size", "kind", "mode"),
    [
        ({}, (1024, 1024), "PNG", "RGB"),
        (
            {"size": "1536x1024", "output_format": "jpeg", "output_compression": 40},
            (1536, 1024),
            "JPEG",
            "RGB",
        ),
        ({"background": "transparent", "output_format": "webp"}, (1024, 1024), "WEBP", "RGBA"),
        ({"prompt": "a poster", "size": "auto", "moderation": "low"}, (1024, 1536), "PNG", "RGB"),
    ],
)
def test_gpt_image_models_answer_in_base64(fields: Any, size: Any, kind: str, mode: str) -> None:
    answer = made(**fields)
    picture = read(answer.data[0].b64_json)
    assert (picture.size, picture.format, picture.mode) == (size, kind, mode)
    assert answer.size == f"{size[0]}x{size[1]}"
    assert (answer.output_format, answer.background) == (
        kind.lower(),
        "transparent" if mode == "RGBA" else "opaque",
    )
    usage = answer.usage
    assert usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert usage.output_tokens_details.image_tokens == usage.output_tokens > 0


def test_newer_models_take_sizes_that_older_sdks_do_not_know() -> None:
    answer = told(ask("/v1/images/generations", {**GPT, "model": "gpt-image-2", "size": "1024x640"}, TO))
    assert read(answer["data"][0]["b64_json"]).size == (1024, 640)


def test_dall_e_answers_by_urls_that_lead_to_the_pictures() -> None:
    two = CLIENT(lambda api: api.images.generate(prompt="a fox", n=2, size="256x256"))
    first, second = (fetched(one.url) for one in two.data)
    assert first.size == second.size == (256, 256)
    assert first.tobytes() != second.tobytes()
    assert two.usage is None


def test_dall_e_3_rewrites_the_prompt() -> None:
    asked = {"model": "dall-e-3", "prompt": "a fox.", "response_format": "b64_json", "quality": "hd"}
    vivid, natural = (made(**asked, size="1792x1024", style=style).data[0] for style in ("vivid", "natural"))
    assert "a fox" in vivid.revised_prompt != natural.revised_prompt
    assert read(vivid.b64_json).size == (1792, 1024)


def test_the_same_request_gets_the_same_picture_in_every_run() -> None:
    def first() -> Any:
        return Client(services()).one(lambda api: api.images.generate(**GPT)).data[0].b64_json

    assert first() == first()
    assert made(user="me").data[0].b64_json != made(user="me").data[0].b64_json


def test_an_edit_keeps_what_the_mask_covers() -> None:
    answer = CLIENT(
        lambda api: api.images.edit(
            model="dall-e-2",
            image=png(),
            mask=mask(),
            prompt="a hat",
            size="256x256",
            response_format="b64_json",
        )
    )
    picture = read(answer.data[0].b64_json).convert("RGB")
    assert picture.size == (256, 256)
    assert picture.getpixel((128, 200)) == (255, 0, 0)
    assert picture.crop((0, 0, 256, 128)).getcolors(1) is None


def test_several_pictures_are_read_and_paid_for() -> None:
    def tokens(**fields: Any) -> int:
        answer = CLIENT.one(
            lambda api: api.images.edit(**{**GPT, "model": "gpt-image-1.5", "size": "1024x1024", **fields})
        )
        return int(answer.usage.input_tokens_details.image_tokens)

    one, two = tokens(image=png()), tokens(image=[png(), png()])
    assert two == 2 * one
    assert tokens(image=png(), input_fidelity="high") == one + 4160


@pytest.mark.filterwarnings("ignore:deprecated")
def test_variations_are_like_the_picture_given() -> None:
    answer = CLIENT(lambda api: api.images.create_variation(image=png(), n=2, size="256x256"))
    colours = [fetched(one.url).convert("RGB").getcolors() for one in answer.data]
    assert colours[0] != colours[1]
    assert [len(one or ()) for one in colours] == [1, 1]


def test_telemetry_is_told() -> None:
    to = services()
    Client(to).one(lambda api: api.images.generate(**GPT, n=2, size="1024x1536"))
    [row] = to.telemetry.rows()
    assert (row["images"], row["completion_tokens"]) == (2, 2 * 408)
    assert to.telemetry.names["image_source"][row["image_source"]] == "image.generation"
    assert to.telemetry.names["image_size"][row["image_size"]] == "1024x1536"


WRONG: list[tuple[Any, str, str | None]] = [
    ({"prompt": None}, "prompt", "invalid_type"),
    ({"prompt": ""}, "prompt", None),
    ({"n": 0}, "n", "integer_below_min_value"),
    ({"n": 11}, "n", "integer_above_max_value"),
    ({"n": "2"}, "n", "invalid_type"),
    ({"n": 2, "model": "dall-e-3", "quality": "hd"}, "n", "invalid_value"),
    ({"size": "512x512"}, "size", "invalid_value"),
    ({"size": "1792x936", "model": "gpt-image-2"}, "size", "invalid_value"),
    ({"quality": "hd"}, "quality", "invalid_value"),
    ({"quality": "xhigh", "model": "gpt-image-2"}, "quality", "invalid_value"),
    ({"output_format": "gif"}, "output_format", "invalid_value"),
    ({"output_compression": 101}, "output_compression", "integer_above_max_value"),
    ({"partial_images": 4, "stream": True}, "partial_images", "integer_above_max_value"),
    ({"background": "transparent", "output_format": "jpeg"}, "background", "invalid_value"),
    ({"response_format": "url"}, "response_format", "unknown_parameter"),
    ({"style": "vivid"}, "style", "unknown_parameter"),
    ({"model": "dall-e-2", "quality": "standard", "stream": True}, "stream", "unknown_parameter"),
    ({"model": "dall-e-2", "quality": "standard", "prompt": "x" * 1001}, "prompt", "string_above_max_length"),
    ({"model": "gpt-4o"}, "model", "invalid_value"),
    ({"seed": 3}, "seed", "unknown_parameter"),
]


@pytest.mark.parametrize(("fields", "param", "code"), WRONG)
def test_what_is_wrong(fields: Any, param: str, code: str | None) -> None:
    refusal = error(ask("/v1/images/generations", {**GPT, **fields}, TO))
    assert refusal["param"] == param
    assert code is None or refusal["code"] == code


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"image": ("a.png", b"no picture", "image/png")}, "Invalid image file or mode for image 1"),
        ({"image": ("a.gif", b"GIF89a", "image/gif")}, "unsupported mimetype ('image/gif')"),
        ({"image": [png()] * 17}, "array too long"),
        ({"mask": png()}, "alpha channel"),
        ({"mask": mask((32, 32))}, "mask size does not match"),
        ({"mask": ("m.png", b"", "image/png")}, "mask must be a PNG"),
        ({"model": "dall-e-3"}, "Value must be 'dall-e-2'"),
    ],
)
def test_pictures_that_are_refused(fields: Any, message: str) -> None:
    with pytest.raises(APIStatusError) as refused:
        CLIENT.sync.images.edit(**{**GPT, "image": png(), **fields})
    assert refused.value.status_code == 400
    assert message in refused.value.message


@pytest.mark.filterwarnings("ignore:deprecated")
def test_variations_are_of_dall_e_2_alone_and_of_squares() -> None:
    for fields, message in (
        ({"model": "gpt-image-1"}, "Value must be 'dall-e-2'"),
        ({"image": png((64, 32))}, "square"),
        ({"image": ("a.png", b"\0" * 4 * 2**20, "image/png")}, "less than 4 MB"),
    ):
        with pytest.raises(APIStatusError, match=message):
            CLIENT.sync.images.create_variation(**{"image": png(), **fields})  # type: ignore[arg-type]
