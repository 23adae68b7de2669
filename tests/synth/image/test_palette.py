import numpy as np

from fakeai_proxy.synth.image.palette import palette, rgb


def test_colours_go_from_dark_to_light():
    colours = palette("", 6, np.random.default_rng(3))
    assert len(set(colours)) == 6
    assert sum(colours[0]) < sum(colours[-1])


def test_colours_that_are_named_are_there():
    colours = palette("A Red fox in a navy sea, red again", 6, np.random.default_rng(0))
    assert {rgb("red"), rgb("navy")} < set(colours)


def test_natural_pictures_are_less_saturated():
    def spread(vivid):
        return max(max(one) - min(one) for one in palette("", 6, np.random.default_rng(1), vivid))

    assert spread(vivid=False) < spread(vivid=True)
