import json

import pytest

from fakeai_proxy.cassette.matching.norm import Masked
from fakeai_proxy.cassette.miss import Explanation, Miss, message, miss_reply
from fakeai_proxy.cassette.nearest import Difference, Nearest
from tests import playbook

DIFFERENT = (Difference("/messages/2/content", '"Hi"', '"Ho"'),)
FIRST = Nearest("ab12-0", "POST", "/v1/chat/completions", DIFFERENT, 0.8123, 7)
FOUND = Explanation("my tapes/x.db", "llm@1", b"k" * 16, (FIRST,))


def never(found: Explanation | None) -> Miss:
    return Miss("never_recorded", "POST /chat/completions", "x.db", lambda: found)


def near(**given) -> Explanation:
    fields = {
        "uid": "ab12-0",
        "method": "GET",
        "path": "/x",
        "differences": DIFFERENT,
        "score": 0.5,
        "number": 1,
    }
    return Explanation("x.db", "llm@1", b"", (Nearest(**fields | given),))


def test_the_reply_is_final_and_names_what_differs():
    steps = list(miss_reply(never(FOUND), "api.openai.com"))
    head = playbook.head(steps)
    assert head.status == 404
    assert {("x-should-retry", "false"), ("x-fakeai-proxy", "miss; cassette=x.db")} <= set(head.headers)
    error = json.loads(playbook.body(steps))["error"]
    assert error["code"] == "recording_not_found"
    assert error["message"] == (
        "No recording of POST /chat/completions in cassette x.db (never_recorded). Nearest is ab12-0 "
        "(POST /v1/chat/completions, 81.2% alike), which differs at /messages/2/content: "
        'recorded "Hi", asked "Ho". '
        "The first message that differs is number 2. To take the nearest for good: "
        f"fakeai-proxy cassette accept 'my tapes/x.db' ab12-0 {(b'k' * 16).hex()}"
    )


def test_programs_are_told_the_same():
    masked = (Masked("/messages/0/content", "uuid", "5f0e"),)
    found = Explanation("x.db", "norm@1", b"k" * 16, (FIRST,), masked)
    told = json.loads(playbook.body(miss_reply(never(found), "")))["fakeai_proxy"]
    assert told["nearest"] == [
        {
            "recording": "ab12-0",
            "asked": "POST /v1/chat/completions",
            "score": 0.8123,
            "differences": [{"pointer": "/messages/2/content", "recorded": '"Hi"', "asked": '"Ho"'}],
            "first_message": 2,
            "same_by": None,
        }
    ]
    assert told["masked"] == [{"pointer": "/messages/0/content", "kind": "uuid", "text": "5f0e"}]
    assert (told["verdict"], told["profile"], told["key"]) == ("never_recorded", "norm@1", (b"k" * 16).hex())
    assert told["accept"] == found.command


def test_it_speaks_the_dialect_of_the_host():
    body = json.loads(playbook.body(miss_reply(never(None), "api.anthropic.com")))
    assert (body["type"], body["error"]["type"]) == ("error", "not_found_error")


def test_unmarked():
    head = playbook.head(miss_reply(Miss("never_recorded", "GET /x", "x.db", lambda: None, marked=False), ""))
    assert "x-fakeai-proxy" not in dict(head.headers)


def test_consumed():
    consumed = Miss("consumed 2/2", "POST /x", "x.db", lambda: pytest.fail("nobody searches"))
    assert "(consumed 2/2). Every recording of this request has been replayed" in message(consumed)
    assert json.loads(playbook.body(miss_reply(consumed, "")))["fakeai_proxy"]["verdict"] == "consumed 2/2"


def test_an_empty_cassette():
    assert message(never(Explanation("x.db", "llm@1", b"", ()))).endswith("The cassette is empty.")
    assert message(never(None)).endswith("(never_recorded).")


def test_near_is_a_verdict():
    assert "(near)" in message(never(near(score=0.95)))
    assert "(never_recorded)" in message(never(near(score=0.95, comparable=False)))


def test_many_differences_are_counted():
    many = tuple(Difference(f"/{n}", None, "1") for n in range(8))
    text = message(never(near(differences=many)))
    assert "/4: recorded nothing, asked 1; and 3 more." in text
    assert "/5" not in text


def test_others_and_a_more_lenient_profile():
    first = near(profile="norm@1").nearest[0]
    text = message(never(Explanation("x.db", "llm@1", b"", (first, FIRST))))
    assert "It is the same by norm@1: see cassette.profile." in text
    assert "Then come ab12-0 (81.2% alike)." in text
