from __future__ import annotations

from math import inf, nan

from fakeai_proxy.admin.asked import json_page, text_page

from .asking import told, whole


def test_json_of_what_is_not_known() -> None:
    assert told(json_page({"a": nan, "b": inf, "c": (1, 2)})) == {"a": None, "b": None, "c": [1, 2]}
    assert told(json_page([], 503), 503) == []


def test_no_page_is_to_be_kept() -> None:
    for page in (json_page({}), text_page(b"x 1\n")):
        body, headers = whole(page)
        assert headers["cache-control"] == "no-store"
        assert headers["content-length"] == str(len(body))
