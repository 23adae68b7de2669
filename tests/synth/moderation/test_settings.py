"""Thresholds."""

from __future__ import annotations

import pytest

from fakeai_proxy.synth.moderation.settings import ModerationSettings


def test_one_for_all_and_others_for_some() -> None:
    settings = ModerationSettings(threshold=0.3, thresholds={"hate": 0.9})
    assert (settings.of("hate"), settings.of("violence")) == (0.9, 0.3)


def test_a_category_that_there_is_not_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"'voilence'.*violence"):
        ModerationSettings(thresholds={"voilence": 0.9})
