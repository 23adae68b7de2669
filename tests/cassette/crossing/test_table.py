from fakeai_proxy.cassette.crossing import family_of
from fakeai_proxy.cassette.crossing.table import FAMILIES


def test_every_family_is_there_with_and_without_a_base_path():
    assert [type(family_of(f"/openai/v1{end}")).__name__ for end, _ in FAMILIES] == [
        "Chat",
        "Completions",
        "Responses",
        "Messages",
    ]
    assert family_of("/embeddings") is None
