import pytest
from openai.types import Completion

from fakeai_proxy.endpoints.completion_stream import CompletionFrame, completion_stream
from fakeai_proxy.endpoints.identity import identify
from fakeai_proxy.endpoints.sampling import Choice
from fakeai_proxy.endpoints.stamp import Stamp
from fakeai_proxy.synth import TokenLogprob
from fakeai_proxy.wire.base import StreamOptions
from fakeai_proxy.wire.usage import plain_usage
from tests.playbook import body, play

from .asking import COMPLETION, ask, events, golden, paced, services, steps, told
from .runs import planned
from .typed import typed

PATH = "/v1/completions"
HELLO = Choice(0, ("Hello", ' "wörld"'), "stop")


def stream(*choices, fingerprint=None, **options):
    frame = CompletionFrame(Stamp("cmpl-1", 1_700_000_000, "davinci", fingerprint), StreamOptions(**options))
    return body(completion_stream(frame, choices, plain_usage(3, 2), planned(), identify(0, b"", 0)))


def logprob(token, value):
    return TokenLogprob(token, value, tuple(token.encode()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("completion", lambda: stream(HELLO)),
        ("completion-usage", lambda: stream(HELLO, fingerprint="fp_1", include_usage=True)),
        ("completion-two-choices", lambda: stream(HELLO, Choice(1, ("Bye",), "length"))),
        (
            "completion-echo-logprobs",
            lambda: stream(
                Choice(
                    0,
                    ("Once", " upon", " a"),
                    "length",
                    (logprob("Once", -1.0), logprob(" upon", -0.5), logprob(" a", -0.25)),
                    echoed=2,
                )
            ),
        ),
    ],
)
def test_the_bytes_of_a_stream(name, content):
    golden(f"{name}.sse", content())


def chunks(**fields):
    return events(ask(PATH, COMPLETION | {"stream": True} | fields))


def texts(chunks, index=0):
    choices = [choice for chunk in chunks for choice in chunk["choices"] if choice["index"] == index]
    return [choice["text"] for choice in choices]


def test_every_chunk_is_of_the_type_of_the_sdk_but_for_the_reason_yet_to_come():
    for chunk in chunks(n=2, logprobs=1, stream_options={"include_usage": True}):
        for choice in chunk["choices"]:
            choice["finish_reason"] = choice["finish_reason"] or "stop"
        typed(Completion, chunk)


@pytest.mark.parametrize("fields", [{}, {"n": 2, "prompt": ["One", "Two"]}, {"echo": True}, {"logprobs": 1}])
def test_together_the_chunks_are_the_whole_answer(fields):
    sent = chunks(**fields)
    for choice in told(ask(PATH, COMPLETION | fields))["choices"]:
        assert "".join(texts(sent, choice["index"])) == choice["text"]


def test_one_chunk_is_one_token():
    assert len(texts(chunks(max_tokens=5, ignore_eos=True))) == 6


def test_the_prompt_comes_with_the_first_token():
    request = COMPLETION | {"stream": True, "echo": True, "max_tokens": 2, "ignore_eos": True}
    played = play(steps(ask(PATH, request, services(generation=paced()))))
    assert [at for at, _ in played] == pytest.approx([0.02] * 6 + [0.025] * 4)


def test_usage_comes_last_and_is_null_before():
    sent = chunks(stream_options={"include_usage": True})
    assert all(chunk["usage"] is None for chunk in sent[:-1])
    assert sent[-1]["usage"] == told(ask(PATH, COMPLETION))["usage"]
