import pytest

from tests.endpoints.asking import error, told

from .chats import NOTHING, chat, cost, prompt_tokens, sound
from .samples import mp3, wav


@pytest.mark.parametrize(
    ("part", "tokens"),
    [(sound(wav(2.5)), 25), (sound(wav(0.5, rate=44_100)), 5), (sound(mp3(100), "mp3"), 27)],
)
def test_a_second_is_ten_tokens(part, tokens):
    assert cost(part, model="gpt-audio") == tokens


def test_it_is_told_apart_in_the_usage():
    details = told(chat(sound(wav(2)), model="gpt-audio"))["usage"]["prompt_tokens_details"]
    assert (details["audio_tokens"], details["image_tokens"]) == (20, 0)
    assert details["text_tokens"] == prompt_tokens(chat(NOTHING))


def test_a_header_may_not_claim_hours():
    header = wav(0.1)
    claims = header[:40] + b"\xff\xff\xff\x7f" + header[44:]
    assert cost(sound(claims), model="gpt-audio") < 100


def test_what_is_refused():
    assert error(chat(sound(b"RIFF")))["param"] == "messages.[0].content.[1].type"
    for part, code in (
        (sound(b"nothing"), "invalid_audio"),
        (sound(wav(1)[:30]), "invalid_audio"),
        ({"type": "input_audio", "input_audio": {"data": "%", "format": "mp3"}}, "invalid_base64"),
    ):
        assert error(chat(part, model="gpt-audio"))["code"] == code
