from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cli.options import Chosen
from fakeai_proxy.cli.scenarios import MOST_USERS, Asked, Scenario, scenarios, values_of
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.workload import ClosedLoop, OpenLoop

ASKED = Asked(
    requests=10,
    trace=None,
    trace_block=512,
    input_tokens=100,
    output_tokens=10,
    shared_prefixes=0,
    prefix_tokens=None,
    length_variation=0.0,
    think_seconds=0.0,
    ramp_seconds=0.0,
)
MODEL = "meta/llama-3.1-8b-instruct"


def made(asked: Asked = ASKED, overrides: dict[str, str] | None = None, **swept: str) -> list[Scenario]:
    return list(scenarios(Chosen(None, overrides or {}), asked, {"model": MODEL, **swept}))


def test_one_scenario_varies_nothing() -> None:
    (one,) = made()
    assert (one.varied, one.model.id) == ({}, MODEL)
    assert isinstance(one.workload, ClosedLoop)
    assert len(list(one.workload.opening())) == 10


def test_every_combination_is_made_the_last_flag_first() -> None:
    made_of = made(routing="kv, round-robin", workers="2,4")
    assert [one.varied for one in made_of] == [
        {"routing": "kv", "workers": "2"},
        {"routing": "kv", "workers": "4"},
        {"routing": "round-robin", "workers": "2"},
        {"routing": "round-robin", "workers": "4"},
    ]
    assert [one.settings.kv_cache.num_workers for one in made_of] == [2, 4, 2, 4]


def test_all_of_them_are_asked_the_same() -> None:
    one, other = made(gpu="H100,H200", rate="5")
    assert isinstance(one.workload, OpenLoop)
    assert [ask.at for ask in one.workload.opening()] == [ask.at for ask in other.workload.opening()]
    assert (one.settings.engine.gpu, other.settings.engine.gpu) == ("H100-80GB", "H200-141GB")


def test_flags_win_over_settings() -> None:
    (one,) = made(overrides={"kv_cache.num_workers": "7", "seed": "5"}, workers="3")
    assert (one.settings.kv_cache.num_workers, one.settings.seed) == (3, 5)


def test_prompts_share_four_fifths_unless_told() -> None:
    assert replace(ASKED, shared_prefixes=3).shape().prefix_tokens == 80
    assert replace(ASKED, shared_prefixes=3, prefix_tokens=20).shape().prefix_tokens == 20
    assert ASKED.shape().prefix_tokens == 0


def test_requests_come_from_a_trace(tmp_path: Path) -> None:
    line = '{"timestamp": 1000, "input_length": 600, "output_length": 7, "hash_ids": [1, 2]}\n'
    (tmp_path / "trace.jsonl").write_text(line * 5)
    asked = replace(ASKED, trace=tmp_path / "trace.jsonl", requests=None)
    (whole,), (first,) = made(asked), made(replace(asked, requests=2))
    assert [len(list(one.workload.opening())) for one in (whole, first)] == [5, 2]


@pytest.mark.parametrize(
    ("change", "swept", "message"),
    [
        ({}, {"model": "gpt-4oo"}, "--model: no model 'gpt-4oo' in the catalog (did you mean 'gpt-4o'"),
        ({}, {"users": "0"}, f"--users: '0' is not a whole number from 1 to {MOST_USERS}"),
        ({}, {"users": "1,x"}, f"--users: 'x' is not a whole number from 1 to {MOST_USERS}"),
        ({}, {"rate": "nan"}, "--rate: 'nan' is not a number of requests a second, 0.001 to 100,000"),
        ({}, {"rate": "fast"}, "--rate: 'fast' is not a number"),
        ({}, {"users": "1", "rate": "1"}, "--users and --rate exclude each other"),
        ({"trace": Path("x")}, {"rate": "1"}, "--rate and --trace exclude each other"),
        ({}, {"gpus": "1,,2"}, "--gpus: an empty value in '1,,2'"),
        ({"prefix_tokens": 5}, {}, "--prefix-tokens: needs --shared-prefixes"),
        (
            {"shared_prefixes": 2, "prefix_tokens": 101},
            {},
            "--prefix-tokens: 101 is more than --input-tokens, 100",
        ),
        ({"input_tokens": 200_000}, {}, "200010 tokens are more than the 131072 of the context window"),
        ({}, {"workers": "65"}, "kv_cache.num_workers"),
        ({}, {"routing": "magic"}, "'magic' is not one of 'kv', 'dynamo'"),
        ({}, {"gpu": "H10"}, "unknown GPU 'H10'"),
        ({}, {"users": ",".join(map(str, range(1, 102)))}, "101 combinations are asked for, at most 100"),
    ],
)
def test_bad_input_is_refused_by_name(change: dict[str, Any], swept: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        made(replace(ASKED, **change), **swept)
    assert message in str(refused.value)


def test_values_are_taken_once() -> None:
    assert values_of("users", "1, 2,1") == ["1", "2"]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            "BAAI/bge-m3",
            "is for embedding, and writes no tokens; what writes is chat, completion, realtime; its",
        ),
        ("dall-e-3", "is for image, and writes no tokens; what writes is chat, completion, realtime"),
    ],
)
def test_what_writes_no_tokens_is_not_simulated_as_if_it_did(model: str, said: str) -> None:
    with pytest.raises(SettingsError, match=f"--model: {model} {said}"):
        made(model=model)


def test_what_only_reads_is_simulated_by_its_prompts() -> None:
    (one,) = made(replace(ASKED, output_tokens=0), model="BAAI/bge-m3")
    assert one.model.kind == "embedding"
    with pytest.raises(SettingsError, match=r"dall-e-3 is for image, and writes no tokens"):
        made(replace(ASKED, output_tokens=0), model="dall-e-3")
