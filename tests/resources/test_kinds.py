from fakeai_proxy.resources import KINDS


def test_every_kind_says_what_is_missing():
    for name, kind in KINDS.items():
        error = kind.missing("an-id")
        assert (error.status, error.type) == (404, "invalid_request_error"), name
        assert "an-id" in error.message
    assert len(KINDS["file"].missing("x" * 5000).message) < 300
