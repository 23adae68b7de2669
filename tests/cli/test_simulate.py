from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

SMALL = ("--requests", "20", "--users", "4", "--input-tokens", "100", "--output-tokens", "10")


def test_one_simulation_is_told_in_detail(run: Run) -> None:
    ran = run("simulate", *SMALL)
    assert (ran.code, ran.err) == (0, "")
    for words in ("4 workers of 1 x H100-80GB, bf16, vllm", "TTFT", "output tokens/s", "W per GPU", "busy"):
        assert words in ran.out


def test_several_are_compared(run: Run) -> None:
    ran = run("simulate", *SMALL, "--routing", "kv,round-robin", "--gpu", "H100,H200")
    assert "4 simulations" in ran.out
    assert [ran.out.count(word) for word in ("round-robin", "H200")] == [2, 2]


def test_json_holds_every_scenario_and_is_the_same_again(run: Run) -> None:
    told = [
        json.loads(run("simulate", *SMALL, "--users", "2,8", "--seed", "7", "--json").out) for _ in range(2)
    ]
    assert told[0] == told[1]
    few, many = told[0]["scenarios"]
    assert (few["varied"], few["requests"]) == ({"users": "2"}, 20)
    assert many["output_tokens_per_second"] > few["output_tokens_per_second"]
    assert few["deployment"]["gpu"] == "H100-80GB"


def test_a_trace_is_replayed(run: Run, tmp_path: Path) -> None:
    line = '{"timestamp": %d, "input_length": 600, "output_length": 7, "hash_ids": [1, 2]}\n'
    (tmp_path / "trace.jsonl").write_text("".join(line % (500 * each) for each in range(4)))
    ran = run("simulate", "--trace", "trace.jsonl", "--json")
    assert json.loads(ran.out)["scenarios"][0]["cached_tokens"] == 3 * 592


def test_settings_of_the_folder_hold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fakeai.toml").write_text(
        '[models.mine]\nlike = "meta/llama-3.1-8b-instruct"\n[kv_cache]\nnum_workers = 2\n'
    )
    told = json.loads(run("simulate", *SMALL, "--model", "mine", "--json").out)["scenarios"][0]
    assert (told["model"], len(told["workers"])) == ("mine", 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--model", "nobody/knows"), "--model: no model 'nobody/knows'"),
        (("--requests", "0"), "--requests"),
        (("--set", "kv_cache.blocks=3"), "which has 3"),
        (("--set", "engine.max_num_seqs=0"), "engine.max_num_seqs"),
        (("--gpus", "1", "--model", "meta/llama-3.1-405b-instruct"), "engine.gpus = 8 would do"),
    ],
)
def test_bad_input_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ran = run("simulate", *SMALL, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_an_empty_trace_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trace.jsonl").write_text("\n")
    assert "--trace: there is no request in it" in run("simulate", "--trace", "trace.jsonl").err
    assert run("simulate", "--trace", "nowhere.jsonl").code == 1
