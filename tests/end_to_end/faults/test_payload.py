"""Answers that say something else, at a real client: live, replayed and synthesized, whole and streamed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.faults.payload.answers import Api
from tests.faults.payload.told import Told, told, told_by_stream

from .asks import ARGUMENTS, ASKS, PROMPT, TEXT, WORDS, live
from .captured import Captured
from .clients import Http
from .conftest import SYNTHESIZED, Exchange, Source
from .provider import Provider

CALLED = "".join(ARGUMENTS)
TALKING = ("usage", "completion", "response", "message")
CALLING = ("tools", "message-tools")
LENGTH = ("length", "max_tokens", "max_output_tokens")
STOP = ("stop", "end_turn", "completed")
FILTERED = ("content_filter", "refusal")


class Case(NamedTuple):
    """One fault, the requests whose answers it changes, and how."""

    fault: str
    changes: Callable[[Told], bool]
    asks: tuple[str, ...] = TALKING
    given: dict[str, Any] = {}  # noqa: RUF012 # never changed

    @property
    def name(self) -> str:
        return "-".join([self.fault.removeprefix("payload."), *map(str, self.given.values())])

    @property
    def asked(self) -> dict[str, Any]:
        return {"type": self.fault, **self.given}


def counted(made: Told, name: str = "output_tokens") -> int | None:
    """The tokens of the answer; -1 where they are not told."""
    usage = made.usage or {}
    return usage.get(name, usage.get("completion_tokens", -1))


def arguments(made: Told) -> str:
    """Those of the only call; a message has them as a string where they are no object."""
    [(_, _, said)] = made.calls
    return said


def names(made: Told) -> list[str]:
    return [name for _, name, _ in made.calls]


CASES = (
    Case("payload.no_choices", lambda made: made.text is None and not made.calls, (*TALKING, *CALLING)),
    Case("payload.usage", lambda made: made.usage is None, given={"mode": "missing"}),
    Case("payload.usage", lambda made: made.usage is None, given={"mode": "null"}),
    Case("payload.usage", lambda made: counted(made) in (0, -1), given={"mode": "zero"}),
    Case("payload.usage", lambda made: counted(made) in (len(WORDS) * 10, -1), given={"mode": "inflated"}),
    Case("payload.length",
         lambda made: made.text == "The quick" and made.reason in LENGTH, given={"tokens": 2}),
    Case("payload.filtered", lambda made: not made.text and made.reason in FILTERED),
    Case("payload.refused", lambda made: "No." in (made.text, made.refusal), given={"text": "No."}),
    Case("payload.blank", lambda made: made.text == "" and made.reason in STOP, (*TALKING, *CALLING)),
    Case("payload.blank", lambda made: made.text == " \n", given={"text": " \n"}),
    Case("payload.tool_arguments", lambda made: CALLED[:14] in raw(made), CALLING, {"mode": "truncated"}),
    Case("payload.tool_arguments", lambda made: "'city'" in raw(made), CALLING, {"mode": "invalid"}),
    Case("payload.tool_arguments", lambda made: mistyped(made), CALLING, {"mode": "wrong_type"}),
    Case("payload.tool_arguments",
         lambda made: len(json.loads(arguments(made))) == 1, CALLING, {"mode": "missing"}),
    Case("payload.tool_arguments", lambda made: CALLED in raw(made), CALLING, {"mode": "double_encoded"}),
    Case("payload.tool_name", lambda made: names(made) == ["rm"], CALLING, {"name": "rm"}),
    Case("payload.tool_id", lambda made: made.calls[0][0] is None, CALLING, {"mode": "missing"}),
    Case("payload.tool_id", lambda made: made.calls[0] == made.calls[1], CALLING, {"mode": "duplicate"}),
    Case("payload.tool_finish", lambda made: not made.calls and calls(made), CALLING, {"mode": "no_calls"}),
    Case("payload.tool_finish",
         lambda made: "days" not in raw(made) and calls(made), CALLING, {"mode": "cut"}),
    Case("payload.extra_call", lambda made: names(made) == ["get_weather"] * 3, CALLING, {"times": 2}),
    Case("payload.extra_call", lambda made: len(made.calls) == 2, CALLING, {"mode": "other"}),
    Case("payload.model", lambda made: made.model == "tiny", (*TALKING, *CALLING), {"name": "tiny"}),
    Case("payload.unknown", lambda made: made.reason == "bored", (*TALKING, *CALLING), {"name": "bored"}),
    Case("payload.unknown",
         lambda made: len(made.parts) == 1, ("usage", "response", "message"), {"mode": "part"}),
    Case("payload.reasoning_only", lambda made: made.thoughts == "Hm." and not made.text,
         ("usage", "response", "message", *CALLING), {"thought": "Hm."}),
    Case("payload.text", lambda made: made.text != TEXT, given={"mode": "garbled", "rate": 1}),
    Case("payload.text", lambda made: made.text != TEXT, given={"mode": "language", "rate": 1}),
    Case("payload.text",
         lambda made: not (made.text or "-").replace("The", ""), given={"mode": "repetition", "rate": 1}),
    Case("payload.overlong", lambda made: made.text == f"{TEXT}\n{TEXT}\n{TEXT}", given={"factor": 3}),
    Case("payload.value",
         lambda made: '"days": 9' in arguments(made), CALLING, {"path": "/days", "value": 9}),
)  # fmt: skip


def raw(made: Told) -> str:
    return arguments(made).replace("\\", "")


def mistyped(made: Told) -> bool:
    return json.loads(arguments(made)) in ({"city": ["Berlin"], "days": 3}, {"city": "Berlin", "days": "3"})


def calls(made: Told) -> bool:
    return made.reason in ("tool_calls", "tool_use")


def read(ask: str, got: Captured, streamed: bool) -> Told:
    """What the client makes of a complete reply."""
    assert (got.status, got.ended.how) == (200, "complete")
    if not streamed:
        assert got.header("content-length") == str(len(got.body))
    family = ASKS[ask].family
    api: Api = "chat" if family == "embedding" else family
    return (told_by_stream if streamed else told)(api, got.body)


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    ("case", "ask"), [pytest.param(case, ask, id=f"{case.name}-{ask}") for case in CASES for ask in case.asks]
)
def test_live(exchange: Exchange, case: Case, ask: str, streamed: bool) -> None:
    got = exchange(case.asked, "live", streamed, ask=ask)
    assert case.changes(read(ask, got, streamed))
    assert (b"[DONE]" in got.body) == (streamed and ASKS[ask].family in ("chat", "completion"))


ANYWHERE = tuple(
    case
    for case in CASES
    if "usage" in case.asks
    and case.fault not in ("payload.length", "payload.overlong", "payload.usage", "payload.text")
)
"""Faults that show whatever the answer says."""


@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("source", ["synthesized", "replayed"])
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ANYWHERE])
def test_made_and_replayed(exchange: Exchange, case: Case, source: Source, streamed: bool) -> None:
    assert "usage" in SYNTHESIZED
    assert case.changes(read("usage", exchange(case.asked, source, streamed, ask="usage"), streamed))


@pytest.mark.parametrize("source", ["synthesized", "replayed", "live"])
def test_the_account_counts_what_is_left(exchange: Exchange, source: Source) -> None:
    made = read("usage", exchange({"type": "payload.length", "tokens": 2}, source, True, ask="usage"), True)
    assert counted(made, "completion_tokens") == 2


def test_a_made_answer_calls_a_tool_that_is_not_there(exchange: Exchange) -> None:
    for streamed in (True, False):
        made = read("tools", exchange("payload.tool_name", "synthesized", streamed, ask="tools"), streamed)
        assert names(made) == ["get_weather_v2"]
        assert calls(made)


def test_on_http2_it_is_the_same(exchange: Exchange, http: Http) -> None:
    got = exchange({"type": "payload.length", "tokens": 2}, "live", True, http)
    assert read("chat", got, True).text == "The quick"


def test_a_packed_stream_is_unpacked_first(exchange: Exchange) -> None:
    got = exchange({"type": "payload.length", "tokens": 2}, "live", True, play="gzip")
    assert got.header("content-encoding") is None
    assert read("chat", got, True).text == "The quick"


@pytest.mark.parametrize("ask", ["azure", "nvidia"])
def test_providers_that_speak_like_openai(exchange: Exchange, source: Source, ask: str) -> None:
    assert read(ask, exchange("payload.blank", source, True, ask=ask), True).text == ""


def test_words_that_stay_keep_their_bytes(exchange: Exchange) -> None:
    got = exchange({"type": "payload.tool_arguments"}, "live", True, ask="chat")
    assert got.body == live(ASKS["chat"])


@pytest.mark.parametrize("source", ["synthesized", "replayed", "live"])
@pytest.mark.parametrize("mode", ["dimension", "nan", "shuffled", "base64"])
def test_embeddings(exchange: Exchange, mode: str, source: Source) -> None:
    fault = {"type": "payload.embeddings", "mode": mode}
    before = exchange(None, source, False, ask="embedding").json["data"]
    got = exchange(fault, source, False, ask="embedding")
    assert got.header("content-length") == str(len(got.body))
    after = got.json["data"]
    assert [row["index"] for row in after] == ([1, 0] if mode == "shuffled" else [0, 1])
    changed = [one["embedding"] != other["embedding"] for one, other in zip(before, after, strict=True)]
    assert changed == [mode != "shuffled"] * 2


@pytest.mark.parametrize("mode", ["fences", "prose", "trailing_comma", "schema"])
@pytest.mark.parametrize("streamed", [True, False], ids=["streamed", "whole"])
def test_json(exchange: Exchange, mode: str, streamed: bool) -> None:
    """The simulator writes objects where they are asked for."""
    messages = [{"role": "user", "content": "Answer in JSON."}]
    ask = ASKS["usage"].but(response_format={"type": "json_object"}, messages=messages, seed=1)
    before = exchange(None, "synthesized", False, ask=ask).json["choices"][0]["message"]["content"]
    got = exchange({"type": "payload.json", "mode": mode}, "synthesized", streamed, ask=ask)
    made = read("usage", got, streamed).text
    assert made != before
    assert made
    if mode in ("fences", "prose"):
        assert before in made
    elif mode == "schema":
        assert json.loads(made).keys() == json.loads(before).keys()
    else:
        with pytest.raises(ValueError):
            json.loads(made)


@pytest.mark.parametrize("ask", ["tools", "message-tools", "response", "completion"])
def test_a_bad_answer_is_asked_for(exchange: Exchange, upstream: Provider, ask: str) -> None:
    fault = {"type": "payload.degraded", "instruction": "Be bad."}
    got = exchange(fault, "live", False, ask=ask)
    assert got.body == live(ASKS[ask], False)
    sent = json.loads(upstream.seen[-1].body)
    assert "Be bad." in json.dumps(sent)
    for name, value in ASKS[ask].body.items():
        assert sent[name] == value or name in ("messages", "prompt")
    assert PROMPT in json.dumps(sent)
