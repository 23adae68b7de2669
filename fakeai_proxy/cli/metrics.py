"""`fakeai-proxy metrics`: what a running proxy has seen, in tables."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import rich_click as click

from .running import Running, asks
from .shown import console, milliseconds, number

if TYPE_CHECKING:
    from rich.console import RenderableType

LATENCIES = {
    "duration": "duration",
    "ttft": "time to first token",
    "itl": "inter-token latency",
    "tpot": "time per output token",
    "queue": "queue",
    "prefill": "prefill",
    "decode": "decode",
}


@click.command()
@asks
@click.option("--model", metavar="NAME", help="Of one model.")
@click.option("--watch", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Again and again, until ^C.")
def metrics(proxy: Running, as_json: bool, model: str | None, watch: float | None) -> None:
    """Show requests, tokens, latency and cost of a running proxy."""
    path = f"/metrics/by-model/{quote(model, safe='/')}" if model else "/metrics"
    if as_json:
        for told in readings(proxy, path, watch):
            click.echo(json.dumps(told, indent=None if watch else 2))
    else:
        show(readings(proxy, path, watch), live=watch is not None)


def readings(proxy: Running, path: str, watch: float | None) -> Iterator[dict[str, Any]]:
    """One, or one every `watch` seconds."""
    yield proxy.ask(path)
    while watch:
        time.sleep(watch)
        yield proxy.ask(path)


def show(told: Iterator[dict[str, Any]], *, live: bool) -> None:
    from rich.console import Group
    from rich.live import Live

    out = console()
    if not live:
        out.print(*tables(next(told)), sep="\n")
        return
    with Live(console=out, auto_refresh=False) as screen:
        for one in told:
            screen.update(Group(*tables(one)), refresh=True)


def tables(told: dict[str, Any]) -> list[RenderableType]:
    """Counts, latencies, and models where there are several."""
    return [counts(told), latencies(told), *([models(told)] if told.get("models") else [])]


def counts(told: dict[str, Any]) -> RenderableType:
    from rich.table import Table

    requests, tokens, rates = told["requests"], told["tokens"], told["throughput"]
    table = Table("requests", "active", "errors", "prompt", "cached", "completion", "req/s", "tok/s", "USD")
    table.add_row(
        *map(number, (requests["total"], requests["active"], requests["error"])),
        *map(number, (tokens["prompt"], tokens["cached"], tokens["completion"])),
        *map(number, (rates["requests_per_second"], rates["completion_tokens_per_second"])),
        f"{told['cost']['usd']:.4f}",
    )
    return table


def latencies(told: dict[str, Any]) -> RenderableType:
    from rich.table import Table

    table = Table("milliseconds", "count", "mean", "p50", "p90", "p95", "p99", "max")
    for name, shown in LATENCIES.items():
        spread = told["latency"][name]
        fields = ("mean", "p50", "p90", "p95", "p99", "max")
        table.add_row(shown, number(spread["count"]), *(milliseconds(spread[field]) for field in fields))
    return table


def models(told: dict[str, Any]) -> RenderableType:
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(
        Column("model", overflow="fold"), "requests", "errors", "prompt", "cached", "completion", "USD"
    )
    for name, one in told["models"].items():
        requests, tokens = one["requests"], one["tokens"]
        figures = (
            requests["total"],
            requests["error"],
            tokens["prompt"],
            tokens["cached"],
            tokens["completion"],
        )
        table.add_row(Text(name), *map(number, figures), f"{one['cost']['usd']:.4f}")
    return table
