import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.gate.said import said


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (
            {"messages": [{"role": "system", "content": "no"}, {"role": "user", "content": "yes"}]},
            ["user", "yes"],
        ),
        ({"messages": [{"role": "assistant", "content": "no"}], "prompt": ["a", "b"]}, ["a", "b"]),
        ({"input": [{"content": [{"type": "input_text", "text": "hi"}]}]}, ["input_text", "hi"]),
        ({"input": "hi", "instructions": "no"}, ["hi"]),
        ([], []),
        (None, []),
    ],
)
def test_only_what_users_say(body, texts):
    assert [*said(Request("POST", "/", body=json.dumps(body).encode()))] == texts


def test_nothing_of_what_cannot_be_read():
    assert [*said(Request("POST", "/", body=b"{")), *said(Request("GET", "/"))] == []
