"""The families that dcgm-exporter adds to the fields of DCGM: DCGM_EXP_*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import NamedTuple

from fakeai_proxy.engine.gpu.faults import WARN
from fakeai_proxy.engine.gpu.node import RECENT
from fakeai_proxy.engine.gpu.snapshot import Snapshot
from fakeai_proxy.engine.gpu.state import HARD_BRAKE, HARD_THERMAL, IDLE, POWER_CAP, THERMAL

WATCHES = ("PCIE", "NVLINK", "PMU", "MCU", "MEM", "SM", "INFOROM", "THERMAL", "POWER", "DRIVER", "ALL")
CLOCK_EVENTS = (
    ("gpu_idle", (IDLE,)),
    ("power_cap", (POWER_CAP,)),
    ("hw_slowdown", (HARD_THERMAL, HARD_BRAKE)),
    ("sw_thermal", (THERMAL,)),
    ("hw_thermal", (HARD_THERMAL,)),
    ("hw_power_brake", (HARD_BRAKE,)),
)
"""Names of the reasons for slower clocks, with the sums that tell for how long there was one."""
THROTTLED = {
    "THERMAL": (THERMAL, "DCGM_FR_CLOCK_THROTTLE_THERMAL"),
    "POWER": (POWER_CAP, "DCGM_FR_CLOCK_THROTTLE_POWER"),
}
WINDOW_MS = str(int(RECENT * 1000))
LINKED, UNKNOWN = 0, 6
"""Status of a pair of cards."""


class Event(NamedTuple):
    """One series of one card."""

    card: int
    labels: Mapping[str, str]
    value: int


def _xids(shot: Snapshot) -> Iterator[Event]:
    seen = Counter((card, xid) for at, card, xid in shot.errors.xids if shot.at - RECENT < at <= shot.at)
    for card in range(len(shot.present)):
        mine = {xid: count for (one, xid), count in sorted(seen.items()) if one == card}
        for xid, count in mine.items():
            yield Event(card, {"window_size_in_ms": WINDOW_MS, "xid": str(xid)}, count)
        if not mine:
            yield Event(card, {"window_size_in_ms": WINDOW_MS}, 0)


def _clock_events(shot: Snapshot) -> Iterator[Event]:
    """As if the reasons were sampled every second."""
    for card, seconds in enumerate(shot.recent):
        counts = {name: round(float(seconds[list(sums)].sum())) for name, sums in CLOCK_EVENTS}
        for name, count in counts.items():
            if count:
                yield Event(card, {"clock_event": name, "window_size_in_ms": WINDOW_MS}, count)
        if not any(counts.values()):
            yield Event(card, {"window_size_in_ms": WINDOW_MS}, 0)


def _health(shot: Snapshot) -> Iterator[Event]:
    for card in range(len(shot.present)):
        for watch in WATCHES:
            code, level = shot.errors.health.get((card, watch), ("DCGM_FR_OK", 0))
            if watch in THROTTLED and not level:
                column, slow = THROTTLED[watch]
                code, level = (slow, WARN) if shot.rates[card, column] > 0 else (code, level)
            yield Event(card, {"health_error_code": code, "health_watch": watch}, level)


def _pairs(shot: Snapshot) -> Iterator[Event]:
    """None where the cards have no NVLink, and none with a card that is gone."""
    cards = [card for card in range(len(shot.present)) if shot.present[card] and shot.card.nvlink_links]
    for card, peer in permutations(cards, 2):
        status, text = (UNKNOWN, "Unknown") if {card, peer} & shot.errors.stopped.keys() else (LINKED, "OK")
        yield Event(card, {"link_status": text, "peer_gpu": str(peer)}, status)


EVENTS: Mapping[str, Callable[[Snapshot], Iterator[Event]]] = MappingProxyType(
    {
        "DCGM_EXP_XID_ERRORS_COUNT": _xids,
        "DCGM_EXP_CLOCK_EVENTS_COUNT": _clock_events,
        "DCGM_EXP_GPU_HEALTH_STATUS": _health,
        "DCGM_EXP_P2P_STATUS": _pairs,
    }
)
"""Each family's series, those of cards that are gone among them."""
