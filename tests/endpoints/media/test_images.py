import pytest

from tests.endpoints.asking import NIM, ask, error, services, told

from .chats import chat, cost, image
from .samples import picture, url

PLACE = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
URL = "messages[0].content[1].image_url.url"


@pytest.mark.parametrize(
    ("link", "detail", "model", "tokens"),
    [
        (url("image/png", picture(1024, 1024)), "auto", "gpt-4o", 765),
        (url("image/jpeg", picture(300, 200, "JPEG")), "low", "gpt-4o", 85),
        (url("image/webp", picture(600, 500, "WEBP")), "high", "o3", 75 + 2 * 150),
        (url("image/gif", picture(64, 64, "GIF")), "auto", "gpt-4.1-mini", round(4 * 1.62)),
        ("https://example.com/a.png?width=2048&height=4096", "auto", "gpt-4o", 1105),
    ],
)
def test_what_they_cost(link, detail, model, tokens):
    assert cost(image(link, detail=detail), model=model) == tokens


def test_a_link_costs_the_same_each_time():
    first, second = (cost(image("https://example.com/unknown")) for _ in range(2))
    assert first == second > 85


@pytest.mark.parametrize(
    ("link", "code", "param"),
    [
        ("data:image/png;base64,%%%", "invalid_base64", URL),
        ("data:image/png;base64,", "empty_base64", URL),
        ("data:image/png,abc", "invalid_value", URL),
        (url("image/svg+xml", b"<svg/>"), "invalid_value", URL),
        ("not a link", "invalid_value", URL),
        ("http://[x", "invalid_value", URL),
        (url("image/png", b"BM nothing"), "invalid_image_format", None),
        (url("image/png", picture(9, 9)[:12]), "image_parse_error", None),
        (url("image/png", picture(9, 9) + bytes(7 * 2**20)), None, None),
    ],
)
def test_what_is_refused(link, code, param):
    if code is None:  # more than what is to be an image does not harm
        assert cost(image(link)) == 255
        return
    refusal = error(chat(image(link)))
    assert (refusal["code"], refusal["param"], refusal["type"]) == (code, param, "invalid_request_error")


def test_models_that_do_not_see():
    refusal = error(chat(image("https://example.com/a.png"), model="gpt-3.5-turbo"))
    assert refusal["message"] == "Invalid content type. image_url is only supported by certain models."
    assert refusal["param"] == "messages.[0].content.[1].type"
    assert cost(image("https://example.com/a.png"), model="meta/llama-3.1-8b-instruct", host=NIM) > 0


def test_what_was_painted_here_is_seen():
    to = services()
    order = {"prompt": "A cat in Lisbon", "model": "dall-e-2", "size": "256x256"}
    link = told(ask("/v1/images/generations", order, to))["data"][0]["url"]
    assert cost(image(link), to) == 85 + 170
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": PLACE}}
    answer = told(chat(image(link), to, response_format=form))
    assert answer["choices"][0]["message"]["content"] == '{"city":"Lisbon"}'
