"""Where a reply comes from: presets over a few choices, and what carries the choices out."""

from __future__ import annotations

from typing import get_args

from fakeai_proxy.core.lazy import load

from .base import Mode, Parts
from .presets import ALIASES, AXES, PRESETS, axes_of
from .rules import ModeName, Rule, choose

MODES: tuple[ModeName, ...] = get_args(ModeName)

__all__ = [
    "ALIASES",
    "AXES",
    "MODES",
    "PRESETS",
    "Mode",
    "ModeName",
    "Parts",
    "Rule",
    "axes_of",
    "choose",
    "mode_of",
]


def mode_of(name: ModeName, parts: Parts) -> Mode:
    """What answers in mode `name`; imported when it is first needed."""
    if name != "record" and not PRESETS[ALIASES.get(name, name)].taped:
        mode: Mode = load(
            __name__, "synthesize.Synthesize" if name == "synthesize" else "passthrough.Passthrough"
        )(parts)
        return mode
    taped: Mode = load(__name__, "taped.Taped")(name, parts)
    return taped
