from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.faults.http.page import Page
from tests.faults.hits import answered, asking, headers_of, hit_of
from tests.playbook import body, head

CHALLENGE = b"""<!DOCTYPE html>
<html lang="en">
<head><title>Just a moment...</title></head>
<body>
<h1>api.openai.com</h1>
<p>Checking that you are human.</p>
</body>
</html>
"""


def test_a_page_that_looks_like_success() -> None:
    headers = (("content-type", "text/html; charset=utf-8"), ("content-length", str(len(CHALLENGE))))
    assert answered({"type": "http.html"}) == [Head(200, headers), Data(CHALLENGE), End()]


@pytest.mark.parametrize("page", get_args(Page))
def test_every_page(page: str) -> None:
    steps = answered({"type": "http.html", "page": page, "status": 503})
    assert steps is not None
    assert head(steps).status == 503
    assert headers_of(steps)["content-length"] == str(len(body(steps)))
    assert body(steps).startswith(b"<!DOCTYPE html>")


def test_the_host_is_quoted() -> None:
    steps = answered({"type": "http.html"}, hit_of(replace(asking(), host="<b>")))
    assert steps is not None
    assert b"<h1>&lt;b&gt;</h1>" in body(steps)


@pytest.mark.parametrize(
    ("given", "head"),
    [
        ({}, Head(200, (("content-type", "application/json"), ("content-length", "0")))),
        ({"content_type": None}, Head(200, (("content-length", "0"),))),
        ({"length": False}, Head(200, (("content-type", "application/json"),))),
        ({"status": 504, "content_type": None, "length": False}, Head(504)),
    ],
)
def test_nothing(given: dict[str, object], head: Head) -> None:
    assert answered({"type": "http.empty", **given}) == [head, End()]
