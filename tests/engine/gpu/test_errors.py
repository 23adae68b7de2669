"""Counters of errors: what a reset clears, and what the card itself remembers."""

from __future__ import annotations

from fakeai_proxy.engine.gpu.errors import XIDS_KEPT, Errors


def broken() -> Errors:
    errors = Errors(2)
    errors.count("DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", 1, 2)
    errors.count("DCGM_FI_DEV_ECC_DBE_AGG_TOTAL", 1, 2)
    errors.count("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", 1, 1)
    errors.count("DCGM_FI_DEV_ROW_REMAP_PENDING", 1, 1)
    errors.xid(48, 1, at=5.0)
    errors.health[1, "MEM"], errors.stopped[1] = ("DCGM_FR_VOLATILE_DBE_DETECTED", 20), False
    return errors


def test_counts_are_those_of_one_card() -> None:
    assert broken().counts["DCGM_FI_DEV_ECC_DBE_VOL_TOTAL"].tolist() == [0, 2]
    assert broken().last_xid.tolist() == [0, 48]


def test_a_reset_clears_what_the_driver_counts_and_keeps_the_rest() -> None:
    errors = broken()
    errors.reset(1)
    left = {name: counts[1] for name, counts in errors.counts.items() if counts[1]}
    assert left == {"DCGM_FI_DEV_ECC_DBE_AGG_TOTAL": 2, "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS": 1}
    assert (errors.last_xid[1], errors.health, errors.stopped) == (0, {}, {})


def test_a_reset_of_another_card_changes_nothing() -> None:
    errors = broken()
    errors.reset(0)
    assert errors.health == broken().health
    assert errors.last_xid.tolist() == [0, 48]


def test_a_copy_is_one_s_own() -> None:
    errors = broken()
    copy = errors.copy()
    errors.count("DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", 0, 1)
    errors.xid(79, 0, at=6.0)
    errors.reset(1)
    assert copy.counts["DCGM_FI_DEV_ECC_DBE_VOL_TOTAL"].tolist() == [0, 2]
    assert (copy.last_xid.tolist(), len(copy.xids), len(copy.health)) == ([0, 48], 1, 1)


def test_only_so_many_xids_are_kept() -> None:
    errors = Errors(1)
    for at in range(XIDS_KEPT + 5):
        errors.xid(63, 0, at=at)
    assert len(errors.xids) == XIDS_KEPT
    assert errors.xids[0][0] == 5
