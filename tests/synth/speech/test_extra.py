"""What is not installed is named."""

import sys

import pytest

from fakeai_proxy.synth.speech import MissingExtra
from fakeai_proxy.synth.speech.extra import pyav


def test_who_lacks_the_extra_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingExtra, match=r"AAC needs PyAV: pip install 'fakeai-proxy\[audio\]'\."):
        pyav("AAC")


def test_who_has_it_gets_it() -> None:
    assert pyav("AAC").__name__ == "av"
