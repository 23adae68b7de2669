import pytest

from fakeai_proxy.cassette.redaction.opaque import random_looking, sample
from fakeai_proxy.core.seeding import rng_for
from tests.cassette.secrets import B62, HEX


@pytest.mark.parametrize(
    "value",
    [b"9f86d081884c7d659a2feaa0c55ad015", b"Zq81bLwTnVxE4rD0MxYA", b"aB3dE-6hI9jK_mN2oP5qR8sT1uV4wX7y"],
)
def test_drawn(value):
    assert random_looking(value)


@pytest.mark.parametrize(
    "value",
    [
        b"gpt-4o-mini-2024-07-18",
        b"text-embedding-3-large",
        b"meta-llama/Llama-3.3-70B-Instruct",
        b"getUserAccessTokenFromTheStore",
        b"550e8400-e29b-41d4-a716-446655440000",
        b"12345678901234567890",
        b"your-api-key-goes-here-1234",
        b"${OPENAI_API_KEY_FOR_TESTS_1}",
        b"https://example.com/v1/chat",
        b"aaaaaaaaaaaaaaaaaaa1",
        b"2024-01-01T00:00:00",
    ],
)
def test_written(value):
    assert not random_looking(value)


@pytest.mark.parametrize(
    "value",
    [
        b"string",
        b"<your key>",
        b"****",
        b"YOUR_API_KEY",
        b"changeme",
        b"The user's own password, as it is",
        b"[x]",
    ],
)
def test_samples(value):
    assert sample(value)


@pytest.mark.parametrize("value", [b"hunter2", b"hunter 22", b"Tr0ub4dor&3", b"fakeai"])
def test_no_samples(value):
    assert not sample(value)


def test_most_of_what_is_drawn_at_random():
    rng = rng_for(0, b"drawn")
    for alphabet, length, share in ((HEX, 32, 0.9), (B62, 24, 0.9), (B62, 48, 0.97)):
        drawn = ("".join(alphabet[n] for n in rng.integers(len(alphabet), size=length)) for _ in range(500))
        assert sum(random_looking(one.encode()) for one in drawn) >= share * 500
