"""Moderations, through the SDK."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openai import APIStatusError
from openai.types import ModerationCreateResponse

from fakeai_proxy.synth.moderation import CATEGORIES
from fakeai_proxy.synth.moderation.settings import ModerationSettings

from .asking import ask, services, told
from .sdk import Client
from .typed import typed

CLIENT = Client(services())
PICTURE = {"type": "image_url", "image_url": {"url": "https://example.com/severed-head.png"}}


def asked(given: Any, **fields: Any) -> Any:
    """The results, read strictly; the SDK also keeps the names that its own fields stand for."""
    raw = told(ask("/v1/moderations", {"input": given, **fields}))
    typed(ModerationCreateResponse, raw, *(name for name in CATEGORIES if re.search(r"\W", name)))
    return CLIENT.sync.moderations.create(input=given, **fields).results


def test_what_is_harmful_is_flagged_and_what_sounds_alike_is_not() -> None:
    bad, good = asked(["I want to hurt someone", "how to kill a python process"])
    assert bad.flagged
    assert bad.categories.violence
    assert not good.flagged
    assert max(good.category_scores.model_dump().values()) < 0.001
    assert bad.category_applied_input_types.violence == ["text"]


def test_a_text_and_its_images_are_one_input() -> None:
    (one,) = asked([{"type": "text", "text": "Look"}, PICTURE])
    assert one.categories.violence_graphic
    assert one.category_applied_input_types.violence == ["text", "image"]
    assert one.category_applied_input_types.hate == ["text"]


def test_of_an_image_alone_six_categories_are_known() -> None:
    (one,) = asked(
        [{"type": "image_url", "image_url": {"url": "https://example.com/i-want-to-kill-you.png"}}]
    )
    kinds = one.category_applied_input_types
    assert kinds.violence == kinds.sexual == kinds.self_harm_intent == ["image"]
    assert kinds.hate == kinds.harassment_threatening == kinds.illicit_violent == kinds.sexual_minors == []
    assert one.category_scores.harassment_threatening == 0 < one.category_scores.violence


def test_what_was_painted_here_shows_its_prompt() -> None:
    painted = {"model": "dall-e-2", "size": "256x256", "prompt": "a severed head"}
    link = CLIENT.sync.images.generate(**painted).data[0].url  # type: ignore[index]
    content = CLIENT.sync.images.generate(**painted, response_format="b64_json").data[0].b64_json  # type: ignore[index]
    for url in (link, f"data:image/png;base64,{content}"):
        (one,) = asked([{"type": "image_url", "image_url": {"url": url}}])
        assert one.categories.violence_graphic


def test_models_of_texts_have_eleven_categories() -> None:
    (raw,) = CLIENT.sync.moderations.create(input="hello", model="text-moderation-latest").results
    assert raw.category_scores.illicit is None


def test_thresholds() -> None:
    lenient = Client(services(moderation=ModerationSettings(thresholds={"violence": 1})))
    (one,) = lenient.sync.moderations.create(input="I want to hurt someone").results
    assert not one.flagged
    with pytest.raises(ValueError, match="violence"):
        ModerationSettings(thresholds={"violenc": 1})


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"input": []}, 400, "input"),
        ({"input": 3}, 400, "input"),
        ({"input": ["x"] * 33}, 400, "input"),
        ({"input": [PICTURE], "model": "text-moderation-latest"}, 400, "input"),
        ({"input": [PICTURE, PICTURE]}, 400, "input"),
        (
            {"input": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
            400,
            "input",
        ),
        ({"input": "x", "model": "gpt-4o"}, 404, "model"),
    ],
)
def test_what_is_wrong(fields: Any, status: int, param: str) -> None:
    with pytest.raises(APIStatusError) as refused:
        CLIENT.sync.moderations.create(**fields)
    assert (refused.value.status_code, refused.value.param) == (status, param)  # type: ignore[attr-defined]
