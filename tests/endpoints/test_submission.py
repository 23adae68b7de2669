"""What clients see of the cluster: times, caches, queues."""

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Abort, Head, Wait
from fakeai_proxy.endpoints.submission import overloaded
from fakeai_proxy.engine import EngineParts, EngineSettings, LatencySettings
from fakeai_proxy.engine.gpu import HardwareFault
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.telemetry.columns import OUTCOMES
from tests.playbook import head, play

from .asking import CHAT, COMPLETION, EMBEDDING, NIM, ask, error, events, paced, services, steps, told

PATH = "/v1/chat/completions"
SIMULATED = LatencySettings()
LLAMA, GPT = "meta/llama-3.1-8b-instruct", "gpt-4o"
LONG = " ".join(
    f"Station {at} of line {at % 7} opened to passengers in {1900 + at % 90}." for at in range(120)
)
"""1,200 words."""


class World:
    """A simulator and its clock, which moves as replies are played."""

    def __init__(self, generation=SIMULATED, **settings):
        self.clock = ManualClock()
        self.to = services(generation=generation, clock=self.clock, **settings)

    def play(self, path=PATH, **asked):
        """Seconds until the head and until the end, and the steps."""
        played = play(steps(ask(path, asked, self.to)), self.clock)
        return played[0][0], played[-1][0], [step for _, step in played]

    def idle(self):
        return not any(view.running or view.waiting or view.blocks_used for view in self.to.cluster.workers())


def prompt(text, **fields):
    return {"messages": [{"role": "user", "content": text}], "max_tokens": 8, **fields}


def cached(steps_):
    return told(iter(steps_))["usage"]["prompt_tokens_details"]["cached_tokens"]


@pytest.mark.parametrize("model", [LLAMA, GPT])
@pytest.mark.parametrize("stream", [True, False])
def test_an_exact_repeat_has_its_first_token_sooner(model, stream):
    world, asked = World(), prompt(LONG, model=model, stream=stream, max_tokens=1)
    assert len(LONG.split()) == 1_200
    first, again = (world.play(**asked)[0] for _ in range(2))
    assert 0.6 <= 1 - again / first <= 0.8


@pytest.mark.parametrize(("model", "other"), [(LLAMA, "meta/llama-3.1-70b-instruct"), (GPT, "gpt-4o-mini")])
def test_another_model_knows_nothing_of_it(model, other):
    world = World()
    alone = World().play(**prompt(LONG, model=model))[0]
    world.play(**prompt(LONG, model=other))
    first, _, answer = world.play(**prompt(LONG, model=model))
    assert (first, cached(answer)) == (alone, 0)


@pytest.mark.parametrize("model", [LLAMA, GPT, "my-own-model"])
@pytest.mark.parametrize("generation", [SIMULATED, LatencySettings(time_scale=0), paced(0, 0), paced()])
def test_usage_tells_what_was_cached(model, generation):
    world = World(generation)
    counts = [cached(world.play(**prompt(LONG, model=model))[2]) for _ in range(2)]
    tokens = told(ask(PATH, prompt(LONG, model=model)))["usage"]["prompt_tokens"]
    assert counts[0] == 0
    assert tokens - 128 <= counts[1] < tokens


def test_a_stream_tells_it_too():
    world = World(paced(0, 0))
    asked = prompt(LONG, model=GPT, stream=True, stream_options={"include_usage": True})
    usages = [events(ask(PATH, asked, world.to))[-1]["usage"] for _ in range(2)]
    whole = told(ask(PATH, prompt(LONG, model=GPT), world.to))["usage"]
    assert usages[0]["prompt_tokens_details"]["cached_tokens"] == 0
    assert usages[1] == whole


def test_a_conversation_that_goes_on_finds_its_past():
    world = World(paced(0, 0))
    asked = prompt(LONG, model=LLAMA)
    past = told(ask(PATH, asked, world.to))["usage"]["prompt_tokens"]
    more = [
        *asked["messages"],
        {"role": "assistant", "content": "Hm."},
        {"role": "user", "content": "And then?"},
    ]
    assert past - 32 < cached(world.play(**asked | {"messages": more})[2]) < past


TURNS = [SIMULATED, LatencySettings(time_scale=0.1), paced()]


@pytest.mark.parametrize("generation", TURNS)
@pytest.mark.parametrize("model", [LLAMA, "my-own-model"])
def test_a_conversation_finds_the_answers_it_was_given(generation, model):
    world = World(generation)
    asked = prompt("Tell me of the stations.", model=model, max_tokens=120, ignore_eos=True)
    answer = told(iter(world.play(**asked)[2]))
    usage, text = answer["usage"], answer["choices"][0]["message"]["content"]
    assert usage["completion_tokens"] == 120
    more = [*asked["messages"], {"role": "assistant", "content": text}, {"role": "user", "content": "And?"}]
    found = cached(world.play(**asked | {"messages": more})[2])
    assert usage["prompt_tokens"] + 120 - 17 <= found < usage["prompt_tokens"] + 120
    other = [more[0], {"role": "assistant", "content": f"No. {text}"}, more[2]]
    assert cached(world.play(**asked | {"messages": other})[2]) <= usage["prompt_tokens"]


def test_a_salt_keeps_prompts_apart():
    world = World(paced(0, 0))
    counts = [cached(world.play(**prompt(LONG, model=LLAMA, cache_salt=salt))[2]) for salt in ("a", "b", "a")]
    assert counts[:2] == [0, 0]
    assert counts[2] > 1_000


def test_a_legacy_completion_is_cached():
    world, asked = World(), {"model": LLAMA, "prompt": LONG, "max_tokens": 1}
    first, again = (world.play("/v1/completions", **asked)[0] for _ in range(2))
    assert 0.6 <= 1 - again / first <= 0.8


@pytest.mark.parametrize("generation", [SIMULATED, LatencySettings(time_scale=0.1), paced()])
@pytest.mark.parametrize("model", [LLAMA, GPT, "o3-mini", "deepseek-ai/deepseek-r1"])
def test_a_stream_ends_when_the_whole_answer_comes(model, generation):
    asked = CHAT | {"model": model, "n": 2}
    whole = World(generation).play(**asked)
    streamed = World(generation).play(**asked, stream=True)
    assert whole[0] == whole[1] == pytest.approx(streamed[1])
    assert streamed[0] < streamed[1]


def test_time_is_scaled():
    asked = CHAT | {"model": LLAMA, "stream": True}
    real, fast = World().play(**asked), World(LatencySettings(time_scale=0.1)).play(**asked)
    assert fast[:2] == pytest.approx([seconds / 10 for seconds in real[:2]])
    assert head(fast[2]) == head(real[2])


def test_at_scale_zero_nothing_waits_and_headers_tell_the_time():
    asked = CHAT | {"model": LLAMA}
    for fields in ({}, {"stream": True}):
        played = World().play(**asked, **fields)
        answer = ask(PATH, asked | fields, World(LatencySettings(time_scale=0)).to)
        sent = list(steps(answer))
        assert not any(isinstance(step, Wait) for step in sent)
        shown = (int(dict(head(reply).headers)["openai-processing-ms"]) for reply in (sent, played[2]))
        assert next(shown) == pytest.approx(next(shown), abs=1)
        assert int(dict(head(sent).headers)["openai-processing-ms"]) > 0


def test_several_prompts_take_as_long_as_they_take_together():
    asked = {
        "model": LLAMA,
        "prompt": ["Once upon a time", LONG],
        "max_tokens": 8,
        "ignore_eos": True,
        "n": 2,
    }
    whole = World().play("/v1/completions", **asked)
    streamed = World().play("/v1/completions", **asked, stream=True)
    alone = World().play("/v1/completions", **asked | {"prompt": LONG})
    assert whole[1] == pytest.approx(streamed[1])
    assert alone[1] <= whole[1] < 2 * alone[1]


def test_an_embedding_takes_the_time_of_its_prefill():
    short, long = (World().play("/v1/embeddings", **EMBEDDING | {"input": text})[1] for text in ("Hi", LONG))
    assert 0 < short < long


@pytest.mark.parametrize("fields", [{}, {"stream": True}])
@pytest.mark.parametrize("generation", [SIMULATED, paced()])
def test_a_client_that_leaves_frees_its_place(fields, generation):
    for pulled in (0, 1, 5):
        world = World(generation)
        reply = steps(ask(PATH, prompt(LONG, model=LLAMA, max_tokens=50, **fields), world.to))
        assert not world.idle()
        for _, step in zip(range(pulled), reply, strict=False):
            if isinstance(step, Wait):
                world.clock.advance(step.seconds)
        reply.close()
        assert world.idle()


def test_an_answer_that_is_out_holds_nothing():
    world = World()
    world.play(**prompt(LONG, model=LLAMA, stream=True))
    assert world.idle()


def full(host):
    """The refusal of one request too many, and its headers."""
    parts = EngineParts(SIMULATED, EngineSettings(max_num_seqs=1, max_waiting=0))
    to = services(parts=parts)
    replies = [steps(ask(PATH, CHAT | {"model": LLAMA}, to, host=host)) for _ in range(4)]
    for reply in replies:
        next(reply)
    refusal = list(steps(ask(PATH, CHAT | {"model": LLAMA}, to, host=host)))
    return refusal, dict(head(refusal).headers)


@pytest.mark.parametrize(
    ("host", "status"),
    [("api.openai.com", 503), ("x.openai.azure.com", 429), (NIM, 429), ("api.anthropic.com", 529)],
)
def test_a_full_queue_is_told_as_the_provider_does(host, status):
    refusal, sent = full(host)
    assert isinstance(refusal[0], Head)
    assert refusal[0].status == overloaded(host).status == status
    assert (sent["retry-after"], sent["x-should-retry"]) == ("1", "true")


def lost(host, at, gpus, **fields):
    """The steps of a request whose GPUs fail `at` so many steps, and what telemetry says of it."""
    world = World()
    reply = steps(ask(PATH, CHAT | {"model": LLAMA} | fields, world.to, host=host))
    sent = []
    for _ in range(at):
        sent.append(next(reply))
        world.clock.advance(sent[-1].seconds if isinstance(sent[-1], Wait) else 0)
    for gpu in gpus:
        world.to.cluster.node.inject(HardwareFault("off_the_bus"), gpu, world.clock.now())
    sent.extend(reply)
    return world, sent, world.to.telemetry.rows()[-1]


HOSTS = ["api.openai.com", "x.openai.azure.com", NIM, "api.anthropic.com"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("fields", [{}, {"stream": True}])
def test_a_worker_that_fails_before_the_head_is_an_error_of_the_provider(host, fields):
    _, sent, row = lost(host, 0, range(8), **fields)
    shown = dict(head(sent).headers)
    assert (head(sent).status, shown["retry-after"], shown["x-should-retry"]) == (500, "1", "true")
    assert (OUTCOMES[row["outcome"]], row["status"]) == ("error", 500)


def test_a_worker_that_fails_after_the_head_breaks_the_stream_off():
    world, sent, row = lost("api.openai.com", 12, range(8), stream=True)
    assert head(sent).status == 200
    assert sent[-1] == Abort()
    assert (OUTCOMES[row["outcome"]], row["status"]) == ("aborted", 200)
    assert world.idle()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("generation", [SIMULATED, paced(0, 0)])
def test_with_every_worker_gone_there_is_no_service(host, generation):
    world = World(generation)
    for gpu in range(8):
        world.to.cluster.node.inject(HardwareFault("off_the_bus"), gpu, 0.0)
    refusal = list(steps(ask(PATH, CHAT | {"model": LLAMA}, world.to, host=host)))
    assert (head(refusal).status, dict(head(refusal).headers)["retry-after"]) == (503, "1")


def test_the_breaker_of_a_failed_worker_opens():
    world = World(paced(0, 0))
    world.to.cluster.node.inject(HardwareFault("off_the_bus"), 0, 0.0)
    statuses = [
        head(steps(ask(PATH, prompt(f"{at} times", model=LLAMA), world.to))).status for at in range(30)
    ]
    assert statuses.count(500) == KVCacheSettings().breaker_failures
    assert set(statuses[-5:]) == {200}
    assert world.to.cluster.workers()[0].breaker == "open"


@pytest.mark.parametrize("fields", [{}, {"stream": True, "stream_options": {"include_usage": True}}])
def test_usage_tells_what_was_found_when_its_turn_came(fields):
    world, asked = World(), prompt(LONG, model=LLAMA, **fields)
    both = [steps(ask(PATH, asked, world.to)) for _ in range(8)]
    answers = [[step for _, step in play(reply, world.clock)] for reply in both]
    counts = [
        events(iter(answer))[-1]["usage"]["prompt_tokens_details"]["cached_tokens"]
        if fields
        else cached(answer)
        for answer in answers
    ]
    assert counts[:4] == [0] * 4
    assert min(counts[4:]) > 1_000
    told_of = sorted(row["cached_tokens"] for row in world.to.telemetry.rows())
    assert told_of == counts


def test_what_no_worker_can_hold_is_refused():
    parts = EngineParts(SIMULATED, kv_cache=KVCacheSettings(blocks=10))
    refusal = error(ask(PATH, prompt(LONG, model=LLAMA), services(parts=parts)))
    assert refusal["code"] == "context_length_exceeded"


def test_a_model_that_its_gpus_cannot_hold_is_refused():
    parts = EngineParts(SIMULATED, EngineSettings(gpu="L40S", gpus=1))
    refusal = error(ask(PATH, prompt("Hi", model="meta/llama-3.1-405b-instruct"), services(parts=parts)))
    assert (refusal["param"], refusal["code"]) == ("model", "model_not_served")
    body = {"model": "meta/llama-3.1-405b-instruct", "input": "Hi", "background": True}
    assert error(ask("/v1/responses", body, services(parts=parts))) == refusal


def test_one_prompt_too_many_takes_none():
    parts = EngineParts(SIMULATED, EngineSettings(max_num_seqs=1, max_waiting=0))
    world = World(parts=parts)
    asked = COMPLETION | {"model": LLAMA, "prompt": ["a", "b", "c", "d", "e"]}
    assert error(ask("/v1/completions", asked, world.to), 503)["code"] == "server_is_overloaded"
    assert world.idle()
