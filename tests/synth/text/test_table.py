from typing import get_args

import pytest

from fakeai_proxy.core.lazy import load
from fakeai_proxy.synth.text.settings import GeneratorName
from fakeai_proxy.synth.text.table import FIRST, SOURCES, WRITERS


def test_the_settings_know_all_of_them() -> None:
    assert {*get_args(GeneratorName), FIRST} == {*WRITERS, *SOURCES}


@pytest.mark.parametrize("where", [*WRITERS.values(), *SOURCES.values()])
def test_each_is_there(where: str) -> None:
    assert callable(load("fakeai_proxy.synth.text", where))
