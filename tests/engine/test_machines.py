"""Hardware faults that slow steps down, as clients and telemetry see it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Architecture, Deployment
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.engine import Cluster, EngineParts, Job, LatencySettings, Run
from fakeai_proxy.engine.gpu import GpuNode, GpuSettings, HardwareFault
from fakeai_proxy.engine.kv_settings import KVCacheSettings
from fakeai_proxy.engine.machines import Machines, Sound
from fakeai_proxy.engine.pricing import Cost

from .live import Clients, streamed

SHAPE = Architecture(layers=32, hidden=4096, heads=32, kv_heads=8, head_dim=128, dense=8e9)
LLAMA = Model("llama", "meta", 0, architecture=SHAPE, deployment=Deployment("H100-80GB", 1, "bf16"))
WAYS: tuple[dict[str, Any], ...] = ({}, {"time_scale": 0})


class House:
    """One worker on one card."""

    def __init__(self, way: dict[str, Any] | None = None, fault: HardwareFault | None = None) -> None:
        parts = EngineParts(
            LatencySettings(**(way or {})),
            kv_cache=KVCacheSettings(num_workers=1),
            dcgm=GpuSettings(gpu_count=1),
        )
        self.clock, self.fresh = ManualClock(), 0
        self.cluster = Cluster(parts, self.clock, 0)
        if fault:
            self.inject(fault)

    def inject(self, fault: HardwareFault) -> None:
        self.cluster.node.inject(fault, 0, self.cluster.time.now())

    def add(self, clients: Clients, prompt: int = 4000, tokens: int = 50) -> Run:
        self.fresh += 10_000
        job = Job(LLAMA, range(self.fresh, self.fresh + prompt), prompt, tokens)
        run = self.cluster.submit(job, np.random.default_rng(0))
        clients.add(streamed(run))
        return run

    def ask(self, prompt: int = 4000, tokens: int = 50) -> tuple[float, float]:
        """TTFT and mean ITL of one that is alone."""
        clients = Clients(self.clock)
        run = self.add(clients, prompt, tokens)
        clients.play()
        return run.first_token - run.arrival, float(run.itls().mean())


@pytest.mark.parametrize("way", WAYS)
def test_a_brake_doubles_the_prefill_and_hardly_slows_decoding(way: dict[str, Any]) -> None:
    ttft, itl = House(way).ask()
    slow_ttft, slow_itl = House(way, HardwareFault("power_brake")).ask()
    assert 1.85 < slow_ttft / ttft < 2.0
    assert 1.0 < slow_itl / itl < 1.1


@pytest.mark.parametrize("way", WAYS)
def test_a_power_cap_slows_what_draws_more(way: dict[str, Any]) -> None:
    ttft, itl = House(way).ask()
    slow_ttft, slow_itl = House(way, HardwareFault("power_cap", 0.4)).ask()
    assert 1.2 < slow_ttft / ttft < 3
    assert 1.0 < slow_itl / itl < 1.1


def test_hot_air_slows_a_card_once_it_has_become_hot() -> None:
    house = House(fault=HardwareFault("hot_air", 80))
    clients = Clients(house.clock)
    runs = [house.add(clients, 8000, 1) for _ in range(200)]
    clients.play()
    took = np.diff([run.first_token for run in runs])
    assert took[-20:].mean() > 1.2 * took[:5].mean()
    snapshot = house.cluster.node.read(runs[-1].last_token)
    assert snapshot.gpu_c[0] == pytest.approx(87, abs=0.5)


def test_a_fault_meets_those_who_are_under_way_and_its_end_too() -> None:
    def gaps(*, broken: bool) -> Any:
        house = House()
        clients = Clients(house.clock)
        run = house.add(clients, 4000, 300)
        clients.play(until=0.8)
        if broken:
            house.inject(HardwareFault("power_brake"))
        clients.play(until=1.6)
        if broken:
            house.cluster.node.clear(0, 1.6)
        clients.play()
        return run.itls()

    slower = gaps(broken=True) / gaps(broken=False)
    assert slower[:60] == pytest.approx(1)
    assert slower[120:160].min() > 1.002
    assert slower[220:] == pytest.approx(1)


def test_telemetry_shows_the_clock_that_steps_had_and_the_power_of_the_cap() -> None:
    house = House(fault=HardwareFault("power_cap", 0.4))
    clients = Clients(house.clock)
    runs = [house.add(clients, 8000, 1) for _ in range(10)]
    clients.play()
    end = runs[-1].last_token - 0.01
    snapshot = house.cluster.node.read(end)
    assert snapshot.power_w[0] == pytest.approx(280, abs=1)
    share = float(snapshot.clock_mhz[0]) / 1980
    calm = House()
    clients = Clients(calm.clock)
    usual = [calm.add(clients, 8000, 1) for _ in range(10)]
    clients.play()
    slower = (runs[-1].last_token - runs[0].last_token) / (usual[-1].last_token - usual[0].last_token)
    assert 1 / slower == pytest.approx(share, rel=0.08)


def test_nothing_is_looked_at_while_nothing_is_amiss() -> None:
    node = GpuNode(GpuSettings(gpu_count=2))
    of, cost = Machines(node, 2, 1, "bf16"), Cost(0.1, 0.3, 0.5)
    assert (of.strained, of.changes, of.failed(), of.clock(0, 1.0, cost)) == (False, 0, (), 1.0)
    node.inject(HardwareFault("power_brake"), 1, 0.0)
    assert (of.strained, of.changes, of.failed()) == (True, 1, ())
    assert (of.clock(0, 1.0, cost), of.clock(1, 1.0, cost)) == (1.0, 0.5)
    node.clear(1, 1.0)
    assert (of.strained, of.changes, of.clock(1, 1.0, cost)) == (False, 2, 1.0)
    sound = Sound()
    assert (sound.strained, sound.failed(), sound.clock(0, 0.0, cost)) == (False, (), 1.0)


def test_air_that_is_hot_by_itself_counts() -> None:
    assert GpuNode(GpuSettings(ambient_c=40)).strained
    assert not GpuNode(GpuSettings()).strained
