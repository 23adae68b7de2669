"""The framebuffer: reserved when an engine starts, free when it is gone."""

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.engine.gpu.memory import used_mib
from fakeai_proxy.engine.gpu.tenant import Tenant
from fakeai_proxy.engine.hardware import Gpu, gpu, gpus
from fakeai_proxy.engine.ledger import Ledger

H200 = gpu("H200")


def tenant(*cards: int, since: float = 0.0, until: float = np.inf) -> Tenant:
    return Tenant(Ledger(lambda: None), np.array(cards), 0.9, since, until)


def test_nothing_is_used_without_a_process() -> None:
    assert used_mib(H200, 2, [], 0.0, background=False).tolist() == [0, 0]
    assert used_mib(H200, 2, [tenant(0, since=5)], 4.9, background=False).tolist() == [0, 0]
    assert used_mib(H200, 2, [tenant(0, until=5)], 5.0, background=False).tolist() == [0, 0]


def test_an_engine_takes_most_of_its_cards() -> None:
    used = used_mib(H200, 3, [tenant(0, 1)], 1.0, background=False)
    assert used[2] == 0
    assert 0.90 < used[0] / H200.memory_mib < 0.95  # 135.8 of 143.8 GB were seen


@pytest.mark.parametrize("card", gpus().values(), ids=lambda card: card.name)
def test_engines_that_share_a_card_leave_as_much_free_as_the_largest_of_them(card: Gpu) -> None:
    alone = used_mib(card, 2, [tenant(0, 1)], 1.0, background=True).tolist()
    many = [tenant(0, 1), *(tenant(0) for _ in range(40)), tenant(1)]
    assert used_mib(card, 2, many, 1.0, background=True).tolist() == alone
    free = card.memory_mib - (card.reserved_mib or 0) - alone[0]
    assert 0.03 < free / card.memory_mib < 0.09


def test_the_background_load_is_a_process_too() -> None:
    assert used_mib(H200, 1, [], 1.0, background=True)[0] > 0.9 * H200.memory_mib
