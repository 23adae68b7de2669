"""Traces of requests: a JSON object a line, as Mooncake publishes them (github.com/kvcache-ai/Mooncake).

{"timestamp": 27482, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47, 48, 2353]}

timestamp: milliseconds since the beginning. hash_ids: one for each BLOCK tokens of the prompt, the last one
perhaps of fewer; prompts that begin with the same ids begin with the same tokens. They may be left out, and
other keys are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from fakeai_proxy.core.errors import SettingsError

BLOCK = 512
"""Tokens that one of the published ids stands for."""
LONGEST = 10_000_000
"""Tokens of a prompt or an answer."""
LATEST = 10.0**12
"""Milliseconds; more than thirty years."""


class TraceEntry(NamedTuple):
    """One request."""

    at: float
    """Seconds since the beginning."""
    input_tokens: int
    output_tokens: int
    hash_ids: tuple[int, ...] = ()


def read_trace(lines: Iterable[str], name: str = "trace") -> Iterator[TraceEntry]:
    """The requests of a trace, in order of time. Raises SettingsError naming line and field."""
    before = 0.0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        entry = _entry(_object(line, where), where)
        if entry.at < before:
            raise SettingsError(f"{where}: timestamp goes back from {before * 1e3:g} to {entry.at * 1e3:g}")
        before = entry.at
        yield entry


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as why:
        raise SettingsError(f"{where}: not JSON: {why}") from None
    if not isinstance(value, dict):
        raise SettingsError(f"{where}: not an object with timestamp, input_length and output_length")
    return value


def _entry(given: dict[str, Any], where: str) -> TraceEntry:
    ids = given.get("hash_ids") or ()
    if not isinstance(ids, list | tuple) or not all(type(one) is int and one >= 0 for one in ids):
        raise SettingsError(f"{where}: hash_ids must be a list of integers from 0 on")
    return TraceEntry(
        _number(given, "timestamp", where) / 1e3,
        _length(given, "input_length", where, least=1),
        _length(given, "output_length", where, least=0),
        tuple(ids),
    )


def _number(given: dict[str, Any], field: str, where: str) -> float:
    value = given.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LATEST:
        raise SettingsError(f"{where}: {field} must be milliseconds from 0 on, not {_shown(given, field)}")
    return float(value)


def _length(given: dict[str, Any], field: str, where: str, least: int) -> int:
    value = given.get(field)
    if type(value) is not int or not least <= value <= LONGEST:
        raise SettingsError(
            f"{where}: {field} must be an integer from {least} to {LONGEST}, not {_shown(given, field)}"
        )
    return value


def _shown(given: dict[str, Any], field: str) -> str:
    return json.dumps(given[field])[:40] if field in given else "missing"
