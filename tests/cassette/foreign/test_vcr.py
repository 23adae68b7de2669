from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.foreign.imported import imported
from fakeai_proxy.cassette.foreign.vcr import of_vcr
from fakeai_proxy.cassette.interaction import Capture, Chunk
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.redaction.rules import default_rules

YAML = """\
interactions:
- request:
    body: '{"model": "gpt-4o"}'
    headers:
      Content-Type: [application/json]
      authorization: DUMMY
    method: POST
    uri: https://api.openai.com/v1/chat/completions
  response:
    body: {string: "{\\"a\\": 1}"}
    headers:
      Content-Type: [application/json]
      Set-Cookie: [a, b]
    status: {code: 200, message: OK}
- request:
    body: null
    headers: {}
    method: GET
    uri: http://127.0.0.1:8000/v1/models?limit=2
  response:
    body:
      string: !!binary |
        /v8=
    headers: {}
    status: {code: 404, message: Not Found}
- request:
    parsed_body: {input: ü}
    headers: {}
    method: POST
    uri: https://api.openai.com/v1/embeddings
  response:
    parsed_body: {data: [1.5]}
    headers: {}
    status: {code: 200, message: OK}
version: 1
"""


def test_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML)
    first, second, third = of_vcr(tmp_path / "a.yaml")
    assert (first.request.body, first.request.headers[1]) == (
        b'{"model": "gpt-4o"}',
        ("authorization", "DUMMY"),
    )
    assert first.chunks == (Chunk(0, b'{"a": 1}'),)
    assert first.head.headers[1:] == (("set-cookie", "a"), ("set-cookie", "b"))
    assert (second.request.port, second.request.query, second.head.status) == (8000, "limit=2", 404)
    assert (second.request.body, second.chunks) == (b"", (Chunk(0, b"\xfe\xff"),))
    assert (third.request.body, third.chunks[0].body) == ('{"input":"ü"}'.encode(), b'{"data":[1.5]}')


@pytest.mark.parametrize("body", [gzip.compress(b"hello", mtime=0), b"hello"])
def test_bodies_beside_headers_that_say_they_are_packed(tmp_path: Path, body: bytes) -> None:
    import base64

    interaction = {
        "request": {"method": "GET", "uri": "https://a/", "headers": {}, "body": ""},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Encoding": ["gzip"]},
            "body": {"base64_string": base64.b64encode(body).decode()},
        },
    }
    (tmp_path / "a.json").write_text(json.dumps({"version": 1, "interactions": [interaction]}))
    (one,) = of_vcr(tmp_path / "a.json")
    assert (one.head.headers, one.chunks[0].body) == ((), b"hello")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [", "is not YAML"),
        ("{", "is not JSON"),
        ("- 1", "has no list 'interactions'"),
        ("version: 2\ninteractions: []", "of version 2; only 1 is known"),
        ("interactions: !!python/object/apply:os.getpid []", "is not YAML"),
        ("\x00", "is not YAML"),
    ],
)
def test_files_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(content)
    with pytest.raises(CassetteError, match=said):
        list(of_vcr(tmp_path / "a.yaml"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="No such file"):
        list(of_vcr(tmp_path / "a.yaml"))


HERE = Path(__file__).parent
KEY = b"sk-proj-0123456789abcdefghijABCD"


def whole(one: Capture) -> bytes:
    return b"".join(chunk.body for chunk in one.chunks)


def test_what_vcrpy_itself_wrote() -> None:
    """By vcrpy 9.4, of requests, httpx and the openai SDK: a body decoded by the client, one that was not."""
    decoded, packed, streamed, sound, missing = of_vcr(HERE / "vcrpy.yaml")
    assert json.loads(whole(decoded)) == json.loads(whole(packed))
    assert json.loads(whole(packed))["choices"][0]["message"]["content"] == "Grüße"
    assert whole(streamed).endswith(b"data: [DONE]\n\n")
    assert (whole(sound), missing.head.status) == (b"\xff\xfb\x90\x00" * 8, 404)
    assert (packed.request.query, packed.request.port) == ("a=1", 18099)


@pytest.mark.parametrize(("name", "count"), [("vcrpy.yaml", 5), ("vcrpy.json", 2)])
def test_it_becomes_a_cassette_without_its_keys(tmp_path: Path, name: str, count: int) -> None:
    path = tmp_path / "a.db"
    assert KEY in (HERE / name).read_bytes()
    imported(of_vcr(HERE / name), path, default_rules(), lambda: None, source=HERE / name)
    with reading(path) as tape:
        every = list(tape.all())
    assert [one.origin for one in every] == ["imported"] * count
    assert KEY not in path.read_bytes()
