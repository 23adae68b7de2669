import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.telemetry.template import template


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/chat/completions", "/chat/completions"),
        ("/openai/v1/embeddings", "/embeddings"),
        ("/openai/deployments/my-gpt/chat/completions", "/chat/completions"),
        ("/v1/files/file-abc123/content", "/files/{id}/content"),
        ("/v1beta/models/gemini-1.5-pro:generateContent", "/models/{id}"),
        ("/", "/"),
        ("/v1/files/" + "x" * 300, "/files/{id}"),
        ("/a/b/c/d/e/f/g/h", "/a/b/c/d/e/f"),
    ],
)
def test_words_stay_and_ids_do_not(path, told):
    assert template(path) == told


@given(st.text(max_size=200))
def test_of_anything_only_words_are_left(path):
    assert re.fullmatch(r"/|(/([a-z_-]{1,24}|\{id\})){1,6}", template("/" + path))
