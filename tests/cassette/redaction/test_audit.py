from fakeai_proxy.cassette.redaction.audit import in_body, in_headers, in_text

A, B = "«secret:openai_key:1»", "«secret:jwt:2»"


def test_texts():
    assert in_text(f"/v1/{A}/{A}".encode(), "path") == {("path", A): 2}
    assert in_text(b"/v1/x", "path") == {}


def test_headers_by_name():
    headers = (("location", "https://x/secret:jwt:2"), ("server", "secret:jwt"), ("x", "nosecret:jwt:3"))
    assert in_headers(headers, "reply header") == {("reply header location", B): 1}


def test_bodies_by_pointer():
    body = f'{{"a": ["x", "{A} {A}"], "{B}": {{"b": "{A}"}}}}'.encode()
    assert in_body(body, "request", streamed=False) == {
        ("request /a/1", A): 2,
        (f"request /{B}", B): 1,
        (f"request /{B}/b", A): 1,
    }


def test_events_by_pointer_within_the_event():
    body = f'data: {{"c": "{A}"}}\n\ndata: {{"c": "x"}}\n\ndata: {B}\n\n'.encode()
    assert in_body(body, "reply", streamed=True) == {("reply /c", A): 1, ("reply", B): 1}


def test_what_is_no_json_by_its_place():
    assert in_body(f"a {A}".encode(), "request", streamed=False) == {("request", A): 1}
