import pytest

from fakeai_proxy.cassette.redaction.personal import PERSONAL

TEXT = (
    "Mail a.b+c@x.example.com. Or \\nbob@y.org; call +49 30 1234567 or (415) 555-2671, IBAN DE89 3704 0044 "
    "0532 0130 00, 123-45-6789, from 10.1.2.3 and 192.168.0.17."
)


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("email", ["a.b+c@x.example.com", "bob@y.org"]),
        ("phone", ["+49 30 1234567", "(415) 555-2671"]),
        ("iban", ["DE89 3704 0044 0532 0130 00"]),
        ("us_ssn", ["123-45-6789"]),
        ("ip_address", ["10.1.2.3", "192.168.0.17"]),
    ],
)
def test_each_kind_finds_its_own(kind, there):
    text = TEXT.encode()
    assert [text[start:end].decode() for start, end in PERSONAL[kind](text)] == there


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize(
    "text",
    [
        "2024-01-02 03:04:05, 1.2.3.4.5, v1.2.3, 127.0.0.1, 0.0.0.0",
        "@decorator, user@host, a @ b, 3+4, 12 + 34 = 46, 1234567890, call_1234567890",
        "0.123456789, 000-12-3456, 123-00-4567, DE00 3704 0044 0532 0130 00",
        "chatcmpl-9x8y7z6w5v4u3t2s1r0q fp_44709d6fcb 550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_what_only_looks_alike_is_left(kind, text):
    assert list(PERSONAL[kind](text.encode())) == []
