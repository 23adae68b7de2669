from fakeai_proxy.endpoints.realtime.names import Names


def test_names_are_the_same_in_every_run_and_never_twice():
    one, other = Names("ab"), Names("ab")
    told = [one.new("item_") for _ in range(50)]
    assert told == [other.new("item_") for _ in range(50)]
    assert len({*told, Names("ac").new("item_")}) == 51
    assert all(len(name) == len("item_") + 21 for name in told)
