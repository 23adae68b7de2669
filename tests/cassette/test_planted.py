"""Credentials planted in every place of an exchange are found nowhere afterwards."""

import json
import logging
from contextlib import closing
from dataclasses import asdict, replace

import pytest
import zstandard

from fakeai_proxy.cassette import Cassette, Miss, miss_reply
from fakeai_proxy.cassette.conversation import answered
from fakeai_proxy.cassette.database import open_database
from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.interaction import Capture, Said
from fakeai_proxy.cassette.reading import reading
from fakeai_proxy.cassette.rows import put, unpacked
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head
from tests.playbook import body

from .secrets import FORMS, PLANTED, corpus, drawn
from .tape import JSON, SSE, capture, delta, opened, rows, stream, tape

FILLER = "ordinary words " * 300
"""Long enough for bodies to be packed."""
CORPUS = list(corpus(200))
FORM = (("content-type", "application/x-www-form-urlencoded"),)
PARTS = (("content-type", "multipart/form-data; boundary=B"),)


def exchanges(key: str, filler: str = FILLER, step: int = 1):
    """The key in each header, in path and query, in plain, nested, escaped, split and compressed bodies.

    Streams say it `step` characters at a time, and come in pieces of seven times as many bytes.
    """
    names = ("authorization", "x-api-key", "api-key", "cookie", "proxy-authorization", "x-goog-api-key")
    sent = tuple((name, f"Bearer {key}" if "auth" in name else f"s={key}") for name in names)
    sent += (("user-agent", f"app ({key})"), ("content-type", "application/json"), ("x-stainless-lang", key))
    nested = json.dumps({"text": key, "args": json.dumps({"api_key": key, "deep": json.dumps([key])})})
    ask = {
        "model": key,
        "messages": [{"role": "user", "content": f"{filler} key={key}.\n{key}"}],
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
    upload = f'--B\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{key}\r\n--B--\r\n'.encode()
    whole = [Head(200, got), Data(raw[:700]), Data(raw[700:]), End()]
    spelled = [
        delta(piece, logprobs={"content": [{"token": piece, "bytes": [*piece.encode()]}]})
        for piece in cut(f" {key} ", step)
    ]
    wire = b"".join(
        [delta(filler), delta(f"whole {key} here"), *spelled, *arguments(key, step + 2), b"data: [DONE]\n\n"]
    )
    refusal = json.dumps({"error": {"message": f"Incorrect API key provided: {key}."}}).encode()
    yield Request("POST", f"/v1/x/{key}", query=f"key={key}&b={key}", headers=sent, body=raw), whole
    yield Request("POST", "/v1/y", headers=sent, body=escaped), [Head(200, got), Data(escaped), End()]
    yield Request("POST", "/v1/z", headers=FORM, body=f"a={key}&client_secret={key}".encode()), whole
    yield Request("POST", "/v1/u", headers=PARTS, body=upload), whole
    yield Request("POST", "/v1/b", body=f"bytes {key} bytes".encode()), [Head(400, ()), Data(refusal), End()]
    pieces = cut(wire, 7 * step)
    yield Request("POST", "/v1/s", body=raw), stream(*pieces, headers=(*SSE, ("x-request-id", key)))
    yield Request("POST", "/v1/a", body=raw), [Head(200, SSE), *map(Data, pieces[:-5])]


def cut(text, size: int) -> list:
    return [text[at : at + size] for at in range(0, len(text), size)]


def arguments(key: str, step: int) -> list[bytes]:
    """A tool call whose arguments are said bit by bit."""
    said = json.dumps({"note": f"use {key} now", "password": key})
    calls = ({"index": 0, "function": {"arguments": piece}} for piece in cut(said, step))
    events = ({"choices": [{"index": 0, "delta": {"content": "", "tool_calls": [call]}}]} for call in calls)
    return [b"data: " + json.dumps(event).encode() + b"\n\n" for event in events]


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
    said = "".join(content(event) for event in events(path))
    assert key[4:] not in said
    assert "ordinary words" in said


def content(event: bytes) -> str:
    piece = json.loads(event[6:])["choices"][0]["delta"]
    calls = piece.get("tool_calls") or [{"function": {"arguments": ""}}]
    return piece["content"] + calls[0]["function"]["arguments"]


def events(path) -> list[bytes]:
    whole = "r.kind = 'sse' AND r.end_kind = 'complete'"
    query = f"SELECT data FROM blob b JOIN reply r ON r.blob_id = b.id WHERE {whole}"
    ((packed,),) = rows(path, query)
    lines = zstandard.ZstdDecompressor().decompress(packed).splitlines()
    return [line for line in lines if line.startswith(b"data: {")]


def test_200_keys_of_all_kinds_in_turn_are_found_nowhere(tmp_path):
    """Each in every other exchange, the places of a kind in turn."""
    path, clock = tmp_path / "a.db", ManualClock()
    assert len({key for _, key in CORPUS}) == 200
    assert len({kind for kind, _ in CORPUS}) >= 20
    with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
        for number, (_, key) in enumerate(CORPUS):
            for request, steps in [*exchanges(key, "short", step=9)][number % 2 :: 2]:
                tape(cassette, request, steps, clock)
    assert cassette.failed is None
    assert len(rows(path, "SELECT * FROM interaction")) == 700
    found = everything(path)
    assert [kind for kind, key in CORPUS if key.encode() in found] == []
    told = "".join(content(event) for event in said(path))
    assert [kind for kind, key in CORPUS if key in told or key[6:-2] in told] == []


def test_nor_in_the_log_of_the_database_nor_in_unused_pages(tmp_path):
    """As a recorder that is killed leaves them."""
    path = tmp_path / "a.db"
    with closing(open_database(path)) as connection:
        connection.execute("INSERT INTO session(uid, started_at, tool_version) VALUES ('a', '', '')")
        for kind in FORMS:
            for number, (request, steps) in enumerate(exchanges(drawn(kind, 5), step=9)):
                head, *data = (step for step in steps if isinstance(step, Head | Data))
                seen = capture(request, head, *(step.body for step in data))
                put(connection, replace(entry_of(seen, b"s"), capture=seen._replace(order=number)), 1, kind)
            connection.commit()
            connection.execute("DELETE FROM interaction")
            connection.execute("DELETE FROM blob")
            connection.commit()
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(found) > 10**6
    assert [kind for kind in FORMS if drawn(kind, 5).encode() in found] == []


def conversation(key: str, number: int) -> Capture:
    """A WebSocket whose sides say the key whole, nested, in bytes and bit by bit; its trailer, too."""
    whole = json.dumps({"type": "session.update", "session": {"instructions": f"use {key}.", "a": [key]}})
    spelled = [
        json.dumps({"type": "response.output_text.delta", "item_id": "i", "delta": piece}).encode()
        for piece in cut(f"say {key} now", 9)
    ]
    binary = f"\0{key}\0".encode()
    server = [(False, whole.encode()), *((False, text) for text in spelled), (True, binary)]
    client = [(False, whole.encode()), (False, f"plain {key}".encode()), (True, binary)]
    both = [("server", *one) for one in server] + [("client", *one) for one in client]
    messages = tuple(Said(ns, sender, binary, body) for ns, (sender, binary, body) in enumerate(both))
    sent = (
        ("authorization", f"Bearer {key}"),
        ("sec-websocket-protocol", f"realtime, openai-insecure-api-key.{key}"),
    )
    request = Request("GET", "/v1/realtime", query=f"model=m&key={key}", headers=sent)
    seen = capture(request, Head(101, (("x-request-id", key),)))
    return seen._replace(order=number, kind="ws", messages=messages, trailers=(("x-last", key),))


def test_nor_in_the_messages_of_websockets(tmp_path):
    path = tmp_path / "a.db"
    with closing(open_database(path)) as connection, connection:
        connection.execute("INSERT INTO session(id, uid, started_at, tool_version) VALUES (1, 'a', '', '')")
        for number, (_, key) in enumerate(CORPUS):
            put(connection, entry_of(conversation(key, number), b"s"), 1, "a")
    with reading(path) as tape:
        recordings = list(tape.all())
    assert [len(one.answered.messages) > 5 for one in recordings] == [True] * 200
    told = "".join(json.dumps(asdict(one), default=repr) for one in recordings)
    spoken = ["".join(spelled(one)) for one in recordings]
    assert [kind for kind, key in CORPUS if key in told] == []
    assert [kind for (kind, key), text in zip(CORPUS, spoken, strict=True) if key[6:-2] in text] == []
    assert all(text.startswith("say ") and text.endswith(" now") for text in spoken)


def spelled(recording) -> list[str]:
    """What the deltas of the server say."""
    return [turn.text for turn in answered(recording.answered) if turn.role == "assistant"]


def said(path) -> list[bytes]:
    """The events of all streams."""
    join = "reply r LEFT JOIN blob b ON b.id = r.blob_id WHERE r.kind = 'sse'"
    found = []
    for short, codec, data in rows(path, f"SELECT r.body, b.codec, b.data FROM {join}"):
        plain = short or unpacked(codec, data)
        found += [
            line for line in plain.splitlines() if line.startswith(b"data: {") and line.endswith(b"}]}")
        ]
    return found


def test_one_secret_has_one_placeholder_in_all_sessions(tmp_path):
    key, other = CORPUS[0][1], CORPUS[40][1]
    path = tmp_path / "a.db"
    for first in (key, other, key):
        clock = ManualClock()
        with closing(Cassette.open(path, readonly=False, clock=clock)) as cassette:
            request = Request("POST", "/v1/chat/completions", body=json.dumps({"a": [first, key]}).encode())
            tape(cassette, request, [Head(200, JSON), Data(b"{}"), End()], clock)
    asked = [json.loads(data)["a"] for (data,) in rows(path, "SELECT data FROM blob") if data != b"{}"]
    one, two = ({f"«secret:{kind}:{n}»" for kind, _ in (CORPUS[0], CORPUS[40])} for n in (1, 2))
    assert len(asked) == 2  # the third is the first again
    assert asked[0][0] == asked[0][1] == asked[1][1]
    assert asked[1][0] != asked[1][1]
    assert {asked[0][0], asked[1][0]} <= one | two


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


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_pieces_of_a_stream_still_fit_its_body(name):
    """Each is stored by where it begins and how long it is."""
    *_, (request, steps), _ = exchanges(PLANTED[name], "short")
    pieces = [step.body for step in steps if isinstance(step, Data)]
    entry = entry_of(capture(request, Head(200, SSE), *pieces), b"s")
    times = [chunk.ns for chunk in entry.chunks]
    assert times == sorted(times)
    assert all(chunk.body for chunk in entry.chunks)
    assert b"".join(chunk.body for chunk in entry.chunks).endswith(b"data: [DONE]\n\n")
