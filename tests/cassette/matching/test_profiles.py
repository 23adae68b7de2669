from fakeai_proxy.cassette.matching import PROFILES, form_of, keys_of

from .asked import chat

DATED = "Today is 2025-11-02"


def test_each_profile_is_more_lenient_than_the_one_before():
    asked = chat(DATED, user="me")
    keys = dict(keys_of(asked))
    assert tuple(keys) == PROFILES
    for other, same in (
        (chat(DATED, user="you"), ["llm@1", "norm@1"]),
        (chat("Today is 2025-11-03", user="me"), ["norm@1"]),
        (chat("Tomorrow is 2025-11-02"), []),
    ):
        assert [name for name, key in keys_of(other) if key == keys[name]] == same


def test_keys_are_those_of_the_forms():
    asked = chat(DATED)
    keys = dict(keys_of(asked, form_of(asked, "llm@1")))
    assert [keys[name] for name in PROFILES[1:]] == [form_of(asked, name).key() for name in PROFILES[1:]]
    assert keys["exact@1"] == asked.key
    assert form_of(asked, "exact@1").body == asked.body


def test_keys_stay_as_they_are_in_files():
    """Another key is another profile: what was recorded would not be found any more."""
    assert [key.hex() for _, key in keys_of(chat(DATED, user="me"))] == [
        "4dcd6ecc8908e05f69ea283aa959af92",
        "c4ba688ecbe7e4c4f090a0f5690de646",
        "6f8b6a3524a760b2468f7ccbe8b7979e",
    ]
