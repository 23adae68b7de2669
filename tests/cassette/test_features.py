from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.cassette.features import LIMIT, leaves
from fakeai_proxy.core.exchange import Request

from .tape import ask


def canonical(request: Request):
    return canonicalize(request, redactor_for(request))


def test_every_leaf_has_a_pointer():
    assert dict(leaves(canonical(ask("Hi", tools=[], **{"a/b~c": {"d": None}})))) == {
        "method": "POST",
        "path": "/chat/completions",
        "/a~1b~0c/d": "null",
        "/messages/0/content": '"Hi"',
        "/messages/0/role": '"user"',
        "/model": '"gpt-4o"',
        "/tools": "[]",
    }


def test_a_long_conversation_is_bounded():
    assert len(dict(leaves(canonical(ask(numbers=list(range(1000))))))) == LIMIT + 2


def test_bodies_that_are_not_json_are_one_leaf():
    assert [name for name, _ in leaves(canonical(Request("POST", "/x", query="a=1", body=b"abc")))] == [
        "method",
        "path",
        "query",
        "body",
    ]
    assert [name for name, _ in leaves(canonical(Request("GET", "/x")))] == ["method", "path"]
