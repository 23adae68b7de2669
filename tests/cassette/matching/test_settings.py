import pytest
from pydantic import ValidationError

from fakeai_proxy.cassette.matching.settings import MatchingSettings


def test_what_a_model_is_asked_decides_and_near_is_not_served():
    settings = MatchingSettings()
    assert (settings.profile, settings.near, settings.cross_form, settings.match) == ("llm@1", None, True, ())


@pytest.mark.parametrize("wrong", [{"profile": "llm@2"}, {"near": 0}, {"near": 1.1}, {"match": [{}]}])
def test_what_is_refused(wrong):
    with pytest.raises(ValidationError):
        MatchingSettings(**wrong)
