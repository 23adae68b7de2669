"""Compares the text of a family with the one that is kept beside."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.telemetry.exposition import Family, exposition
from tests.telemetry.parts import Timeline, made, serve, shot, view

TEXTS = Path(__file__).parent / "texts"


def text(family: Family) -> str:
    """Of one answer by one worker."""
    telemetry = made(ManualClock(60.0))
    serve(telemetry, Timeline(), cached_tokens=32, max_tokens=50, streamed=True)
    return exposition(shot(telemetry, view()), family).decode().replace(version("fakeai-proxy"), "VERSION")


def check(family: Family) -> None:
    """Write the file anew with `python -m tests.telemetry.families.golden`, and look at the difference."""
    assert text(family) == (TEXTS / f"{family}.txt").read_text()


if __name__ == "__main__":
    from typing import get_args

    for name in get_args(Family):
        (TEXTS / f"{name}.txt").write_text(text(name))
