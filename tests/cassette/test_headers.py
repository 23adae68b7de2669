from fakeai_proxy.cassette.headers import (
    REQUEST_KEPT,
    RESPONSE_KEPT,
    auth_fingerprint,
    credentials,
    kept,
    telling,
)
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.core.exchange import Request

from .tape import KEY


def test_only_listed_headers_are_kept():
    headers = (
        ("Content-Type", "text/event-stream"),
        ("set-cookie", "a=b"),
        ("openai-organization", "acme"),
        ("x-ratelimit-limit-requests", "10"),
        ("transfer-encoding", "chunked"),
        ("content-encoding", "br"),
        ("content-length", "17"),
        ("connection", "keep-alive"),
    )
    assert kept(headers, RESPONSE_KEPT, Redactor()) == (
        ("content-type", "text/event-stream"),
        ("x-ratelimit-limit-requests", "10"),
    )


def test_credentials_are_never_listed():
    names = ("authorization", "api-key", "x-api-key", "cookie", "proxy-authorization", "x-goog-api-key")
    assert kept(tuple((name, "x") for name in names), REQUEST_KEPT, Redactor()) == ()


def test_values_of_kept_headers_are_searched():
    redactor = Redactor()
    headers = (("user-agent", f"app/1 Bearer {KEY}"), ("accept", "*/*"))
    assert kept(headers, REQUEST_KEPT, redactor) == (
        ("user-agent", "app/1 Bearer secret:openai_key:1"),
        ("accept", "*/*"),
    )
    location = (("location", "https://x/y?sig=abc&a=1"),)
    assert kept(location, RESPONSE_KEPT, redactor) == (
        ("location", "https://x/y?sig=secret:parameter:1&a=1"),
    )


def test_credentials_by_header_cookie_and_query():
    headers = (
        ("authorization", "Bearer abc"),
        ("x-api-key", "def"),
        ("cookie", "sid=ghi; theme=dark"),
        ("accept", "*/*"),
    )
    request = Request("GET", "/", headers=headers, query="key=jk%2Fl&limit=3")
    assert credentials(request) == (b"abc", b"def", b"ghi", b"dark", b"jk/l")


def test_dummy_credentials_are_no_words_to_search_for():
    assert [telling(secret) for secret in (b"EMPTY", b"not-needed", b"test-key-1", b"my-secret-api-key")] == [
        False,
        False,
        True,
        True,
    ]


def test_the_fingerprint_tells_callers_apart_within_one_cassette():
    one, other = auth_fingerprint((b"a",), b"salt"), auth_fingerprint((b"b",), b"salt")
    assert len({one, other, auth_fingerprint((b"a",), b"pepper")}) == 3
    assert auth_fingerprint((b"a",), b"salt") == one
    assert auth_fingerprint((), b"salt") is None
