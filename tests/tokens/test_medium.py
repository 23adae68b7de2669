from fakeai_proxy.tokens import Medium


def test_the_same_content_has_the_same_ids():
    assert Medium("image", 5, 3).ids() == [2**31 | 5] * 3
    assert Medium("image", 5, 3).ids() != Medium("image", 6, 3).ids()
