from fakeai_proxy.catalog import Catalog
from fakeai_proxy.endpoints.images.family import family_of
from fakeai_proxy.endpoints.images.order import painting
from fakeai_proxy.endpoints.images.sizes import Size
from fakeai_proxy.wire.images import GenerationRequest


def order(sizes=(), **fields):
    body = GenerationRequest(**{"model": "gpt-image-1", "prompt": "a fox", **fields})
    return painting(body, *family_of(body, Catalog.load()), sizes)


def test_defaults():
    made = order()
    assert made.rendering == {
        "background": "opaque",
        "output_format": "png",
        "quality": "medium",
        "size": "1024x1024",
    }
    assert (made.number, made.compression, made.work) == (1, 100, 1056)


def test_the_prompt_is_read_for_each_picture():
    one, three = order().usage, order(n=3).usage
    assert three == {
        **{name: 3 * one[name] for name in ("input_tokens", "output_tokens", "total_tokens")},
        "input_tokens_details": {"text_tokens": 3 * one["input_tokens"], "image_tokens": 0},
    }


def test_a_model_that_chooses_keeps_to_what_it_edits():
    assert order([Size(300, 900)], size="auto").size == (1024, 1536)


def test_open_models_take_all():
    made = order(model="flux", style="vivid", response_format="url", output_format="webp", size="72x64")
    assert (made.format, made.size) == ("webp", (72, 64))
