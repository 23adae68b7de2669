import pytest

from fakeai_proxy.cassette.redaction.shapes import SHAPES
from fakeai_proxy.cassette.redaction.triggers import Triggers
from tests.cassette.secrets import PLANTED

TRIGGERS = Triggers(SHAPES)


@pytest.mark.parametrize("before", ["", "x ", "some_name-"])
def test_the_cheap_look_never_misses(before):
    for name, secret in PLANTED.items():
        text = f"{before}{secret} y".encode()
        assert name.split()[0] in [shape.kind for shape in TRIGGERS.among(text, text.lower())]


def test_each_shape_once():
    text = b"sk-1 sk-2 sk_live_ Bearer x Basic y"
    kinds = [shape.kind for shape in TRIGGERS.among(text, text.lower())]
    assert "bearer_token" in kinds
    assert len(set(map(id, TRIGGERS.among(text, text.lower())))) == len(kinds)


def test_nothing_in_ordinary_text():
    text = b"A goal-oriented, well_known question: what is 6 times 7?"
    assert TRIGGERS.among(text, text.lower()) == []
