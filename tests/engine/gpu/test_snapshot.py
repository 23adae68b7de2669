"""A snapshot names its energy."""

from __future__ import annotations

from fakeai_proxy.engine.gpu import GpuNode, GpuSettings


def test_energy_is_among_the_sums() -> None:
    assert GpuNode(GpuSettings(gpu_count=1)).read(10.0).energy_j.tolist() == [735]
