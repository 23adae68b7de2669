"""Edits in JSON."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.forms import send

from .pictures import mask, png, read

TO = services()
JSON = (("content-type", "application/json"), ("authorization", "Bearer "))
RED = f"data:image/png;base64,{base64.b64encode(png()[1]).decode()}"
HOLE = f"data:image/png;base64,{base64.b64encode(mask()[1]).decode()}"
ASKED = {"model": "dall-e-2", "prompt": "a hat", "size": "256x256", "response_format": "b64_json"}


def edited(**fields: Any) -> Any:
    return ask("/v1/images/edits", {**ASKED, "mask": {"image_url": HOLE}, **fields}, TO, headers=JSON)


def uploaded() -> str:
    id: str = told(send("/v1/files", TO, purpose="vision", file=("a.png", png()[1])))["id"]
    return id


def painted() -> str:
    url: str = told(ask("/v1/images/generations", {"prompt": "x", "size": "256x256"}, TO))["data"][0]["url"]
    return url


@pytest.mark.parametrize("how", ["data", "file", "painted"])
def test_a_picture_can_be_named(how: str) -> None:
    match how:
        case "data":
            fields: Any = {"images": [{"image_url": RED}]}
        case "file":
            fields = {"images": [{"file_id": uploaded()}]}
        case _:
            fields = {"images": [{"image_url": painted()}], "mask": None}
    picture = read(told(edited(**fields))["data"][0]["b64_json"]).convert("RGB")
    assert picture.size == (256, 256)
    if how != "painted":
        assert picture.getpixel((9, 200)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("fields", "status", "param", "code"),
    [
        ({}, 400, "image", "missing_required_parameter"),
        ({"images": []}, 400, "images", "empty_array"),
        ({"images": [{}]}, 400, "images[0]", "invalid_image_url"),
        ({"images": [{"image_url": "https://example.com/a.png"}]}, 400, "images[0]", "invalid_image_url"),
        ({"images": [{"image_url": RED}, {"image_url": "data:,"}]}, 400, "images[1]", "invalid_image"),
        ({"images": [{"file_id": "file-none"}]}, 404, "id", None),
        (
            {"images": [{"image_url": RED}], "mask": {"image_url": RED}},
            400,
            "mask",
            "invalid_mask_image_format",
        ),
        ({"image": "x"}, 400, "image", "invalid_type"),
    ],
)
def test_what_cannot_be_named(fields: Any, status: int, param: str, code: str | None) -> None:
    refusal = error(edited(**fields), status)
    assert (refusal["param"], refusal["code"]) == (param, code)
