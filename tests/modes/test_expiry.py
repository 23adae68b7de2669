from __future__ import annotations

from pathlib import Path

import pytest

from fakeai_proxy.modes.expiry import Expiry


def test_each_recording_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    expiry = Expiry()
    for number in (1, 1, 2, 1):
        expiry.warn(Path("a.db"), number, f"u-{number}", 3 * 86_400.0, 86_400.0)
    expiry.warn(Path("b.db"), 1, "v-1", 3 * 86_400.0, 86_400.0)
    assert caplog.messages == [
        "a.db: recording u-1 is 3d old, more than 1d",
        "a.db: recording u-2 is 3d old, more than 1d",
        "b.db: recording v-1 is 3d old, more than 1d",
    ]
