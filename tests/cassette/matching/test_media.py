from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256

from fakeai_proxy.cassette.matching.media import hashed

CONTENT = bytes(range(256))
NAME = sha256(CONTENT).hexdigest()


def test_bytes_count_and_not_how_they_are_written():
    plain, safe = b64encode(CONTENT).decode(), urlsafe_b64encode(CONTENT).decode().rstrip("=")
    folded = "\n".join(plain[at : at + 76] for at in range(0, len(plain), 76))
    assert {hashed({}, "data", text) for text in (plain, safe, folded)} == {f"<sha256:{NAME}>"}
    for text in (f"data:image/png;base64,{plain}", f"DATA:image/PNG;charset=x;base64,{safe}"):
        assert hashed({}, "url", text) == f"<image/png sha256:{NAME}>"


def test_other_texts_stay():
    for name, text in (
        ("data", "not base64!"),
        ("text", "aGk="),
        ("url", "https://x/y.png"),
        ("url", "data:,hi"),
    ):
        assert hashed({}, name, text) == text
    assert hashed(None, "data", "aGk=") == "aGk="
