"""Where a reply comes from: one file a mode, one line in `MODES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .base import Mode, Parts
from .passthrough import Passthrough
from .record import Record
from .replay import Replay
from .rules import ModeName, Rule, choose
from .spy import Spy
from .synthesize import Synthesize

MODES: Mapping[ModeName, Callable[[Parts], Mode]] = {
    "synthesize": Synthesize,
    "record": Record,
    "replay": Replay,
    "spy": Spy,
    "passthrough": Passthrough,
}

__all__ = ["MODES", "Mode", "ModeName", "Parts", "Rule", "choose"]
