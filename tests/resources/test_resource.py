from fakeai_proxy.resources import numbered

from .test_store import NAME, opened


def test_names_of_a_request_are_its_own():
    names = {numbered(name, at) for name in ("a", "b") for at in range(3)}
    assert len(names) == 6
    assert {len(name) for name in names} == {32}


def test_when_it_was_made():
    store = opened()
    store.clock.advance(0.75)
    made = store.create("me", "file", NAME, {})
    assert (made.created, made.created_at) == (1_700_000_000.75, 1_700_000_000)
