import base64

import pytest
from PIL import Image

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.sights import seen
from fakeai_proxy.synth.image import encoded

from .asking import context

CAT = encoded(Image.new("RGB", (4, 4)), "webp", about="a cat")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"data:image/webp;base64,{base64.b64encode(CAT).decode()}", "a cat"),
        (f"DATA:image/webp;name=x;base64,{base64.b64encode(CAT).decode()}", "a cat"),
        ("https://example.com/two_wild-cats.jpeg?x=1", "two wild cats jpeg"),
        ("https://example.com/images/img_0.png", "images img 0 png"),
    ],
)
def test_words_of_images(url, words):
    assert seen(url, "input", context()).strip() == words


@pytest.mark.parametrize(
    "url",
    [
        *("data:", "data:image/png;base64,!", "data:image/png;base64,AAAA", "data:text/plain,x"),
        *("data:image/png,%89PNG", "data:image/png;base64,é", "ftp://x/y.png", "no url", "https://[", ""),
    ],
)
def test_what_is_no_image(url):
    with pytest.raises(ApiError) as refused:
        seen(url, "input", context())
    assert (refused.value.status, refused.value.param) == (400, "input")
