import pytest
from openai.types.chat import ChatCompletionChunk

from fakeai_proxy.endpoints.chat_answer import ChatAnswer
from fakeai_proxy.endpoints.chat_stream import chat_stream
from fakeai_proxy.endpoints.sampling import Choice
from fakeai_proxy.endpoints.stamp import Stamp
from fakeai_proxy.synth import TokenLogprob
from fakeai_proxy.wire.base import StreamOptions
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.usage import usage
from tests.playbook import body, play

from .asking import CHAT, NIM, ask, context, events, golden, paced, services, steps, told
from .runs import planned
from .typed import typed

PATH = "/v1/chat/completions"
STAMP = Stamp("chatcmpl-1", 1_700_000_000, "gpt-4o-2024-08-06", "fp_1")
PLAIN = StreamOptions(include_obfuscation=False)
WITH_USAGE = StreamOptions(include_usage=True, include_obfuscation=False)
HELLO = Choice(0, ("Hello", ' "wörld"', "\n"), "stop")
BYE = Choice(1, ("Bye",), "length")


def stream(*choices, options=None, shows_logprobs=True, host="api.openai.com"):
    asked = ChatRequest(**CHAT, stream_options=options)
    answer = ChatAnswer(asked, STAMP, "default", choices, usage(5, 4), shows_logprobs)
    return body(chat_stream(answer, planned(), context(host=host)))


def logprob(token, value):
    return TokenLogprob(token, value, tuple(token.encode()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chat", lambda: stream(HELLO, options=PLAIN)),
        ("chat-obfuscated", lambda: stream(HELLO)),
        ("chat-usage", lambda: stream(HELLO, options=WITH_USAGE)),
        ("chat-two-choices", lambda: stream(HELLO, BYE, options=PLAIN)),
        ("chat-empty", lambda: stream(Choice(0, (), "length"), options=PLAIN)),
        ("chat-reasoning-model", lambda: stream(HELLO, options=PLAIN, shows_logprobs=False)),
        (
            "chat-reasoning-content",
            lambda: stream(
                Choice(0, ("Hello",), "stop", reasoned=2, reasoning=(' "Hm', "\n")),
                options=WITH_USAGE,
                host=NIM,
            ),
        ),
        (
            "chat-logprobs",
            lambda: stream(
                Choice(
                    0,
                    ("Hi", " é"),
                    "stop",
                    (
                        TokenLogprob("Hi", -0.25, (72, 105), (logprob("Hi", -0.25), logprob("Yo", -3.5))),
                        logprob(" é", -1.0),
                    ),
                ),
                options=PLAIN,
            ),
        ),
    ],
)
def test_the_bytes_of_a_stream(name, content):
    golden(f"{name}.sse", content())


def chunks(**fields):
    return events(ask(PATH, CHAT | {"stream": True} | fields))


def contents(chunks, index=0):
    choices = [choice for chunk in chunks for choice in chunk["choices"] if choice["index"] == index]
    return [choice["delta"]["content"] for choice in choices if "content" in choice["delta"]][1:]


def test_every_chunk_is_of_the_type_of_the_sdk():
    for chunk in chunks(n=2, logprobs=True, top_logprobs=1, stream_options={"include_usage": True}):
        typed(ChatCompletionChunk, chunk, "obfuscation")


def test_one_id_one_date_one_model_throughout():
    sent = chunks()
    for name in ("id", "created", "model", "object", "service_tier", "system_fingerprint"):
        assert len({chunk[name] for chunk in sent}) == 1
    assert sent[0]["object"] == "chat.completion.chunk"


def test_first_the_role_last_the_reason():
    sent = [chunk["choices"][0] for chunk in chunks(max_tokens=3)]
    assert sent[0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
    assert [choice["finish_reason"] for choice in sent] == [None, None, None, None, "length"]
    assert sent[-1]["delta"] == {}


def test_one_chunk_is_one_token_and_together_they_are_the_whole_answer():
    whole = told(ask(PATH, CHAT))
    parts = contents(chunks())
    assert "".join(parts) == whole["choices"][0]["message"]["content"]
    assert len(parts) == whole["usage"]["completion_tokens"]


def test_every_choice_is_the_one_of_the_whole_answer():
    whole = told(ask(PATH, CHAT | {"n": 3}))
    sent = chunks(n=3)
    for choice in whole["choices"]:
        assert "".join(contents(sent, choice["index"])) == choice["message"]["content"]


def test_choices_take_turns_token_by_token():
    indices = [chunk["choices"][0]["index"] for chunk in chunks(n=3, ignore_eos=True, max_tokens=4)]
    assert indices == [0, 1, 2] * 6


def test_usage_comes_last_and_is_null_before():
    sent = chunks(stream_options={"include_usage": True})
    assert all(chunk["usage"] is None for chunk in sent[:-1])
    assert sent[-1]["choices"] == []
    assert sent[-1]["usage"] == told(ask(PATH, CHAT))["usage"]
    assert all("usage" not in chunk for chunk in chunks())


def test_logprobs_are_those_of_the_whole_answer():
    whole = told(ask(PATH, CHAT | {"logprobs": True, "top_logprobs": 2}))
    sent = [chunk["choices"][0]["logprobs"] for chunk in chunks(logprobs=True, top_logprobs=2)]
    assert sent[0] is None
    assert sent[-1] is None
    entries = [entry for logprobs in sent[1:-1] for entry in logprobs["content"]]
    assert entries == whole["choices"][0]["logprobs"]["content"]


def test_openai_obfuscates_unless_told_not_to():
    assert all(chunk["obfuscation"] for chunk in chunks())
    assert not any("obfuscation" in chunk for chunk in chunks(stream_options={"include_obfuscation": False}))
    elsewhere = events(ask(PATH, CHAT | {"stream": True}, host=NIM))
    assert not any("obfuscation" in chunk for chunk in elsewhere)


def test_tokens_come_at_their_pace():
    request = CHAT | {"stream": True, "max_tokens": 3, "ignore_eos": True}
    played = play(steps(ask(PATH, request, services(generation=paced()))))
    #          head  role  token              finish [DONE] end
    expected = [0.020, 0.020, 0.020, 0.025, 0.030, 0.030, 0.030, 0.030]
    assert [at for at, _ in played] == pytest.approx(expected)


def test_latency_does_not_change_the_text():
    late = events(ask(PATH, CHAT | {"stream": True}, services(generation=paced())))
    assert contents(late) == contents(chunks())
