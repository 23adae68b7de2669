"""Identities: well formed, unique, the same for the same node."""

from __future__ import annotations

import re

from fakeai_proxy.engine.gpu.identity import identities


def test_cards_are_told_apart() -> None:
    cards = identities(0, "node-0", "H100-80GB", 72)
    assert len({card.uuid for card in cards}) == len({card.bus_id for card in cards}) == 72
    assert len({card.serial for card in cards}) == 72
    assert [card.device for card in cards[:2]] == ["nvidia0", "nvidia1"]


def test_their_names_look_as_the_driver_writes_them() -> None:
    for card in identities(5, "node-0", "A100-80GB", 9):
        assert re.fullmatch(
            r"GPU-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", card.uuid
        )
        assert re.fullmatch(r"0000000[01]:[0-9A-F]{2}:00\.0", card.bus_id)
        assert re.fullmatch(r"\d{13}", card.serial)


def test_they_depend_on_seed_and_node_alone() -> None:
    assert identities(0, "a", "H200-141GB", 4) == identities(0, "a", "H200-141GB", 4)
    assert identities(0, "a", "H200-141GB", 4) == identities(0, "a", "H200-141GB", 8)[:4]
    assert identities(0, "a", "H200-141GB", 1) != identities(0, "b", "H200-141GB", 1)
    assert identities(0, "a", "H200-141GB", 1) != identities(1, "a", "H200-141GB", 1)
