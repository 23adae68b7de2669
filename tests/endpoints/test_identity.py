from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.identity import content_name, identify, refused_name, request_name


def test_form_does_not_change_the_content_but_tells_requests_apart():
    whole, stream = {"model": "m"}, {"model": "m", "stream": True}
    names = [content_name("POST", "/x", body) for body in (whole, stream)]
    assert names[0] == names[1]
    assert request_name(names[0], whole) != request_name(names[1], stream)


def test_ids_are_a_function_of_seed_name_and_ordinal():
    assert identify(0, b"a", 0) == identify(0, b"a", 0)
    assert len({identify(seed, name, n) for seed in (0, -1) for name in (b"a", b"b") for n in (0, 1)}) == 8


def test_ids_are_hexadecimal():
    identity = identify(0, b"a", 0)
    assert identity.request_id.startswith("req_")
    assert len(identity.request_id) == 36
    assert int(identity.suffix, 16)
    assert len(identity.suffix) == 32


def test_what_was_not_understood_has_a_name_too():
    assert refused_name(Request("GET", "/\ud800")) != refused_name(Request("GET", "/\ud800", body=b"x"))
