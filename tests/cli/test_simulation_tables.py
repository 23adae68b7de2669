from __future__ import annotations

from typing import Any

from rich.console import Console

from fakeai_proxy.cli.simulation_tables import COMPARED, comparison, headline, latencies, share

NOTHING = dict.fromkeys(("mean", "p50", "p90", "p95", "p99", "max"))
ONE: dict[str, Any] = {
    "model": "gpt-4o",
    "routing": "kv",
    "workers": [{}, {}],
    "varied": {"users": "8"},
    "deployment": {
        "gpu": None,
        "gpus": None,
        "precision": None,
        "engine": None,
        "pricing": "hosted",
        "source": "X",
    },
    **dict.fromkeys(("ttft_ms", "itl_ms", "tpot_ms", "e2e_ms", "queue_ms"), NOTHING),
    "requests_per_second": 2.0,
    "output_tokens_per_second": 1234.5,
    "cached_share": None,
    "joules_per_1000_tokens": None,
}


def shown(table: object) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def test_what_is_not_known_is_a_dash() -> None:
    assert shown(latencies(ONE)).count("-") >= 30
    assert (share(None), share(0.5)) == ("-", "50.0%")


def test_a_comparison_has_what_varies_and_what_comes_of_it() -> None:
    text = shown(comparison([ONE, ONE | {"varied": {"users": "16"}}]))
    assert all(name in text for name in ("users", "16", "1,234", *(name for name, _ in COMPARED)))


def test_the_headline_says_where_times_come_from() -> None:
    assert headline(ONE) == (
        "gpt-4o on 2 workers of GPUs that only its maker knows; routing kv; times: hosted (X)"
    )
