"""Media on their way: from either API to the cluster and its cache."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.engine import LatencySettings
from tests.endpoints.asking import NIM, ask, error, services, steps, told
from tests.endpoints.forms import send
from tests.playbook import body, head, play

from .chats import chat, image, sound
from .samples import mp3, pdf, picture, url, wav

VISION = "meta/llama-3.2-11b-vision-instruct"


def test_responses_read_the_same():
    to = services()
    made = told(send("/v1/files", to, purpose="vision", file=("a.png", picture(1024, 1024))))
    for part in (
        {"type": "input_image", "image_url": url("image/png", picture(1024, 1024))},
        {"type": "input_image", "file_id": made["id"]},
        {"type": "input_file", "file_id": made["id"]},
        {"type": "input_file", "file_url": "https://example.com/a.pdf"},
    ):
        asked = {"model": "gpt-4o", "input": [{"role": "user", "content": [part]}]}
        assert told(ask("/v1/responses", asked, to))["usage"]["input_tokens"] == 3 + 1 + 765 + 3
    wrong = {"type": "input_image", "image_url": "data:image/png;base64,AAAA"}
    asked = {"model": "gpt-4o", "input": [{"role": "user", "content": [wrong]}]}
    assert error(ask("/v1/responses", asked, to))["code"] == "invalid_image_format"


def test_media_take_time_and_are_cached():
    to = services(generation=LatencySettings())

    def asked(side):
        start = to.clock.now()
        answer = chat(image(url("image/png", picture(side, side))), to, model=VISION, max_tokens=1)
        played = play(steps(answer), to.clock)
        return to.clock.now() - start, json.loads(body([step for _, step in played]))["usage"]

    small, large, again = asked(64), asked(1120), asked(1120)
    assert small[1]["prompt_tokens"] < large[1]["prompt_tokens"] == again[1]["prompt_tokens"]
    assert small[0] < large[0]
    assert again[1]["prompt_tokens_details"]["cached_tokens"] > 6_000
    assert asked(1119)[1]["prompt_tokens_details"]["cached_tokens"] < 64


FILES = (
    ("image/png", picture(40, 30)),
    ("image/webp", picture(40, 30, "WEBP")),
    ("application/pdf", pdf("one two")),
    ("audio/wav", wav(0.05)),
    ("audio/mpeg", mp3(4)),
)


@given(st.sampled_from(FILES), st.integers(0, 900), st.binary(max_size=8), st.booleans())
@settings(deadline=None, max_examples=50)
def test_broken_files_are_read_or_refused(file, at, noise, cut):
    mime, whole = file
    content = whole[:at] + noise + (b"" if cut else whole[at + len(noise) :])
    parts = (
        image(url(mime.replace("application", "image"), content)),
        sound(content, "mp3" if "mpeg" in mime else "wav"),
        {"type": "file", "file": {"file_data": url(mime, content)}},
        {"type": "file", "file": {"file_data": url("application/pdf", content)}},
    )
    for part in parts:
        answer = list(steps(chat(part, model="mine", host=NIM, max_tokens=1)))
        assert head(answer).status in (200, 400)
