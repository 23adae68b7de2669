import json
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.core.exchange import Request

from .tape import ask, harmless

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
bodies = st.dictionaries(st.text(), json_values, max_size=5)


def key(request: Request) -> bytes:
    return canonicalize(request, redactor_for(request)).key


def shuffled(value, draw):
    if isinstance(value, dict):
        return {name: shuffled(value[name], draw) for name in draw(st.permutations(list(value)))}
    return [shuffled(item, draw) for item in value] if isinstance(value, list) else value


@given(bodies, st.data())
def test_key_order_spaces_escapes_and_host_do_not_count(body, data):
    other = shuffled(body, data.draw)
    first = Request("POST", "/v1/chat/completions", body=json.dumps(body).encode())
    second = Request(
        "post",
        "/chat/completions",
        host=data.draw(st.sampled_from(["127.0.0.1", "integrate.api.nvidia.com"])),
        scheme="http",
        port=8000,
        headers=(("authorization", "Bearer sk-another-key-000000"), ("x-stainless-retry-count", "1")),
        body=json.dumps(other, indent=data.draw(st.sampled_from([None, 2])), ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        ),
    )
    assert key(first) == key(second)


@given(bodies, bodies)
def test_other_bodies_have_other_keys(one, other):
    assume(
        all(
            harmless(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")) for body in (one, other)
        )
    )
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    requests = (Request("POST", "/v1/x", body=json.dumps(body).encode()) for body in (one, other))
    first, second = map(key, requests)
    assert (first == second) == same


def test_order_of_messages_counts():
    one, other = {"messages": ["a", "b"]}, {"messages": ["b", "a"]}
    assert key(Request("POST", "/x", body=json.dumps(one).encode())) != key(
        Request("POST", "/x", body=json.dumps(other).encode())
    )


def test_method_path_and_query_count():
    base = Request("GET", "/v1/models", query="limit=1&after=b")
    assert key(base) == key(replace(base, query="after=b&limit=1"))
    others = (
        replace(base, method="DELETE"),
        replace(base, path="/v1/files"),
        replace(base, query="limit=2&after=b"),
        replace(base, query=""),
    )
    assert len({key(base), *map(key, others)}) == 5


def test_a_path_that_only_begins_like_v1_is_left_alone():
    assert key(Request("GET", "/v1beta/models")) != key(Request("GET", "/beta/models"))


def test_the_key_is_made_of_the_redacted_form():
    first, second = (ask(f"my key is nvapi-{'x' * 20}{n}") for n in range(2))
    assert key(first) == key(second)
    assert key(Request("GET", "/v1/models", query="key=AAAA")) == key(
        Request("GET", "/v1/models", query="key=BB")
    )


def test_two_secrets_are_not_one():
    a, b = f"nvapi-{'x' * 20}", f"nvapi-{'y' * 20}"
    assert key(ask(f"{a} {a}")) == key(ask(f"{b} {b}")) != key(ask(f"{a} {b}"))


def test_the_callers_own_credential_is_redacted_whatever_it_looks_like():
    assert key(ask("I am tenant-seventeen-x", key="tenant-seventeen-x")) == key(
        ask("I am tenant-eighteen-xx", key="tenant-eighteen-xx")
    )


def multipart(boundary: str, content: bytes) -> Request:
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    ).encode()
    return Request(
        "POST",
        "/v1/audio/transcriptions",
        headers=(("content-type", f"multipart/form-data; boundary={boundary}"),),
        body=body + content + f"\r\n--{boundary}--\r\n".encode(),
    )


@given(st.binary(max_size=200).filter(harmless))
def test_multipart_boundaries_do_not_count_but_contents_do(content):
    assert key(multipart("abc123", content)) == key(multipart("zzz999", content))
    assert key(multipart("abc123", content)) != key(multipart("abc123", content + b" x"))


@given(st.binary(max_size=50).filter(harmless))
def test_any_body_has_a_key(body):
    request = Request("POST", "/v1/x", body=body)
    assert key(request) == key(replace(request, host="elsewhere"))
    assert key(request) != key(replace(request, body=body + b" x"))


def test_broken_json_is_bytes():
    request = Request("POST", "/v1/x", body=b'{"a": ')
    assert canonicalize(request, redactor_for(request)).form == "bytes"


def test_a_form_is_known_by_its_pairs():
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    one, other = (
        Request("POST", "/token", headers=headers, body=b"a=1&client_secret=" + s) for s in (b"x", b"y")
    )
    assert key(one) == key(other)
