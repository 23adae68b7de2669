from __future__ import annotations

from typing import Any, get_args

import pytest

from fakeai_proxy.cassette.settings import CassetteSettings, RecordMode
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.modes import MODES, PRESETS, axes_of
from fakeai_proxy.modes.axes import Axes, contradiction


def test_every_mode_and_record_mode_is_a_preset() -> None:
    plain = CassetteSettings()
    assert {axes_of(mode, plain) for mode in MODES} == set(PRESETS.values())
    for name in get_args(RecordMode):
        assert axes_of("record", CassetteSettings(record_mode=name)) == PRESETS[name]
    assert axes_of("replay", plain) == PRESETS["none"]
    assert axes_of("passthrough", plain) == PRESETS["off"]
    assert not any(map(contradiction, PRESETS.values()))


def test_settings_change_single_choices_where_there_is_a_cassette() -> None:
    given = CassetteSettings(on_miss="synthesize", on_exhausted="cycle")
    assert axes_of("replay", given) == Axes("always", "synthesize", "cycle")
    assert axes_of("synthesize", given) == PRESETS["synthesize"]
    assert axes_of("off", given) == PRESETS["off"]


@pytest.mark.parametrize(
    ("mode", "given", "setting"),
    [
        ("spy", {"on_miss": "record"}, r"cassette\.on_miss: 'record' needs a cassette\.write"),
        ("replay", {"on_miss": "forward"}, r"cassette\.on_miss: mode 'replay' never goes upstream"),
        ("replay", {"answer": "live"}, r"cassette\.answer: mode 'replay' never goes upstream"),
        ("replay", {"on_expired": "rerecord", "write": "append"}, r"cassette\.on_expired: mode 'replay'"),
        ("new_episodes", {"write": "new_generation"}, r"cassette\.write: 'new_generation'"),
    ],
)
def test_what_contradicts_is_refused(mode: Any, given: Any, setting: str) -> None:
    with pytest.raises(SettingsError, match=setting):
        axes_of(mode, CassetteSettings(**given))
