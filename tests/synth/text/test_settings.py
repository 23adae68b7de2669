from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.synth.text import TextSettings


def test_prose_asks_for_nothing() -> None:
    assert not TextSettings().asks
    assert not TextSettings(templates=("{prompt}",)).asks
    assert TextSettings(generator="echo").asks
    assert TextSettings(lengths={"*": 9}).asks
    assert TextSettings(fixtures=({"answer": "a"},)).asks


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"generator": "templates"}, "needs text.templates"),
        ({"models": {"*": "fixtures"}}, "models"),
        ({"generator": "upstream"}, "needs text.upstream"),
        ({"fixtures": [{"answer": {"generator": "upstream"}}]}, "needs text.upstream"),
        ({"upstream": "localhost"}, "not a base URL"),
        ({"upstream": "http://me:secret@localhost"}, "holds a user name"),
        ({"upstream_key": "sk-abc"}, "upstream_key"),
    ],
)
def test_what_does_not_fit_together_is_refused(given: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        TextSettings(**given)
