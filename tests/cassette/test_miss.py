import json

import pytest

from fakeai_proxy.cassette.miss import Miss, message, miss_reply
from fakeai_proxy.cassette.nearest import Difference, Nearest
from tests import playbook

FOUND = Nearest("ab12-0", "POST", "/v1/chat/completions", (Difference("/model", '"gpt-4"', '"gpt-4o"'),))
NEVER = Miss("never_recorded", "POST /chat/completions", "x.db", lambda: FOUND)


def test_the_reply_is_final_and_names_what_differs():
    steps = list(miss_reply(NEVER, "api.openai.com"))
    head = playbook.head(steps)
    assert head.status == 404
    assert {("x-should-retry", "false"), ("x-fakeai-proxy", "miss")} <= set(head.headers)
    error = json.loads(playbook.body(steps))["error"]
    assert error["code"] == "recording_not_found"
    assert error["message"] == (
        "No recording of POST /chat/completions in cassette x.db (never_recorded). Nearest is ab12-0 "
        '(POST /v1/chat/completions), which differs at /model: recorded "gpt-4", asked "gpt-4o".'
    )


def test_it_speaks_the_dialect_of_the_host():
    body = json.loads(playbook.body(miss_reply(NEVER, "api.anthropic.com")))
    assert (body["type"], body["error"]["type"]) == ("error", "not_found_error")


def test_consumed():
    consumed = Miss("consumed 2/2", "POST /x", "x.db", lambda: pytest.fail("nobody searches"))
    assert "(consumed 2/2). Every recording of this request has been replayed" in message(consumed)


def test_an_empty_cassette():
    assert message(Miss("never_recorded", "GET /x", "x.db", lambda: None)).endswith("The cassette is empty.")


def test_many_differences_are_counted():
    many = tuple(Difference(f"/{n}", None, "1") for n in range(8))
    text = message(Miss("never_recorded", "GET /x", "x.db", lambda: Nearest("a", "GET", "/x", many)))
    assert "/4: recorded nothing, asked 1; and 3 more." in text
    assert "/5" not in text
