import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime.configuration import default
from fakeai_proxy.endpoints.realtime.conversation import Kept
from fakeai_proxy.endpoints.realtime.reading import read
from tests.endpoints.asking import context, services

TO = services()
MODEL = TO.catalog.use("gpt-realtime")
PLAIN = default("realtime", "sess_1", MODEL.id, "marin", 0) | {"instructions": "Be brief."}


def said(text, role="user", samples=0):
    kind = "input_text" if role == "user" else "output_text"
    part = {"type": "input_audio", "transcript": None} if samples else {"type": kind, "text": text}
    sound = np.zeros(samples, np.int16) if samples else None
    return Kept({"id": "i", "type": "message", "role": role, "content": [part]}, sound, samples, text)


def reading(items, **config):
    return read({**PLAIN, **config}, items, MODEL, context(TO))


def test_sound_costs_by_its_length_and_not_by_its_words():
    text = reading([said("Hello you")])
    sound = reading([said("Hello you", samples=48_000)])
    assert (sound.text_tokens, sound.audio_tokens) == (text.text_tokens - 2, 20)
    assert reading([said("Hello", "assistant", 48_000)]).audio_tokens == 40
    assert sound.tokens == sound.text_tokens + 20


def test_of_too_much_the_latest_is_read():
    long = [said("word " * 3000) for _ in range(12)]
    short = reading([*long, said("The last.")])
    assert short.tokens <= MODEL.context_window - MODEL.max_output_tokens
    assert short.chat.messages[-1]["content"] == "The last."
    retained = reading([*long, said("Z")], truncation={"type": "retention_ratio", "retention_ratio": 0.5})
    assert retained.tokens <= short.tokens / 2 + 3100
    for given in ({"truncation": "disabled"}, {"instructions": "word " * 40_000}):
        with pytest.raises(ApiError) as refused:
            reading(long, **given)
        assert refused.value.code == "context_length_exceeded"


def test_images_are_seen():
    pixel = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
        "RU5ErkJggg=="
    )
    item = said("x")
    item.item["content"] = [{"type": "input_image", "image_url": pixel, "detail": "auto"}]
    assert reading([item]).image_tokens > 0
