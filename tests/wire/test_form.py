import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.wire.form import File, FilePart, FormModel, form_of, nameable
from fakeai_proxy.wire.validation import validate

KIND = 'multipart/form-data; boundary="b"'


class Given(FormModel, defer_build=False):
    file: File
    size: int | None = None


def part(name, content, filename=None, kind=None):
    shown = f'; filename="{filename}"' if filename is not None else ""
    typed = f"\r\nContent-Type: {kind}" if kind else ""
    return f'Content-Disposition: form-data; name="{name}"{shown}{typed}\r\n\r\n'.encode() + content


def body(*parts):
    return b"".join(b"--b\r\n" + one + b"\r\n" for one in parts) + b"--b--\r\n"


def test_fields_arrays_objects_and_files():
    parts = [
        part("file", b"\x00\r\n--a", 'a \\"b\\".txt', "text/plain"),
        part("purpose", "é".encode()),
        part("expires_after[anchor]", b"created_at"),
        part("expires_after[seconds]", b"60"),
        part("include[]", b"x"),
        part("image", b"1", "1.png"),
        part("image", b"2", "2.png"),
    ]
    found = form_of(KIND, body(*parts))
    assert found["file"] == FilePart('a "b".txt', "text/plain", b"\x00\r\n--a")
    assert found["purpose"] == "é"
    assert found["expires_after"] == {"anchor": "created_at", "seconds": "60"}
    assert found["include"] == ["x"]
    assert [one.content for one in found["image"]] == [b"1", b"2"]
    assert json.dumps(nameable(found))


@given(st.binary(max_size=60), st.text("aü []", max_size=6))
@settings(max_examples=25)
def test_bytes_come_as_they_are(content, name):
    name = name.replace('"', "").replace("\\", "").replace("\r", "").replace("\n", "")
    content = content.replace(b"\r\n--b", b"")
    found = form_of(KIND, body(part("f", content, "n"), part(name or "x", b"v")))
    assert "f" in found
    assert name == "f" or found["f"].content == content


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("application/json", b"{}", r"Invalid Content-Type header \(application/json\)"),
        ("", b"", r"Content-Type header \(none\)"),
        (KIND, b"nothing", "Could not parse"),
        (KIND, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", "Could not parse"),
        (KIND, body(part("x", b""))[:-6], "Could not parse"),
        ("multipart/form-data", body(part("x", b"")), "Could not parse"),
    ],
)
def test_what_is_no_form(kind, content, says):
    with pytest.raises(ApiError, match=says) as caught:
        form_of(kind, content)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [
        ({}, "missing_required_parameter", "Missing required parameter: 'file'."),
        (
            {"file": "text"},
            "invalid_type",
            "Invalid type for 'file': expected a file, but",
        ),
        (
            {"file": FilePart("", "", b""), "size": "big"},
            "invalid_type",
            "Invalid type for 'size': expected an integer, but got a string",
        ),
        (
            {"file": FilePart("", "", b""), "size": FilePart("", "", b"")},
            "invalid_type",
            "Invalid type for 'size': expected an integer, but got a file",
        ),
    ],
)
def test_a_form_is_refused_like_any_body(sent, code, says):
    with pytest.raises(ApiError) as caught:
        validate(Given, sent, strict=True)
    assert caught.value.code == code
    assert caught.value.message.startswith(says)


def test_numbers_are_read_from_text():
    assert validate(Given, {"file": FilePart("", "", b""), "size": "12"}, strict=True).size == 12
