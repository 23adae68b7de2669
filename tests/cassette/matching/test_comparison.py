from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.cassette.matching import form_of
from fakeai_proxy.cassette.matching.comparison import compare, value_of, weight
from fakeai_proxy.core.exchange import Request

from .asked import chat, post

POEM = {"role": "system", "content": "Write poems about whatever the user names, in four lines"}


def between(recorded, asked):
    return compare(form_of(recorded, "llm@1"), form_of(asked, "llm@1"))


def pointers(recorded, asked):
    return [change.pointer for change in between(recorded, asked).changes]


def test_the_same():
    assert between(chat("Hi"), chat("Hi", user="me")) == ((), 1.0)


def test_what_was_put_in_does_not_move_the_rest():
    asked, recorded = chat(POEM, "The sea", "The sky"), chat("The sea", "The sky")
    (change,) = between(recorded, asked).changes
    assert (change.pointer, change.recorded) == ("/messages/0", None)
    (change,) = between(asked, recorded).changes
    assert (change.pointer, change.asked) == ("/messages/0", None)
    assert pointers(chat("a a", "b b", "c c"), chat("a a", "x x", "b b", "c d")) == [
        "/messages/1",
        "/messages/3/content",
    ]


def test_the_route_comes_first():
    assert pointers(chat("Hi"), post({"model": "m", "prompt": "Hi"}, "/v1/completions", query="a=1"))[:2] == [
        "path",
        "query",
    ]
    assert pointers(chat("Hi"), chat("Hi", stream=True)) == ["/stream"]
    counted = chat("Hi", stream=True, stream_options={"include_usage": True})
    assert pointers(chat("Hi", stream=True), counted) == ["/stream_options/include_usage"]


def test_one_word_of_many_is_little():
    long = "one two three four five six seven eight nine ten " * 10
    near, far = between(chat(f"{long}a"), chat(f"{long}b")), between(chat(f"{long}a"), chat("b"))
    assert near.score > 0.99 > 0.6 > far.score
    assert between(chat("The sea", temperature=0), chat("The sea", temperature=1)).score < 0.95
    assert weight({"a": ["one two three four five", 1, None]}) == 13


def test_kinds_that_are_not_the_same():
    assert pointers(chat("Hi", stop=True), chat("Hi", stop=1)) == ["/stop"]


def test_forms_by_their_fields_and_others_by_their_hash():
    def sent(body, kind):
        request = Request("POST", "/x", headers=(("content-type", kind),), body=body)
        return form_of(canonicalize(request, redactor_for(request)), "llm@1")

    form = "application/x-www-form-urlencoded"
    assert [c.pointer for c in compare(sent(b"a=1&b=2", form), sent(b"a=1&b=3&b=4", form)).changes] == ["/b"]
    parts = b'--X\r\nContent-Disposition: form-data; name="file"\r\n\r\n%b\r\n--X--\r\n'
    multipart = "multipart/form-data; boundary=X"
    one, other = (sent(parts % content, multipart) for content in (b"one", b"two"))
    assert [c.pointer for c in compare(one, other).changes] == ["/file"]
    assert [c.pointer for c in compare(sent(b"one", "audio/x"), sent(b"two", "audio/x")).changes] == ["body"]
    assert value_of(sent(b"one", "audio/x")) is None
