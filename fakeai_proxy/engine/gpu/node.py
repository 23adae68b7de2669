"""The GPUs of one machine: what the workers' ledgers say becomes power, heat and counters."""

from __future__ import annotations

from functools import cached_property
from threading import Lock  # noqa: TID251 - a lock starts no thread
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog.architecture import Precision
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.hardware import gpu
from fakeai_proxy.engine.ledger import Ledger, Rows
from fakeai_proxy.engine.pricing import Cost

from .background import Background
from .body import body_of, slots
from .clock import clock_shares, load_of
from .errors import Errors
from .identity import Identity, identities
from .load import dram_weight
from .memory import used_mib
from .settings import GpuSettings
from .snapshot import Snapshot
from .state import AMBIENT, BRAKED, CONTEXTS, ENERGY, LIMIT, PRESENT, RESISTANCE, at_rest
from .tenant import LOAD_BYTES_S, Tenant
from .timeline import KEPT, Timeline

if TYPE_CHECKING:
    from .faults import HardwareFault

WINDOW = 1.0
"""Seconds that rates and utilizations are means of."""
RECENT = 300.0
"""Seconds over which an exporter counts events."""
STRAINS = [AMBIENT, RESISTANCE, LIMIT, BRAKED]
"""What of a card's environment can slow it down."""
PENDING = 4 * 4096
"""Steps that may wait to be summed up; four times as many where all of them are recent."""


class GpuNode:
    """`settings.gpu_count` cards. Times are simulated seconds from 0 on. May be shared between threads.

    Worker `w` of a deployment runs on the GPUs `(w * gpus + j) % gpu_count`; loads of several add up. Steps
    are to be noted within KEPT seconds after their start: the part that is older when they come is lost.
    """

    def __init__(self, settings: GpuSettings, seed: int = 0) -> None:
        self.settings, self.seed = settings, seed
        self.card = gpu(settings.gpu_model)
        body, count = body_of(self.card), settings.gpu_count
        warming, resistance = slots(body, count, seed)
        rest = at_rest(body, settings.ambient_c + warming, resistance)
        background = None
        if settings.workload_intensity:
            background = Background(settings.workload_intensity, count, seed)
            rest.environment[CONTEXTS] = 1
        self._warming, self._usual = warming, rest.environment.copy()
        self._body, self.changes = body, 0
        """Faults that came and went."""
        self._hot = bool((rest.environment[AMBIENT] + resistance * body.limit_w >= body.ceiling_c).any())
        self._strained = self._hot
        """Whether anything might slow a card down."""
        self._felt = (-np.inf, rest.gpu_c)
        """When temperatures were looked at last, and what they were."""
        self._errors, self._timeline = Errors(count), Timeline(body, rest, background)
        self._lock = Lock()

    def ledger(
        self, worker: int, gpus: int, at: float, *, weights: float = 0.0, precision: Precision = "bf16"
    ) -> Ledger:
        """A worker is there from `at` on, with a CUDA context on each of its GPUs: the ledger of its steps.

        weights: bytes on each GPU, which come over PCIe first; 0: not known.
        """
        ledger = Ledger(self._make_room)
        tenant = Tenant(ledger, self.cards(worker, gpus), dram_weight(precision), since=at)
        ledger.move(at, weights / LOAD_BYTES_S, pcie_received=weights)
        with self._lock:
            self._timeline.tenants.append(tenant)
            self._count_contexts(tenant, at, 1)
        return ledger

    def release(self, ledger: Ledger, at: float) -> None:
        """The worker is gone: its memory is free, and no further steps come."""
        with self._lock:
            for tenant in self._timeline.tenants:
                if tenant.ledger is ledger and tenant.until > at:
                    tenant.until = at
                    self._count_contexts(tenant, at, -1)

    def _count_contexts(self, tenant: Tenant, at: float, by: int) -> None:
        for card in tenant.cards.tolist():
            self._timeline.change(at, card, CONTEXTS, self._timeline.latest(card, CONTEXTS) + by)

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """What tells the cards apart."""
        settings = self.settings
        return identities(self.seed, settings.hostname, self.card.name, settings.gpu_count)

    def cards(self, worker: int, gpus: int) -> NDArray[np.intp]:
        """The GPUs of a worker, each once, in order."""
        count = self.settings.gpu_count
        return np.sort((worker * gpus + np.arange(min(gpus, count))) % count)

    def read(self, now: float) -> Snapshot:
        """Everything that the cards tell at `now`. The same again where nothing was noted in between."""
        with self._lock:
            self._collect()
            self._timeline.commit(now - KEPT)
            return self._snapshot(max(now, self._timeline.frontier))

    def _snapshot(self, now: float) -> Snapshot:
        timeline = self._timeline
        since = max(now - WINDOW, 0.0)
        before, state = timeline.states_at(since, now)
        rates = (state.totals - before) / max(now - since, 1e-9)
        offset = self.card.memory_offset_c
        return Snapshot(
            at=now,
            card=self.card,
            identities=self.identities,
            present=state.environment[PRESENT] > 0,
            power_w=rates[:, ENERGY] if now > since else state.power,
            power_now_w=state.power,
            gpu_c=state.gpu_c,
            memory_c=state.gpu_c + state.memory_rise + (np.nan if offset is None else offset),
            clock_mhz=state.clock,
            reasons=state.reasons.astype(np.int64),
            rates=rates,
            totals=state.totals,
            recent=state.totals - timeline.totals_at(max(now - RECENT, 0.0)),
            contexts=state.environment[CONTEXTS],
            limit_w=state.environment[LIMIT],
            used_mib=used_mib(
                self.card,
                self.settings.gpu_count,
                timeline.tenants,
                now,
                background=self.settings.workload_intensity > 0,
            ),
            errors=self._errors.copy(),
        )

    def energy_joules(self, now: float) -> NDArray[np.float64]:
        """Energy that each GPU used from 0 to `now`."""
        with self._lock:
            self._collect()
            return self._timeline.totals_at(now)[:, ENERGY]

    def inject(self, fault: HardwareFault, card: int, at: float) -> None:
        """Break GPU number `card`, with all that follows. Raises SettingsError where it has no such part."""
        kind = fault.kind
        self._known(card)
        if kind.links_only and not self.card.nvlink_links:
            raise SettingsError(f"{fault.name}: {self.card.name} has no NVLink")
        with self._lock:
            if kind.sets is not None:
                self._timeline.change(at, card, kind.sets, self._disturbed(fault, card))
            for name, by in kind.counts.items():
                self._errors.count(name, card, by * int(fault.size))
            if kind.xid:
                self._errors.xid(kind.xid, card, at)
            if kind.health:
                watched, code, level = kind.health
                self._errors.health[card, watched] = code, level
            if kind.stops:
                self._errors.stopped[card] = kind.links_only and self._errors.stopped.get(card, True)
            self._changed()

    def _disturbed(self, fault: HardwareFault, card: int) -> float:
        row = fault.kind.sets
        if row in (RESISTANCE, LIMIT):
            return float(self._usual[row, card] * fault.size)
        if row == AMBIENT:
            return float(self._warming[card] + fault.size)
        return float(row == BRAKED)

    def clear(self, card: int, at: float) -> None:
        """Repair and reset GPU number `card`. What it keeps in its own memory stays: remapped rows."""
        self._known(card)
        with self._lock:
            for row in (AMBIENT, RESISTANCE, LIMIT, BRAKED, PRESENT):
                self._timeline.change(at, card, row, float(self._usual[row, card]))
            self._errors.reset(card)
            self._changed()

    def _changed(self) -> None:
        self.changes += 1
        self._strained = self._hot or bool((self._timeline.environment != self._usual)[STRAINS].any())

    @property
    def strained(self) -> bool:
        """Whether the air, or a fault, might slow a card down."""
        return self._strained

    def clock(self, worker: int, gpus: int, at: float, cost: Cost, precision: Precision = "bf16") -> float:
        """The clock of a worker's slowest card in a step of `cost` that begins `at`, whatever else is on it.

        A share of what it is with neither fault nor heat. Temperatures are those of up to WINDOW seconds ago.
        """
        if not self._strained:
            return 1.0
        cards, load = self.cards(worker, gpus), load_of(cost, dram_weight(precision))
        with self._lock:
            warmth, environment = self._warmth(at)[cards], self._timeline.environment[:, cards]
        usual = environment.copy()
        usual[STRAINS] = self._usual[STRAINS][:, cards]
        cold = np.full(len(cards), -np.inf)
        shares = clock_shares(self._body, environment, warmth, load)
        return float(min((shares / clock_shares(self._body, usual, cold, load)).min(), 1.0))

    def _warmth(self, at: float) -> Rows:
        since, warmth = self._felt
        if not since <= at < since + WINDOW:
            self._collect()
            self._timeline.commit(at - KEPT)
            warmth = self._timeline.state_at(at).gpu_c
            self._felt = at, warmth
        return warmth

    def _known(self, card: int) -> None:
        if not 0 <= card < self.settings.gpu_count:
            raise SettingsError(f"no GPU {card}: there are 0 to {self.settings.gpu_count - 1}")

    def healthy(self, worker: int, gpus: int) -> bool:
        """Whether a worker can go on: no fault has stopped one of its GPUs."""
        stopped = self._errors.stopped
        return not stopped or all(
            stopped[card] and gpus == 1 for card in self.cards(worker, gpus).tolist() if card in stopped
        )

    def failed(self, workers: int, gpus: int) -> tuple[int, ...]:
        """Those of the first `workers` workers of a deployment that cannot."""
        if not self._errors.stopped:
            return ()
        return tuple(worker for worker in range(workers) if not self.healthy(worker, gpus))

    def _collect(self) -> float:
        return max((tenant.collect() for tenant in self._timeline.tenants), default=-np.inf)

    def _make_room(self) -> None:
        """Sum up what is old; where too much is recent, that too."""
        with self._lock:
            latest = self._collect()
            for waiting, kept in ((PENDING, KEPT), (4 * PENDING, 0.0)):
                if sum(len(tenant.spans) for tenant in self._timeline.tenants) > waiting:
                    self._timeline.commit(latest - kept)
