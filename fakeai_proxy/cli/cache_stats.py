"""`fakeai-proxy cache-stats`: the KV caches of a running proxy, worker by worker."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

import rich_click as click

from .running import Running, asks
from .shown import console, number, percent

if TYPE_CHECKING:
    from rich.table import Table


@click.command("cache-stats")
@asks
def cache_stats(proxy: Running, as_json: bool) -> None:
    """Show hits, blocks and evictions of the KV caches of a running proxy."""
    cache = proxy.ask("/kv-cache/metrics")
    if as_json:
        click.echo(json.dumps(cache, indent=2))
    else:
        show(cache)


def show(cache: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    state = "on" if cache["enabled"] else "off"
    out.print(f"KV cache {state}, blocks of {cache['block_size']} tokens, routing {cache['routing']}")
    whole = Table(
        "tokens asked", "found", "reused", "requests that hit", "mean prefix", "evicted", "preempted"
    )
    whole.add_row(
        *map(number, (cache["queried_tokens"], cache["hit_tokens"])),
        *map(percent, (cache["token_reuse_rate"], cache["hit_rate"])),
        *map(number, (cache["mean_prefix_tokens"], cache["evictions"], cache["preemptions"])),
    )
    out.print(whole)
    for model, workers in groupby(cache["workers"], lambda one: one["model"]):
        out.print(Text(model, "bold"), of_workers(workers), sep="\n")


def of_workers(workers: Iterable[dict[str, Any]]) -> Table:
    """A row each."""
    from rich.table import Table

    table = Table("worker", "requests", "running", "waiting", "reused", "used", "cached", "blocks")
    for one in workers:
        counts = (one[name] for name in ("worker", "requests", "running", "waiting"))
        blocks = (one[name] for name in ("blocks_used", "blocks_cached", "blocks_total"))
        table.add_row(*map(number, counts), percent(one["token_reuse_rate"]), *map(number, blocks))
    return table
