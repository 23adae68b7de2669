import numpy as np

from fakeai_proxy.synth import prose

from .briefs import text


def test_it_is_the_prose_of_the_same_chance() -> None:
    assert text("prose", 40) == "".join(prose(np.random.default_rng(0), 40))
    assert text("prose", 40, lead="It is 20.").startswith("It is 20. ")
