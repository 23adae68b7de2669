import re

import pytest

from fakeai_proxy.admin.routes import allowed

from .asking import ask, simulator, whole

PAGES = ["/dashboard", "/dashboard/dynamo", "/docs", "/redoc"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_asks_only_us(path):
    with simulator() as running:
        text = whole(ask(running, path))[0].decode()
    assert text.startswith("<!doctype html>")
    assert "<!-- shared -->" not in text
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
    assert "innerHTML" not in text
    asked = {path.split("?")[0] for path in re.findall(r'"(/[a-z][\w/.-]*\??)"', text)}
    assert asked
    assert all("GET" in allowed(path) for path in asked)
