"""When the pieces of a stream came, told by its events where every piece ends with one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from fakeai_proxy.cassette.recording import Slice

from .body import Line


def tell(slices: Sequence[Slice], events: Sequence[bytes]) -> Line:
    """When each event came where every piece ends with one; else the pieces byte by byte."""
    if not slices:
        return {}
    ends = {end: number for number, end in enumerate(accumulate(map(len, events)), 1)}
    at, count, grouped = 0, 0, list[Any]()
    for ns, start, size in slices:
        if start != at or size <= 0 or start + size not in ends:
            return {"pieces": slices}
        at, number = start + size, ends[start + size]
        grouped.append(ns if number == count + 1 else [ns, number - count])
        count = number
    return {"events_ns": grouped} if count == len(events) else {"pieces": slices}


def read(line: Line, events: Sequence[bytes], size: int) -> tuple[Slice, ...]:
    """The slices of a body of `size` bytes. Raises ValueError where they do not fit it."""
    if "events_ns" not in line:
        slices = tuple(Slice(*map(int, one)) for one in line.get("pieces", ()))
        if any(one.start < 0 or one.size < 0 or one.start + one.size > size for one in slices):
            raise ValueError("'pieces' of the timing reach beyond the body")
        return slices
    grouped = [one if isinstance(one, list) else [one, 1] for one in line["events_ns"]]
    if sum(count for _, count in grouped) != len(events) or any(count < 1 for _, count in grouped):
        raise ValueError(f"'events_ns' of the timing tells of other than {len(events)} events")
    ends = [0, *accumulate(map(len, events))]
    counts = [0, *accumulate(count for _, count in grouped)]
    return tuple(
        Slice(int(ns), ends[before], ends[before + count] - ends[before])
        for (ns, count), before in zip(grouped, counts, strict=False)
    )
