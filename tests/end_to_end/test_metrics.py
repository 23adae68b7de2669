"""What a running proxy tells of itself, by every door, after traffic by the real SDK."""

from __future__ import annotations

import asyncio
import csv
import json
import ssl
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from websockets.asyncio.client import connect

from tests.proxy.serving import Serving, serving

PATIENCE = 30
MESSAGES: Any = [{"role": "user", "content": "Tell me about rivers. " * 40}]


@pytest.fixture
def proxy(confdir: Path) -> Iterator[Serving]:
    """One of its own for each test, so that all it has seen can be counted."""
    with serving(confdir, **{"generation.time_scale": 0}) as running:
        yield running


def traffic(proxy: Serving) -> list[Any]:
    """The usage of three chats with two models, one of them streamed; then one that is refused."""
    with openai.OpenAI(base_url=f"{proxy.reverse}/v1", api_key="sk-secret", max_retries=0) as client:
        create = client.chat.completions.create
        told = [
            create(model=model, messages=MESSAGES, max_tokens=20).usage for model in ("gpt-4o", "gpt-4o-mini")
        ]
        options: Any = {"include_usage": True}
        events = create(model="gpt-4o", messages=MESSAGES, max_tokens=20, stream=True, stream_options=options)
        told.append([event.usage for event in events][-1])
        with pytest.raises(openai.BadRequestError):
            create(model="gpt-4o", messages=MESSAGES, temperature=9)
    return told


def scraped(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(family: Metric, suffix: str = "", **labels: str) -> float:
    """The sum of all samples with these labels."""
    return sum(
        sample.value
        for sample in family.samples
        if sample.name == family.name + suffix and labels.items() <= sample.labels.items()
    )


def test_a_scrape_counts_what_the_sdk_was_told(proxy: Serving) -> None:
    usage = traffic(proxy)
    found = scraped(httpx.get(f"{proxy.metrics}/metrics/prometheus").text)
    assert value(found["fakeai_requests"], "_total", status="200") == 3
    assert value(found["fakeai_requests"], "_total", model="gpt-4o-mini") == 1
    assert value(found["fakeai_requests"], "_total", status="400") == 1
    prompt, completion = (
        sum(getattr(one, f"{kind}_tokens") for one in usage) for kind in ("prompt", "completion")
    )
    assert value(found["vllm:request_prompt_tokens"], "_sum") == prompt
    assert value(found["vllm:generation_tokens"], "_total") == completion
    assert value(found["vllm:time_to_first_token_seconds"], "_count") == 3
    assert value(found["DCGM_FI_DEV_FB_USED"]) > 0
    assert "sk-secret" not in str(found)


def test_scrapes_do_not_count(proxy: Serving) -> None:
    traffic(proxy)
    counts = [httpx.get(f"{proxy.metrics}/metrics").json()["requests"]["total"] for _ in range(3)]
    assert counts == [4, 4, 4]


def test_every_door_leads_to_the_same_pages(proxy: Serving) -> None:
    traffic(proxy)
    trust = ssl.create_default_context(cafile=str(proxy.ca))
    with httpx.Client(proxy=proxy.proxy, verify=trust) as client:
        bases = ("http://fakeai.local", "https://fakeai.local", proxy.reverse, proxy.metrics)
        pages = [
            client.get(
                f"{base}/metrics/by-model",
            )
            .json()["models"]
            .keys()
            for base in bases[:2]
        ]
        own = client.get("https://api.openai.com/_fakeai/routing/last").json()
        assert client.get("https://api.openai.com/metrics").status_code == 404
    pages += [httpx.get(f"{base}/metrics/by-model").json()["models"].keys() for base in bases[2:]]
    assert pages == [{"gpt-4o", "gpt-4o-mini"}] * 4
    assert own["model"] == "gpt-4o"


def test_the_port_for_metrics_has_nothing_else(proxy: Serving) -> None:
    assert httpx.get(f"{proxy.metrics}/v1/models").status_code == 404
    assert httpx.post(f"{proxy.metrics}/v1/chat/completions", json={}).status_code == 404
    assert httpx.get(f"{proxy.metrics}/health").json()["status"] == "healthy"
    for path in ("/metrics", "/metrics/csv", "/metrics/stream"):
        assert httpx.head(f"{proxy.metrics}{path}").status_code == 200
    assert (
        httpx.options(f"{proxy.metrics}/_fakeai/gpu/faults").headers["allow"] == "OPTIONS, DELETE, GET, POST"
    )


def test_a_table_of_what_happened(proxy: Serving) -> None:
    traffic(proxy)
    lines = list(csv.DictReader(StringIO(httpx.get(f"{proxy.reverse}/metrics/csv").text)))
    assert [line["model"] for line in lines] == ["gpt-4o", "gpt-4o-mini", "gpt-4o", "gpt-4o"]
    assert [line["streamed"] for line in lines] == ["0", "0", "1", "0"]
    assert [line["status"] for line in lines] == ["200", "200", "200", "400"]
    assert len({line["user"] for line in lines}) == 1


def test_a_repeated_prompt_is_found_where_it_was(proxy: Serving) -> None:
    traffic(proxy)
    cache = httpx.get(f"{proxy.metrics}/kv-cache/metrics").json()
    assert cache["hit_tokens"] > 0
    assert httpx.get(f"{proxy.metrics}/metrics").json()["kv_cache"]["hit_tokens"] == cache["hit_tokens"]
    last = httpx.get(f"{proxy.metrics}/_fakeai/routing/last").json()
    assert max(one["overlap_blocks"] for one in last["workers"] if one["chosen"]) > 0


def test_a_gpu_is_broken_and_repaired(proxy: Serving) -> None:
    faults = f"{proxy.metrics}/_fakeai/gpu/faults"
    assert httpx.post(faults, json={"fault": "off_the_bus", "gpu": 7}).status_code == 200
    assert 'gpu="7"' not in httpx.get(f"{proxy.metrics}/dcgm/metrics").text
    assert httpx.get(f"{proxy.metrics}/health/detailed").json()["status"] == "degraded"
    assert httpx.delete(faults).status_code == 200
    assert 'gpu="7"' in httpx.get(f"{proxy.metrics}/dcgm/metrics").text


@pytest.mark.parametrize("door", ["metrics", "forward"])
def test_a_websocket_of_metrics(proxy: Serving, door: str) -> None:
    async def heard() -> list[Any]:
        address = proxy.metrics.replace("http", "ws")
        options: dict[str, Any] = {"proxy": None}
        if door == "forward":
            address = "wss://fakeai.local"
            options = {"proxy": proxy.proxy, "ssl": ssl.create_default_context(cafile=str(proxy.ca))}
        async with connect(f"{address}/metrics/stream?interval=0.1&metrics=requests", **options) as socket:
            frames = [json.loads(await socket.recv())]
            await asyncio.to_thread(traffic, proxy)
            async with asyncio.timeout(PATIENCE):
                while frames[-1]["requests"]["total"] < 4:
                    frames.append(json.loads(await socket.recv()))
            await socket.send('{"type": "subscribe", "metrics": ["tokens"], "model": "gpt-4o-mini"}')
            async with asyncio.timeout(PATIENCE):
                while frames[-1]["type"] != "subscribed":
                    frames.append(json.loads(await socket.recv()))
            return [*frames, json.loads(await socket.recv())]

    first, *_, confirmed, last = asyncio.run(heard())
    assert first["requests"]["total"] == 0
    assert confirmed["metrics"] == ["tokens"]
    assert (last["model"], last["tokens"]["completion"] > 0, "requests" in last) == (
        "gpt-4o-mini",
        True,
        False,
    )


def test_events_of_metrics(proxy: Serving) -> None:
    with httpx.stream("GET", f"{proxy.metrics}/metrics/stream?interval=0.1&metrics=requests") as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in reply.iter_lines() if line)
        assert json.loads(next(lines).removeprefix("data: "))["requests"]["total"] == 0
        traffic(proxy)
        frames = (json.loads(line.removeprefix("data: ")) for line in islice(lines, 100))
        assert any(frame["requests"]["total"] == 4 for frame in frames)


def test_pages_are_not_recorded_and_go_nowhere(confdir: Path, provider: str, tmp_path: Path) -> None:
    given: dict[str, object] = {
        "mode": "record", "cassette.path": tmp_path / "a.db", "upstreams.api.openai.com": provider,
    }  # fmt: skip
    with serving(confdir, **given) as proxy:
        for path in ("/health", "/metrics", "/v1/metrics", "/_fakeai/workers", "/metrics/prometheus"):
            assert httpx.get(f"{proxy.reverse}{path}").status_code == 200
        traffic(proxy)
        metrics = httpx.get(f"{proxy.reverse}/metrics").json()
    assert metrics["requests"]["by_source"] == {"live": 4}
    with serving(confdir, mode="replay", **{"cassette.path": tmp_path / "a.db"}) as proxy:
        assert httpx.get(f"{proxy.reverse}/health").json()["config"]["mode"] == "replay"
        traffic(proxy)
        assert httpx.get(f"{proxy.metrics}/metrics").json()["requests"]["by_source"] == {"replayed": 4}
