from fakeai_proxy.cassette.matching.names import PROFILES


def test_from_the_strictest_to_the_most_lenient():
    assert PROFILES == ("exact@1", "llm@1", "norm@1")
