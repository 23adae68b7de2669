import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.images.family import FAMILIES
from fakeai_proxy.endpoints.images.given import mask_of, pictures_of
from fakeai_proxy.wire.form import FilePart

from .pictures import mask, png

DALL_E, OPEN = FAMILIES[0], FAMILIES[-1]


def part(sent):
    name, content, kind = sent
    return FilePart(name, kind, content)


def test_pictures_are_read():
    assert [one.size for one in pictures_of([part(png((8, 4))), part(png())], OPEN)] == [(8, 4), (64, 64)]
    first = pictures_of([part(png())], DALL_E)[0]
    assert mask_of(part(mask()), first).mode == "RGBA"
    assert mask_of(None, first) is None


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (FilePart("a.jpg", "image/jpeg", b""), "unsupported_file_mimetype"),
        (FilePart("a.png", "image/png", bytes(4 * 2**20)), None),
        (FilePart("a.png", "image/PNG; x=y", b"?"), "invalid_image_file"),
        (part(png((8, 4))), "invalid_image"),
    ],
)
def test_others_are_refused(file, code):
    with pytest.raises(ApiError) as refused:
        pictures_of([file], DALL_E)
    assert (refused.value.status, refused.value.param, refused.value.code) == (400, "image", code)
    if code in (None, "unsupported_file_mimetype"):
        with pytest.raises(ApiError) as refused:
            mask_of(file, pictures_of([part(png())], DALL_E)[0])
        assert refused.value.param == "mask"
