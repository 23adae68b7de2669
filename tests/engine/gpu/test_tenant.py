"""A tenant: what its ledger holds becomes spans, until they are summed up."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.gpu.tenant import Tenant
from fakeai_proxy.engine.ledger import Ledger
from fakeai_proxy.engine.pricing import Cost


def test_spans_are_collected_and_forgotten() -> None:
    tenant = Tenant(Ledger(lambda: None), np.array([0]), 0.9, since=0.0)
    assert tenant.collect() == -np.inf
    tenant.ledger.append(1.0, 0.5, 4, 0, Cost(seconds=0.5, dram=0.4))
    tenant.ledger.append(2.0, 0.5, 4, 0, Cost(seconds=0.5, dram=0.4))
    tenant.ledger.move(1.0, 3.0, nvlink_sent=3e9)
    assert tenant.collect() == 2.0
    assert sorted(tenant.spans[:, :2].tolist()) == [[1.0, 1.5], [1.0, 4.0], [2.0, 2.5]]
    tenant.forget(2.2)
    assert sorted(tenant.spans[:, :2].tolist()) == [[1.0, 4.0], [2.0, 2.5]]
