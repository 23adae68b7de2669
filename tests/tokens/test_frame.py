from fakeai_proxy.tokens.frame import FRAMES
from fakeai_proxy.tokens.vocabulary import VOCABULARIES


def test_every_encoding_has_a_frame_of_tokens_that_no_text_has() -> None:
    assert FRAMES.keys() == VOCABULARIES.keys()
    for name, frame in FRAMES.items():
        ordinary = len(VOCABULARIES[name].ranks())
        assert len({frame.start, frame.separator, frame.end}) == 3
        assert min(frame.start, frame.separator, frame.end) >= ordinary
