from pathlib import Path

import pytest
from pydantic import ValidationError

from fakeai_proxy.cassette import CassetteSettings


def test_defaults():
    assert CassetteSettings() == CassetteSettings(
        path=None, record_mode="all", speed=1.0, record_strict=False
    )


def test_a_path_may_be_a_text():
    assert CassetteSettings.model_validate({"path": "a.db"}).path == Path("a.db")


@pytest.mark.parametrize("wrong", [{"record_mode": "alll"}, {"speed": -1}, {"speed": "inf"}, {"sped": 1}])
def test_wrong_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        CassetteSettings.model_validate(wrong)
