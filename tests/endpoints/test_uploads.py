from hashlib import md5

import pytest

from fakeai_proxy.core.clock import ManualClock

from .asking import ask, error, services, told
from .forms import send
from .sdk import Client

UPLOAD = {"filename": "a.jsonl", "purpose": "batch", "bytes": 6, "mime_type": "application/jsonl"}


def begun(to, **fields):
    return told(ask("/v1/uploads", UPLOAD | fields, to))["id"]


def part(to, upload, content):
    return told(send(f"/v1/uploads/{upload}/parts", to, data=("blob", content)))["id"]


def completed(to, upload, parts, **fields):
    return ask(f"/v1/uploads/{upload}/complete", {"part_ids": parts, **fields}, to)


def test_the_sdk_puts_a_file_together():
    client = Client(services())
    upload = client.one(lambda api: api.uploads.create(**UPLOAD))
    assert (upload.status, upload.expires_at - upload.created_at) == ("pending", 3600)
    parts = [
        client.one(lambda api, data=data: api.uploads.parts.create(upload.id, data=data)).id
        for data in (b"def", b"abc")
    ]
    checksum = md5(b"abcdef").hexdigest()
    done = client.one(lambda api: api.uploads.complete(upload.id, part_ids=parts[::-1], md5=checksum))
    assert (done.status, done.file.bytes, done.file.purpose) == ("completed", 6, "batch")
    assert client(lambda api: api.files.content(done.file.id)).content == b"abcdef"
    other = client.one(lambda api: api.uploads.create(**UPLOAD))
    assert client.one(lambda api: api.uploads.cancel(other.id)).status == "cancelled"


def test_a_large_file_is_cut_by_the_sdk():
    client = Client(services())
    content = b"x" * 3000
    done = client.sync.uploads.upload_file_chunked(
        file=content,
        filename="big.txt",
        bytes=len(content),
        mime_type="text/plain",
        purpose="user_data",
        part_size=1000,
    )
    assert client(lambda api: api.files.content(done.file.id)).content == content


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({"bytes": None}, "invalid_type", "bytes"),
        ({"bytes": 2**40}, "integer_above_max_value", "bytes"),
        ({"bytes": 0}, None, "file"),
        ({"purpose": "x"}, "invalid_value", "purpose"),
        ({"filename": "a.txt"}, None, None),
        ({"mime_type": ""}, "empty_string", "mime_type"),
        ({"expires_after": {"anchor": "now", "seconds": 3600}}, "invalid_value", "expires_after.anchor"),
    ],
)
def test_wrong_beginnings(fields, code, param):
    refused = error(ask("/v1/uploads", UPLOAD | fields))
    assert (refused["code"], refused["param"]) == (code, param)


def test_wrong_parts():
    to = services()
    upload = begun(to)
    assert error(send(f"/v1/uploads/{upload}/parts", to))["param"] == "data"
    assert (
        "would be larger (7 bytes)"
        in error(send(f"/v1/uploads/{upload}/parts", to, data=("b", b"1234567")))["message"]
    )
    assert error(send("/v1/uploads/upload_x/parts", to, data=("b", b"1")), 404)


def test_wrong_endings():
    to = services()
    upload = begun(to)
    one, two = part(to, upload, b"abc"), part(to, upload, b"def")
    elsewhere = part(to, begun(to), b"abc")
    for parts, fields, param in (
        ([], {}, "part_ids"),
        ([one], {}, "part_ids"),
        ([one, one], {}, "part_ids[1]"),
        ([one, elsewhere], {}, "part_ids[1]"),
        ([one, two], {"md5": "0" * 32}, "md5"),
    ):
        assert error(completed(to, upload, parts, **fields))["param"] == param
    assert told(completed(to, upload, [one, two]))["status"] == "completed"
    for path, content in (("complete", {"part_ids": [one]}), ("cancel", b"")):
        refused = error(ask(f"/v1/uploads/{upload}/{path}", content, to))
        assert refused["message"] == f"Cannot {path} an upload with status 'completed'."


def test_an_hour_is_enough():
    to = services(clock=ManualClock())
    upload = begun(to)
    to.clock.advance(3600)
    refused = error(ask(f"/v1/uploads/{upload}/cancel", b"", to))
    assert "'expired'" in refused["message"]
    assert error(ask("/v1/uploads/nope/cancel", b"", to), 404)["message"] == "No upload found with id 'nope'."
