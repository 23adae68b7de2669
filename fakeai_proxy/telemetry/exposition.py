"""Metrics as Prometheus reads them: the text format, version 0.0.4.

families ─ Metric (prometheus_client's own) ─► text
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, get_args

from fakeai_proxy.core.lazy import load

from .snapshot import Snapshot

if TYPE_CHECKING:
    from prometheus_client import Metric
    from prometheus_client.samples import Sample

Family = Literal["fakeai", "chaos", "vllm", "nim", "dynamo_frontend", "dynamo_component"]
FAMILIES: tuple[Family, ...] = get_args(Family)
FOLDER = "fakeai_proxy.telemetry.families"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SPECIAL = frozenset('\\"\n')
LONG = 1_000_000
"""From here on numbers have an exponent."""
ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


class Families:
    """What prometheus_client calls a custom collector."""

    def __init__(self, snapshot: Snapshot, *names: Family) -> None:
        self.snapshot, self.names = snapshot, names

    def collect(self) -> Iterator[Metric]:
        """Every metric of every family named, in their order."""
        for name in self.names:
            yield from family(name)(self.snapshot)


def family(name: Family) -> Callable[[Snapshot], Iterable[Metric]]:
    """Loaded when it is first asked for, and prometheus_client with it."""
    metrics: Callable[[Snapshot], Iterable[Metric]] = load(FOLDER, f"{name}.metrics")
    return metrics


def exposition(snapshot: Snapshot, *names: Family) -> bytes:
    """The families called `names`, as text."""
    return text(Families(snapshot, *names).collect())


def text(metrics: Iterable[Metric]) -> bytes:
    """`metrics` in the text format; the labels of each sample in the order in which it has them.

    The same text as prometheus_client's `generate_latest` makes, but for two things: a counter is called as
    its samples are, with `_total` or without, since other exporters have both; and it takes half of the
    time, in which nothing else goes on.
    """
    lines: list[str] = []
    for metric in metrics:
        name = metric.name
        if metric.type == "counter" and not any(sample.name == name for sample in metric.samples):
            name += "_total"
        help = metric.documentation.replace("\\", r"\\").replace("\n", r"\n")
        lines += (f"# HELP {name} {help}\n", f"# TYPE {name} {metric.type}\n")
        lines += map(line, metric.samples)
    return "".join(lines).encode()


def line(sample: Sample) -> str:
    """`name{label="value",...} number`."""
    labels = ",".join([f'{name}="{escaped(value)}"' for name, value in sample.labels.items()])
    return (
        f"{sample.name}{{{labels}}} {number(sample.value)}\n"
        if labels
        else f"{sample.name} {number(sample.value)}\n"
    )


def escaped(value: str) -> str:
    return value.translate(ESCAPES) if SPECIAL.intersection(value) else value


def number(value: float) -> str:
    """As Go writes it."""
    if type(value) is int and -LONG < value < LONG:
        return f"{value}.0"
    from prometheus_client.utils import floatToGoString

    return str(floatToGoString(value))  # type: ignore[no-untyped-call]
