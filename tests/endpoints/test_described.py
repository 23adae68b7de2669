from dataclasses import replace
from functools import partial

import pytest

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.catalog.facts import facts
from fakeai_proxy.endpoints.described import PROMPT, described
from fakeai_proxy.engine import EngineSettings
from fakeai_proxy.engine.price_of import pricing_of

CATALOG = Catalog.load()
PRICE = partial(pricing_of, settings=EngineSettings())


def latency(name):
    return described(CATALOG.use(name), PRICE)["latency"]


def test_the_facts_come_first():
    model = CATALOG.use("gpt-4o")
    told = described(model, PRICE)
    assert {name: told[name] for name in facts(model)} == facts(model)
    assert [*told] == [*facts(model), "latency"]


def test_a_hosted_model_is_as_fast_as_was_published():
    told = latency("gpt-4o")
    assert (told["prompt_tokens"], told["ttft_ms"], told["kind"]) == (PROMPT, 450, "hosted")
    assert told["itl_ms"] == pytest.approx(1000 / 131, abs=0.001)
    assert told["source"] == CATALOG.use("gpt-4o").pace.source


def test_open_weights_are_as_fast_as_their_gpus():
    slow, fast = latency("meta/llama-3.1-405b-instruct"), latency("meta/llama-3.2-1b-instruct")
    assert slow["itl_ms"] > 5 * fast["itl_ms"] > 0
    assert slow["kind"] == fast["kind"] == "physics"


def test_what_writes_no_tokens_has_no_itl():
    told = latency("BAAI/bge-m3")
    assert told["itl_ms"] is None
    assert 0 < told["ttft_ms"] < 100
    assert latency("sentence-transformers/paraphrase-multilingual-mpnet-base-v2")["prompt_tokens"] == 128


def test_what_cannot_be_served_has_none():
    settings = EngineSettings(gpu="L40S", gpus=1)
    model = replace(CATALOG.use("meta/llama-3.1-405b-instruct"))
    assert described(model, partial(pricing_of, settings=settings))["latency"] is None
