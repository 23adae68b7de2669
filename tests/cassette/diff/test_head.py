from dataclasses import replace

from fakeai_proxy.cassette.diff.head import headers, same_class, status
from fakeai_proxy.cassette.recording import Early
from tests.cassette.diff.replies import whole

REPLY = whole({})


def test_status_and_ending() -> None:
    failed, odd = replace(REPLY, status=500), replace(REPLY, status=201, end="upstream_reset")
    assert [str(one) for one in status(REPLY, failed)] == ["error status_changed status: 200 -> 500"]
    assert [one.kind for one in status(REPLY, odd)] == ["status_varied", "end_changed"]
    assert not same_class(REPLY, failed)


def test_what_came_before() -> None:
    early = replace(REPLY, early=(Early(0, 103, ()),))
    assert [(one.expected, one.actual) for one in status(REPLY, early)] == [(None, "103")]


def test_headers_and_trailers() -> None:
    before = replace(
        REPLY, headers=(("content-type", "text/html; a"), ("server", "x"), ("x-request-id", "1"))
    )
    after = replace(
        before,
        headers=(
            ("content-type", "text/plain"),
            ("x-request-id", "2"),
            ("retry-after", "1"),
            ("retry-after", "2"),
        ),
        trailers=(("x-sum", "3"),),
    )
    assert [str(one) for one in headers(before, after)] == [
        "error media_changed header content-type: text/html; a -> text/plain",
        "warn header_removed header server: x -> nothing",
        "info header_added header retry-after: nothing -> 1, 2",
        "info header_added trailer x-sum: nothing -> 3",
    ]
    charset = replace(before, headers=(("content-type", "Text/HTML"), *before.headers[1:]))
    assert [one.kind for one in headers(before, charset)] == ["header_changed"]
