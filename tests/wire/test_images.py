from fakeai_proxy.wire.form import FilePart
from fakeai_proxy.wire.images import EditRequest, GenerationRequest, VariationRequest
from fakeai_proxy.wire.validation import validate

FILE = FilePart("a.png", "image/png", b"")


def test_numbers_of_a_form_are_text():
    body = {"prompt": "x", "image": [FILE, FILE], "n": "2", "stream": "true", "markup": FILE}
    read = validate(EditRequest, body, strict=True)
    assert (read.n, read.stream, read.image) == (2, True, [FILE, FILE])
    assert validate(VariationRequest, {"image": FILE, "n": "3"}, strict=True).n == 3


def test_newer_parameters_are_known():
    body = {"prompt": "x", "complexity": "low", "frame_count": 2, "svg": {}}
    assert validate(GenerationRequest, body, strict=True).prompt == "x"
