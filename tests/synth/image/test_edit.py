import numpy as np
import pytest
from PIL import Image

from fakeai_proxy.synth.image import edited, preview, varied

RED, BLUE = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (16, 16), "blue")
LEFT_OPEN = Image.new("RGBA", (8, 8), "black")
LEFT_OPEN.paste((0, 0, 0, 0), (0, 0, 4, 8))


@pytest.mark.parametrize("given", ["mask", "alpha"])
def test_what_is_covered_is_kept_and_what_is_open_is_new(given):
    picture = RED if given == "mask" else RED.convert("RGBA")
    if given == "alpha":
        picture.putalpha(LEFT_OPEN.getchannel("A"))
    made = edited(picture, BLUE, LEFT_OPEN if given == "mask" else None)
    assert (made.size, made.mode) == (BLUE.size, "RGB")
    assert made.getpixel((2, 8)) == (0, 0, 255)
    assert made.getpixel((13, 8)) == (255, 0, 0)


def test_without_a_mask_both_are_seen():
    red, _, blue = edited(RED, BLUE).getpixel((8, 8))
    assert red > 50 < blue


def test_a_variation_has_the_shapes_in_other_colours():
    picture = RED.copy()
    picture.paste("white", (0, 0, 8, 4))
    made = varied(picture, (32, 32), np.random.default_rng(0))
    assert made.size == (32, 32)
    assert made.getpixel((16, 2)) == (255, 255, 255)
    assert made.getpixel((16, 30)) not in ((255, 0, 0), (255, 255, 255))
    others = {varied(picture, (8, 8), np.random.default_rng(seed)).tobytes() for seed in range(9)}
    assert len(others) == 9


def test_what_is_transparent_stays_so():
    made = varied(LEFT_OPEN, (8, 8), np.random.default_rng(0))
    assert made.getchannel("A").getextrema() == (0, 255)


def test_previews_become_finer():
    picture = Image.radial_gradient("L").convert("RGB")
    errors = []
    for index in range(3):
        coarse = preview(picture, index, 3)
        assert coarse.size == picture.size
        errors.append(np.abs(np.asarray(coarse, int) - np.asarray(picture, int)).mean())
    assert errors == sorted(errors, reverse=True)
