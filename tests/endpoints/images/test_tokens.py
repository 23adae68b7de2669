import pytest

from fakeai_proxy.endpoints.images.sizes import Size
from fakeai_proxy.endpoints.images.tokens import by_area, by_cells, by_pixels, read

PUBLISHED = {
    (1024, 1024): (272, 1056, 4160),
    (1024, 1536): (408, 1584, 6240),
    (1536, 1024): (400, 1568, 6208),
}
"""Of gpt-image-1, by OpenAI: low, medium and high."""
CALCULATED = {(1024, 1024): 7024, (1536, 1024): 5488, (1792, 1024): 5063, (3584, 2048): 12329}
"""Of gpt-image-2 at high quality, by OpenAI's calculator."""


def test_tokens_of_gpt_image_1_are_those_published():
    for size, counts in PUBLISHED.items():
        assert tuple(by_cells(Size(*size), quality) for quality in ("low", "medium", "high")) == counts


def test_tokens_of_gpt_image_2_are_those_of_the_calculator():
    assert {size: by_area(Size(*size), "high") for size in CALCULATED} == CALCULATED
    assert [by_area(Size(960, 720), "low"), by_area(Size(976, 704), "low")] == [130, 129]


def test_better_pictures_are_more_work():
    qualities = ("low", "medium", "high", "xhigh", "max")
    work = [by_area(Size(1536, 864), quality) for quality in qualities]
    assert work == sorted(work)
    assert (
        by_pixels(Size(1024, 1024), "hd")
        > by_pixels(Size(1024, 1024), "standard")
        > by_pixels(Size(8, 8), "")
        > 0
    )


@pytest.mark.parametrize(
    ("sizes", "faithful", "tokens"),
    [
        ([], True, 0),
        ([(300, 300)], False, 65 + 129),
        ([(1024, 1024)], False, 65 + 129),
        ([(1024, 1536)], False, 65 + 2 * 129),
        ([(1024, 1024)], True, 65 + 129 + 4160),
        ([(1024, 1536), (64, 64)], True, 65 + 2 * 129 + 6240 + 65 + 129 + 4160),
    ],
)
def test_tokens_that_are_read(sizes, faithful, tokens):
    assert read([Size(*size) for size in sizes], faithful) == tokens
