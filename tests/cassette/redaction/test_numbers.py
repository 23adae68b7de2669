import pytest

from fakeai_proxy.cassette.redaction.numbers import Numbered, Numbers, fingerprint, strong
from fakeai_proxy.cassette.redaction.placeholder import placeholder

STRONG, WEAK = b"sk-Zq81bLwTnVxE4rD0MxYA", b"hunter2"
LOCAL = {STRONG: placeholder("openai_key", 1), WEAK: placeholder("member", 1)}


def test_one_secret_has_one_number_in_all_recordings():
    numbers = Numbers(b"key")
    numbers.names({b"sk-other0123456789abcdef": placeholder("openai_key", 1)})
    assert numbers.names(LOCAL) == {
        placeholder("openai_key", 1): placeholder("openai_key", 2),
        placeholder("member", 1): placeholder("member", 1),
    }
    assert numbers.names({STRONG: placeholder("openai_key", 7)}) == {
        placeholder("openai_key", 7): placeholder("openai_key", 2)
    }


def test_what_is_remembered_gives_strong_secrets_their_number_and_others_a_new_one():
    before = Numbers(b"key")
    before.names(LOCAL)
    assert before.fresh == [
        Numbered("openai_key", 1, fingerprint(STRONG, b"key")),
        Numbered("member", 1, None),
    ]
    after = Numbers(b"key", before.fresh)
    assert list(after.names(LOCAL).values()) == [placeholder("openai_key", 1), placeholder("member", 2)]
    assert after.fresh == [Numbered("member", 2, None)]


def test_cards_and_personal_data_are_never_fingerprinted():
    numbers = Numbers(b"key")
    numbers.names({b"9f86d081884c7d659a2feaa0@example.org": placeholder("email", 1)})
    assert numbers.fresh == [Numbered("email", 1, None)]


@pytest.mark.parametrize("secret", [WEAK, b"correct horse battery staple", b"4242424242424242"])
def test_strong_is_what_nobody_finds_by_trying(secret):
    assert strong(STRONG)
    assert not strong(secret)


def test_the_fingerprint_depends_on_the_key():
    assert fingerprint(STRONG, b"one") != fingerprint(STRONG, b"two")
    assert len(fingerprint(STRONG, b"one", 2)) == 2
