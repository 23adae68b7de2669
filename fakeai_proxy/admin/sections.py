"""What is told of all models together or of one: a table of names and what each of them shows.

Counts are since the start; percentiles, means and rates are of what ended in the last `window_seconds`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from fakeai_proxy.telemetry.columns import OUTCOMES, SOURCES
from fakeai_proxy.telemetry.cube import Sums
from fakeai_proxy.telemetry.values import VALUES

from .costs import dollars
from .measure import grouped, share, spread, total
from .reading import Reading

OK, ERROR, ABORTED = map(OUTCOMES.index, ("ok", "error", "aborted"))


def requests(reading: Reading) -> dict[str, Any]:
    """How many there were, how they ended, where their replies came from."""
    ended = Counter[int]()
    for key, sums in reading.cells.items():
        ended[key.outcome] += int(sums.requests)
    sources = grouped(reading.cells, lambda key: SOURCES[key.source])
    return {
        "total": ended.total(),
        "ok": ended[OK],
        "error": ended[ERROR],
        "aborted": ended[ABORTED],
        "active": len(reading.active),
        "error_rate": share(ended[ERROR], ended.total()),
        "by_source": {source: int(sums.requests) for source, sums in sources.items()},
    }


def tokens(reading: Reading) -> dict[str, int]:
    """Cached tokens are part of the prompt, reasoning tokens of the completion."""
    return tokens_of(total(reading.cells.values()))


def tokens_of(sums: Sums) -> dict[str, int]:
    return {
        "prompt": int(sums.prompt_tokens),
        "cached": int(sums.cached_tokens),
        "completion": int(sums.completion_tokens),
        "reasoning": int(sums.reasoning_tokens),
        "total": int(sums.prompt_tokens + sums.completion_tokens),
    }


def latency(reading: Reading) -> dict[str, Any]:
    """Simulated seconds; of live and replayed replies real ones."""
    names = {"duration": "duration", "ttft": "ttft", "tpot": "tpot"}
    names |= {phase: phase for phase in ("queue", "prefill", "decode")}
    spreads = {shown: spread(VALUES[name](reading.rows)) for shown, name in names.items()}
    return spreads | {"itl": spread(reading.gaps)}


def throughput(reading: Reading) -> dict[str, float]:
    """Rates of the window."""
    rows, seconds = reading.rows, reading.seconds
    return {
        "requests_per_second": share(len(rows), seconds),
        "prompt_tokens_per_second": share(float(rows["prompt_tokens"].sum()), seconds),
        "completion_tokens_per_second": share(float(rows["completion_tokens"].sum()), seconds),
    }


def streaming(reading: Reading) -> dict[str, Any]:
    """Of replies that were streams; tokens per second are those of one stream, after its first token."""
    ended = Counter[int]()
    for key, sums in reading.cells.items():
        ended[key.outcome] += int(sums.requests) * key.streamed
    rows = reading.rows[reading.rows["streamed"] == 1]
    pace = VALUES["tpot"](rows)
    return {
        "active": sum(streamed for _, streamed in reading.active),
        "completed": ended[OK],
        "failed": ended[ERROR] + ended[ABORTED],
        "ttft": spread(VALUES["ttft"](rows)),
        "tokens_per_second": spread(1 / pace[pace > 0]),
    }


def errors(reading: Reading) -> dict[str, Any]:
    """By status, and by `code` or `type` of the error answered."""
    failed = {key: sums for key, sums in reading.cells.items() if key.outcome == ERROR}
    names = reading.simulator.services.telemetry.errors.names
    by_status = grouped(failed, lambda key: str(key.status))
    by_type = grouped(failed, lambda key: names[key.error] or "unknown")
    return {
        "total": int(total(failed.values()).requests),
        "by_status": {status: int(sums.requests) for status, sums in by_status.items()},
        "by_type": {kind: int(sums.requests) for kind, sums in by_type.items()},
    }


def endpoints(reading: Reading) -> dict[str, Any]:
    """By endpoint."""
    names = reading.simulator.services.telemetry.endpoints.names
    shown = {}
    for endpoint, sums in grouped(reading.cells, lambda key: names[key.endpoint]).items():
        rows = reading.rows[reading.rows["endpoint"] == names.index(endpoint)]
        duration = spread(VALUES["duration"](rows))
        shown[endpoint] = {"requests": int(sums.requests), "tokens": tokens_of(sums), "duration": duration}
    return shown


def cost(reading: Reading) -> dict[str, float]:
    """At the prices of the catalog, in US dollars."""
    return {"usd": dollars(reading).total}


SECTIONS: Mapping[str, Callable[[Reading], Any]] = {
    "requests": requests,
    "tokens": tokens,
    "latency": latency,
    "throughput": throughput,
    "streaming": streaming,
    "errors": errors,
    "endpoints": endpoints,
    "cost": cost,
}


def told(reading: Reading, names: tuple[str, ...] = tuple(SECTIONS)) -> dict[str, Any]:
    """The sections called `names`."""
    return {name: SECTIONS[name](reading) for name in names}
