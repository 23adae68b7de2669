"""The outcome of simulations as rich tables: one in detail, or several beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .shown import console, number, percent

if TYPE_CHECKING:
    from rich.table import Table

Figures = dict[str, Any]

LATENCIES = (
    ("TTFT", "ttft_ms"),
    ("ITL", "itl_ms"),
    ("TPOT", "tpot_ms"),
    ("E2E", "e2e_ms"),
    ("in the queue", "queue_ms"),
)
QUANTILES = ("mean", "p50", "p90", "p95", "p99", "max")


def share(value: float | None) -> str:
    return "-" if value is None else percent(value)


COMPARED: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("TTFT p50", lambda one: number(one["ttft_ms"]["p50"])),
    ("p95", lambda one: number(one["ttft_ms"]["p95"])),
    ("ITL p50", lambda one: number(one["itl_ms"]["p50"])),
    ("p95", lambda one: number(one["itl_ms"]["p95"])),
    ("E2E p50", lambda one: number(one["e2e_ms"]["p50"])),
    ("req/s", lambda one: number(one["requests_per_second"])),
    ("tok/s", lambda one: number(one["output_tokens_per_second"])),
    ("cached", lambda one: share(one["cached_share"])),
    ("J/1k tok", lambda one: number(one["joules_per_1000_tokens"])),
)
"""Columns of a comparison."""

SUMS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("output tokens/s", lambda one: number(one["output_tokens_per_second"])),
    ("tokens/s, prompts included", lambda one: number(one["total_tokens_per_second"])),
    ("prompt tokens cached", lambda one: share(one["cached_share"])),
    ("preemptions", lambda one: number(one["preemptions"])),
    ("refused", lambda one: number(one["refused"])),
    ("most requests of a worker / mean", lambda one: number(one["balance"])),
    ("J per 1,000 output tokens", lambda one: number(one["joules_per_1000_tokens"])),
    ("W per GPU", lambda one: number(one["watts_per_gpu"])),
)

WORKERS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("worker", lambda one: number(one["worker"])),
    ("role", lambda one: str(one["role"])),
    ("requests", lambda one: number(one["requests"])),
    ("busy", lambda one: share(one["busy_share"])),
    ("prefilled", lambda one: number(one["prefilled_tokens"])),
    ("cached", lambda one: share(one["cached_share"])),
    ("written", lambda one: number(one["output_tokens"])),
    ("tok/step", lambda one: number(one["tokens_per_step"])),
    ("preempted", lambda one: number(one["preemptions"])),
    ("evicted", lambda one: number(one["evictions"])),
)


def show(results: Sequence[Figures], wall: float) -> None:
    """Print `results`, which took `wall` seconds."""
    out = console()
    if len(results) > 1:
        out.print(f"{len(results)} simulations in {wall:.2f} s; latencies in ms")
        out.print(comparison(results))
        return
    one = results[0]
    out.print(headline(one), soft_wrap=True)
    out.print(
        f"{one['requests']:,} requests in {one['seconds']:,.1f} s, simulated in {wall:.2f} s; latencies in ms"
    )
    out.print(latencies(one))
    out.print(listed(("", ""), [(name, text(one)) for name, text in SUMS]))
    rows = [[text(worker) for _, text in WORKERS] for worker in one["workers"]]
    out.print(listed([name for name, _ in WORKERS], rows))


def headline(one: Figures) -> str:
    """What was simulated, and where its times come from."""
    served = one["deployment"]
    gpus = f"{served['gpus']} x {served['gpu']}" if served["gpu"] else "GPUs that only its maker knows"
    what = ", ".join(part for part in (gpus, served["precision"], served["engine"]) if part)
    return (
        f"{one['model']} on {len(one['workers'])} workers of {what}; routing {one['routing']}; "
        f"times: {served['pricing']} ({served['source']})"
    )


def latencies(one: Figures) -> Table:
    return listed(
        ("", *QUANTILES),
        [(name, *(number(one[key][quantile]) for quantile in QUANTILES)) for name, key in LATENCIES],
    )


def comparison(results: Sequence[Figures]) -> Table:
    """A row for each."""
    flags = list(results[0]["varied"])
    rows = [
        [*(one["varied"][flag] for flag in flags), *(text(one) for _, text in COMPARED)] for one in results
    ]
    return listed([*flags, *(name for name, _ in COMPARED)], rows)


def listed(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Numbers to the right, names to the left."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_header=any(names), pad_edge=False)
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        numbers = all(text == "-" or text[0].isdigit() for text in column)
        table.add_column(name, justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    return table
