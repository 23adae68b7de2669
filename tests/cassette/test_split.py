import itertools
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redact import Redactor, apply
from fakeai_proxy.cassette.split import split_edits

from .secrets import PLANTED
from .tape import delta, harmless


def texts(body: bytes, index: int = 0) -> str:
    events = [json.loads(line[6:]) for line in body.decode().splitlines() if line.startswith("data: {")]
    choices = [choice for event in events for choice in event["choices"] if choice["index"] == index]
    return "".join(choice["delta"]["content"] for choice in choices)


def clean(body: bytes, kind="sse", known=()) -> bytes:
    redactor = Redactor(known)
    assert redactor.redact(body) == body
    return apply(body, split_edits(body, kind, redactor))


@given(st.sampled_from(sorted(PLANTED)), st.data())
def test_a_key_said_bit_by_bit_does_not_survive(name, data):
    secret = PLANTED[name]
    said = f"my key is {secret} ok"
    cuts = sorted(
        data.draw(st.lists(st.integers(11, 9 + len(secret)), min_size=len(secret) - 1, unique=True))
    )
    borders = [0, *cuts, len(said)]
    pieces = [said[a:b] for a, b in itertools.pairwise(borders)]
    body = b"".join(map(delta, pieces)) + b"data: [DONE]\n\n"
    result = clean(body)
    assert texts(result) == f"my key is «secret:{name.split()[0]}:1» ok"
    assert result.endswith(b"data: [DONE]\n\n")


def test_unchanged_events_stay_byte_for_byte():
    body = delta("Hello ") + delta("sk-proj-") + delta("abcdefgh12345678") + delta(" bye")
    result = clean(body)
    assert result.startswith(delta("Hello "))
    assert result.endswith(delta(" bye"))


def test_interleaved_choices_are_told_apart():
    body = b"".join(
        delta(a, 0) + delta(b, 1)
        for a, b in (("sk-pr", "sk-"), ("oj-abcd", "ant-1234"), ("efgh1234", "5678 x"))
    )
    result = clean(body)
    assert texts(result, 0) == "«secret:openai_key:1»"
    assert texts(result, 1) == "«secret:anthropic_key:1» x"


def test_known_credentials_are_found_bit_by_bit():
    assert b"tenant" not in clean(delta("I am ten") + delta("ant-17"), known=[b"tenant-17"]).replace(
        b'"', b""
    )


def test_logprobs_of_a_redacted_piece_are_dropped():
    spelled = {"content": [{"token": "sk-abc", "bytes": list(b"sk-abc")}]}
    result = clean(delta("sk-abc", logprobs=spelled) + delta("defgh12345", logprobs=None))
    assert b"sk-abc" not in result
    assert b'"logprobs":null' in result


def test_tool_arguments_and_other_apis():
    def call(text: str) -> bytes:
        function = {"index": 0, "function": {"arguments": text}}
        return (
            b"data: "
            + json.dumps({"choices": [{"index": 0, "delta": {"tool_calls": [function]}}]}).encode()
            + b"\n\n"
        )

    def response(text: str) -> bytes:
        event = {"type": "response.output_text.delta", "item_id": "m", "output_index": 1, "delta": text}
        return b"event: response.output_text.delta\ndata: " + json.dumps(event).encode() + b"\n\n"

    def anthropic(text: str) -> bytes:
        event = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
        return b"event: content_block_delta\r\ndata: " + json.dumps(event).encode() + b"\r\n\r\n"

    for event in (call, response, anthropic):
        result = clean(event("nvapi-ab") + event("cdefgh-12") + event("34."))
        assert b"cdefgh" not in result
        assert "«secret:nvidia_key:1»".encode() in result
        assert result.count(b"data: ") == 3


def test_lines_of_json():
    body = b"".join(json.dumps({"response": text}).encode() + b"\n" for text in ("sk-abcd", "efgh1234", " x"))
    result = clean(body, "ndjson")
    assert [json.loads(line)["response"] for line in result.splitlines()] == [
        "«secret:openai_key:1»",
        "",
        " x",
    ]


def test_an_event_that_broke_off_within_a_key():
    body = delta("sk-proj-abcd") + delta("efgh1234 and more").partition(b" and")[0]
    result = clean(body)
    assert b"efgh" not in result
    assert "«secret:openai_key:1»".encode() in result


def test_plain_text_events():
    result = clean(b"data: sk-abcd\n\ndata: efgh1234\n\n")
    assert result == "data: «secret:openai_key:1»\n\ndata: \n\n".encode()


def test_keys_behind_json_escapes_are_seen():
    body = delta("x").replace(b'"x"', b'"\\u0073k-abcdefgh12345678"')
    assert texts(clean(body)) == "«secret:openai_key:1»"


@pytest.mark.parametrize("kind", ["sse", "ndjson", "binstream"])
@given(body=st.binary(max_size=200))
def test_any_bytes_are_taken(kind, body):
    edits = split_edits(body, kind, Redactor())
    assert harmless(apply(body, edits)) or not harmless(body)


@given(st.lists(st.text(max_size=8), max_size=12))
def test_ordinary_streams_are_left_alone(pieces):
    body = b"".join(map(delta, pieces))
    assume(harmless("".join(pieces).encode("utf-8", "surrogatepass")))
    assert split_edits(body, "sse", Redactor()) == []
