import pytest
from PIL import Image

from fakeai_proxy.synth.image.lettering import letter


def lettered(prompt):
    image = Image.new("RGB", (128, 128), "navy")
    letter(image, prompt)
    return image


def test_words_are_written_at_the_bottom():
    image = lettered("Hello")
    assert image.convert("L").getextrema()[1] > 200
    assert image.crop((0, 0, 128, 64)).getcolors() == [(128 * 64, (0, 0, 128))]


def test_accents_are_left_out():
    assert lettered("für Zoë").tobytes() == lettered("fur Zoe").tobytes()


@pytest.mark.parametrize("prompt", ["", " \n", "日本", "\x00\ud800"])
def test_what_cannot_be_written_is_not(prompt):
    assert lettered(prompt).getcolors() == [(128 * 128, (0, 0, 128))]


def test_of_a_long_prompt_the_beginning():
    assert lettered("word " * 400).tobytes() == lettered("word " * 200).tobytes()
