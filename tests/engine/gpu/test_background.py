"""The background load: around its intensity, different for each card, the same for the same seed."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.gpu.background import CYCLE, SLOT, SPREAD, Background
from fakeai_proxy.engine.gpu.load import BUSY, DRAM


def test_it_stays_around_its_intensity() -> None:
    spans = Background(0.5, gpus=2, seed=0).spans(1, 0, CYCLE * SLOT - 1)
    busy = spans[:, 2 + BUSY]
    assert abs(busy.mean() - 0.5) < 0.02
    assert 0.5 * (1 - SPREAD) <= busy.min() < busy.max() <= 0.5 * (1 + SPREAD)
    assert (spans[:, 2 + DRAM] < busy).all()


def test_it_never_exceeds_the_card() -> None:
    assert Background(1.0, gpus=1, seed=0).spans(0, 0, 600)[:, 2 + BUSY].max() == 1


def test_any_part_of_it_can_be_asked_for() -> None:
    background = Background(0.5, gpus=1, seed=0)
    whole, part = background.spans(0, 0, 100), background.spans(0, 42.5, 57.0)
    assert part[0, 0] == 40
    assert part[-1, 1] == 60
    np.testing.assert_array_equal(part, whole[8:12])


def test_cards_and_seeds_differ() -> None:
    one, other = Background(0.5, gpus=2, seed=0), Background(0.5, gpus=2, seed=1)
    assert one.spans(0, 0, 50).tolist() != one.spans(1, 0, 50).tolist()
    assert one.spans(0, 0, 50).tolist() != other.spans(0, 0, 50).tolist()
    assert one.spans(0, 0, 50).tolist() == Background(0.5, gpus=2, seed=0).spans(0, 0, 50).tolist()
