from __future__ import annotations

from enum import Enum

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.pytest_plugin.vcr_words import translated


class RecordMode(Enum):
    """As vcrpy has it."""

    ONCE = "once"


def test_words_of_vcrpy_become_settings() -> None:
    assert translated(
        {
            "record_mode": RecordMode.ONCE,
            "allow_playback_repeats": True,
            "filter_headers": ["x-team", ("x-user", "gone")],
            "filter_query_parameters": ["team"],
            "filter_post_data_parameters": [("user", None)],
            "decode_compressed_response": True,
            "timing": "recorded",
        }
    ) == {
        "mode": "once",
        "timing": "recorded",
        "settings": {
            "cassette.on_exhausted": "repeat_last",
            "cassette.redact.drop_headers": ["x-team", "x-user"],
            "cassette.redact.names": ["team", "user"],
        },
    }


def test_a_word_without_meaning_is_refused() -> None:
    with pytest.raises(
        SettingsError, match="'match_on' has no meaning for fakeai_proxy; there are record_mode"
    ):
        translated({"match_on": ["uri"]})
