"""Credentials planted in every place of an exchange are found nowhere afterwards."""

import json
import logging
from contextlib import closing

import pytest
import zstandard

from fakeai_proxy.cassette import Cassette, Miss, miss_reply
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head
from tests.playbook import body

from .secrets import PLANTED
from .tape import JSON, SSE, delta, opened, rows, stream, tape

FILLER = "ordinary words " * 300
"""Long enough for bodies to be packed."""


def exchanges(key: str):
    """The key in each header, in path and query, in plain, nested, escaped, split and compressed bodies."""
    names = ("authorization", "x-api-key", "api-key", "cookie", "proxy-authorization", "x-goog-api-key")
    sent = tuple((name, f"Bearer {key}" if "auth" in name else f"s={key}") for name in names)
    sent += (("user-agent", f"app ({key})"), ("content-type", "application/json"), ("x-stainless-lang", key))
    nested = json.dumps({"text": key, "args": json.dumps({"api_key": key, "deep": json.dumps([key])})})
    ask = {
        "model": key,
        "messages": [{"role": "user", "content": f"{FILLER} key={key}.\n{key}"}],
        key: nested,
    }
    raw = json.dumps(ask).encode()
    escaped = raw.replace(key.encode(), "".join(f"\\u{ord(c):04x}" for c in key).encode())
    got = (
        *JSON,
        ("x-request-id", key),
        ("set-cookie", f"s={key}"),
        ("location", f"https://a:{key}@b/{key}?key={key}"),
    )
    form = (("content-type", "application/x-www-form-urlencoded"),)
    part = (("content-type", "multipart/form-data; boundary=B"),)
    upload = f'--B\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{key}\r\n--B--\r\n'.encode()
    whole = [Head(200, got), Data(raw[:700]), Data(raw[700:]), End()]
    spelled = [
        delta(letter, logprobs={"content": [{"token": letter, "bytes": [ord(letter)]}]})
        for letter in f" {key} "
    ]
    wire = b"".join([delta(FILLER), delta(f"whole {key} here"), *spelled, b"data: [DONE]\n\n"])
    yield Request("POST", f"/v1/x/{key}", query=f"key={key}&b={key}", headers=sent, body=raw), whole
    yield Request("POST", "/v1/y", headers=sent, body=escaped), [Head(200, got), Data(escaped), End()]
    yield Request("POST", "/v1/z", headers=form, body=f"a={key}&client_secret={key}".encode()), whole
    yield Request("POST", "/v1/u", headers=part, body=upload), whole
    yield (
        Request("POST", "/v1/b", body=f"bytes {key} bytes".encode()),
        [Head(400, ()), Data(key.encode()), End()],
    )
    pieces = [wire[at : at + 7] for at in range(0, len(wire), 7)]
    yield Request("POST", "/v1/s", body=raw), stream(*pieces, headers=(*SSE, ("x-request-id", key)))
    yield Request("POST", "/v1/a", body=raw), [Head(200, SSE), *map(Data, pieces[:-5])]


def everything(path) -> bytes:
    """The file, its log, and all packed bodies unpacked."""
    files = [file.read_bytes() for file in path.parent.iterdir()]
    packed = [data for codec, data in rows(path, "SELECT codec, data FROM blob") if codec == "zstd"]
    assert packed
    return b"\n".join([*files, *map(zstandard.ZstdDecompressor().decompress, packed)])


@pytest.mark.parametrize("name", [*PLANTED, "known only by its header"])
def test_a_planted_key_is_found_nowhere(tmp_path, caplog, name):
    caplog.set_level(logging.DEBUG)
    key = PLANTED.get(name, "tenantXseventeenX0042")
    path, clock = tmp_path / "a.db", ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        for request, steps in exchanges(key):
            tape(cassette, request, steps, clock)
    assert cassette.failed is None
    assert len(rows(path, "SELECT * FROM interaction")) == 7
    log = "\n".join(record.getMessage() for record in caplog.records)
    found = everything(path) + log.encode()
    assert key.encode() not in found
    assert key.encode()[:-2] not in found
    said = b"".join(json.loads(line[6:])["choices"][0]["delta"]["content"].encode() for line in events(path))
    assert key.encode()[4:] not in said
    assert b"ordinary words" in said


def events(path) -> list[bytes]:
    whole = "r.kind = 'sse' AND r.end_kind = 'complete'"
    query = f"SELECT data FROM blob b JOIN reply r ON r.blob_id = b.id WHERE {whole}"
    ((packed,),) = rows(path, query)
    lines = zstandard.ZstdDecompressor().decompress(packed).splitlines()
    return [line for line in lines if line.startswith(b"data: {")]


def test_nor_in_what_a_miss_says(tmp_path):
    key = PLANTED["openai_key"]
    path, clock = tmp_path / "a.db", ManualClock()
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        for request, steps in exchanges(key):
            tape(cassette, request, steps, clock)
    ask = Request(
        "POST", f"/v1/x/{key}", query=f"key={key}", body=json.dumps({"model": key, "a": [key]}).encode()
    )
    with closing(opened(path)) as cassette:
        miss = cassette.find(ask)
        assert isinstance(miss, Miss)
        told = body(miss_reply(miss, "api.openai.com"))
    assert b"never_recorded" in told
    assert key.encode() not in told
