import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.cassette.interaction import Said
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.cassette.spoken import lines_of, redacted, said_by

from .tape import KEY, harmless

messages = st.builds(
    Said, st.integers(0, 9), st.sampled_from(["client", "server"]), st.booleans(), st.binary(max_size=9)
)


def delta(ns: int, text: str) -> Said:
    return Said(ns, "server", False, json.dumps({"type": "text.delta", "delta": text}).encode())


@given(st.lists(messages, max_size=5))
@settings(max_examples=40)
def test_what_has_no_secret_stays_as_it_is(spoken: list[Said]) -> None:
    if harmless(b"".join(one.body for one in spoken)):
        assert redacted(spoken, Redactor()) == tuple(spoken)


def test_secrets_that_are_split_over_messages_of_one_side() -> None:
    between = Said(5, "client", False, b'{"type": "ping"}')
    clean = redacted([delta(1, f"a {KEY[:12]}"), between, delta(7, KEY[12:]), delta(9, " b")], Redactor())
    assert [one.ns for one in clean] == [1, 5, 7, 9]
    assert [json.loads(one.body)["delta"] for one in clean if one.sender == "server"] == [
        "a «secret:openai_key:1»",
        "",
        " b",
    ]
    assert clean[1] == between


def test_binary_ones_and_those_that_are_all_secret() -> None:
    private = b"-----BEGIN PRIVATE KEY-----\nMIIEvQ\n", b"MIIEvQ\n-----END PRIVATE KEY-----"
    spoken = [Said(n, "client", False, text) for n, text in enumerate(private)]
    binary = Said(9, "client", True, b"\x00 " + KEY.encode())
    clean = redacted([*spoken, binary], Redactor())
    assert len(clean) == 3
    assert b"MIIEvQ" not in said_by("client", clean)
    assert clean[2].body == b"\x00 " + "«secret:openai_key:1»".encode()
    assert lines_of("client", clean).count(b"\n") == 2
