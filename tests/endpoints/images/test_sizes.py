import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.images.family import FREE, PAIRS
from fakeai_proxy.endpoints.images.sizes import Size, fitting, size_of

SQUARE, WIDE, TALL = Size(1024, 1024), Size(1536, 1024), Size(1024, 1536)


@pytest.mark.parametrize(
    ("asked", "bounds", "auto", "size"),
    [
        (None, None, None, SQUARE),
        (None, None, TALL, TALL),
        ("auto", None, WIDE, WIDE),
        ("1536x1024", None, None, WIDE),
        ("1536x864", FREE, None, Size(1536, 864)),
        ("3840x2160", FREE, None, Size(3840, 2160)),
    ],
)
def test_a_size_is_chosen(asked, bounds, auto, size):
    assert size_of(asked, PAIRS, bounds, auto) == size


@pytest.mark.parametrize(
    ("asked", "bounds", "message"),
    [
        (
            "auto",
            None,
            "Invalid value: 'auto'. Supported values are: '1024x1024', '1024x1536', and '1536x1024'.",
        ),
        ("1x2x3", FREE, "or WIDTHxHEIGHT"),
        ("１０２４x1024", FREE, "or WIDTHxHEIGHT"),
        ("1792x936", FREE, "Invalid size '1792x936'. Width and height must both be divisible by 16."),
        ("3856x2160", FREE, "at most 3840 pixels"),
        ("3840x1024", FREE, "between 1:3 and 3:1"),
        ("0x0", FREE, "between 655360 and 8294400 pixels"),
        ("3840x3840", FREE, "between 655360 and 8294400 pixels"),
    ],
)
def test_others_are_refused(asked, bounds, message):
    with pytest.raises(ApiError) as refused:
        size_of(asked, PAIRS, bounds, None)
    assert message in refused.value.message
    assert (refused.value.param, refused.value.code) == ("size", "invalid_value")


@pytest.mark.parametrize(
    ("prompt", "like", "size"),
    [
        ("a cat", None, SQUARE),
        ("a Poster of a cat", None, TALL),
        ("skyline of Rome", None, WIDE),
        ("a poster", Size(900, 300), WIDE),
        ("a skyline", Size(300, 301), SQUARE),
    ],
)
def test_what_fits(prompt, like, size):
    assert fitting(prompt, like) == size
