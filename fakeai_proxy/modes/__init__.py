"""Where a reply comes from: one file a mode, one line in `MODES`."""

from __future__ import annotations

from collections.abc import Mapping

from fakeai_proxy.core.lazy import load

from .base import Mode, Parts
from .rules import ModeName, Rule, choose

MODES: Mapping[ModeName, str] = {
    "synthesize": "synthesize.Synthesize",
    "record": "record.Record",
    "replay": "replay.Replay",
    "spy": "spy.Spy",
    "passthrough": "passthrough.Passthrough",
}
"""Module and class of each; imported when the mode is used."""

__all__ = ["MODES", "Mode", "ModeName", "Parts", "Rule", "choose", "mode_of"]


def mode_of(name: ModeName, parts: Parts) -> Mode:
    """One of `MODES`, built."""
    mode: Mode = load(__name__, MODES[name])(parts)
    return mode
