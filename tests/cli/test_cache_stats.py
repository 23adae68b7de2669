from __future__ import annotations

import json

import pytest

from tests.admin.asking import simulator
from tests.admin.traffic import job

from .answering import answering, pages
from .conftest import Run


def test_the_caches_worker_by_worker(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with simulator(kv_cache={"num_workers": 2}) as running, answering(pages(running)) as (base, _):
        before = run("cache-stats", "--url", base)
        job(running, "gpt-4o", range(320))
        job(running, "gpt-4o", range(320))
        after = run("cache-stats", "--url", base)
        told = run("cache-stats", "--url", base, "--json")
    assert (before.code, after.code) == (0, 0)
    assert before.out.startswith("KV cache on, blocks of 16 tokens, routing kv")
    assert "gpt-4o" not in before.out
    assert after.out.count("gpt-4o") == 1
    assert "47.5%" in after.out
    assert json.loads(told.out)["hit_tokens"] == 304
    assert "…" not in after.out
