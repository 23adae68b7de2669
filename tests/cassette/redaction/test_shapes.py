import pytest

from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.cassette.redaction.shapes import SHAPES
from tests.cassette.secrets import PLANTED

AROUND = (b"", b" ", b'"', b"\n", b'{"a":"\\n', b"key=", b"%20", b"\\u000a", b"(", b"/", b'\\"')


def test_every_kind_that_has_a_shape_of_its_own_is_planted():
    framed = {"bearer_token", "basic_credentials", "private_key", "url_password", "slack_webhook"}
    assert {shape.kind for shape in SHAPES} - framed == {name.split()[0] for name in PLANTED}


@pytest.mark.parametrize("name", PLANTED)
def test_a_credential_is_seen_after_any_border(name):
    secret = PLANTED[name].encode()
    for before in AROUND:
        text = before + secret + b'" and more'
        (span,) = Redactor().spans(text)
        assert (text[span.start : span.end], span.kind) == (secret, name.split()[0])


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        (b"Authorization: Bearer abcdefgh1", "bearer_token", b"abcdefgh1"),
        (b"authorization=bearer%20abc.def-ghi.jkl_1", "bearer_token", b"abc.def-ghi.jkl_1"),
        (b"BEARER aaaaaaaaaaaaaaaaaaaaa", "bearer_token", b"aaaaaaaaaaaaaaaaaaaaa"),
        (b"Basic dXNlcjpwYXNzMQ==", "basic_credentials", b"dXNlcjpwYXNzMQ=="),
        (b"postgres://me:hunter2@db/x", "url_password", b"hunter2"),
        (b'{"api_key": "hunter2"}', "member", b"hunter2"),
        (b'{"X-API-Key" : "hunter 2"}', "member", b"hunter 2"),
        (b'{"accessToken":"a\\"bcdefg"}', "member", b'a\\"bcdefg'),
        (b'"{\\"password\\": \\"hunter2\\", \\"a\\": 1}"', "member", b"hunter2"),
        (
            b'"-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----\\n"',
            "private_key",
            b"-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----",
        ),
        (b'"-----BEGIN PRIVATE KEY-----\\nAA", "b"', "private_key", b"-----BEGIN PRIVATE KEY-----\\nAA"),
    ],
)
def test_credentials_known_by_what_is_around_them(text, kind, secret):
    (span,) = Redactor().spans(text)
    assert (span.kind, text[span.start : span.end]) == (kind, secret)


@pytest.mark.parametrize(
    "text",
    [
        "A risk-adjusted return, task-management-and-planning-tools and desk-12345678.",
        "The basic internationalization of bearer token authentication, Bearer authentication.",
        "http://localhost:8000/v1/chat/completions?x=1@2",
        "gpt-4o-mini-2024-07-18 chatcmpl-9x8y7z6w5v4u3t2s1r0q fp_44709d6fcb resp_67cb",
        '{"max_tokens": 5, "token": "hello", "secret": {"type": "string"}, "required": ["api_key"]}',
        "Asia and the AKIA shop; eyJ is base64; SG. is a place; xai-lab; hf_hub; npm_config",
        "sk-learn, sk-SK and sk-ant",
        '{"api_key": ""}',
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert Redactor().spans(text.encode()) == []
