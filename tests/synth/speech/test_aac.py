"""AAC in ADTS, piece by piece."""

import numpy as np

from fakeai_proxy.synth.speech import RATE, opened, speak, tagged
from fakeai_proxy.synth.speech.aac import Aac
from fakeai_proxy.synth.speech.tag import comment_of


def test_pieces_come_before_the_end_and_hold_all() -> None:
    said = speak("One two three four five six seven eight nine ten.")
    made = Aac(comment_of("One"))
    pieces = [made.feed(said[at : at + 4800]) for at in range(0, len(said), 4800)]
    assert sum(map(len, pieces)) > 10_000
    content = b"".join([*pieces, made.feed(said[:0]), made.finish()])
    assert tagged(content) == "One"
    sound = opened(content)
    heard = np.concatenate(list(sound.blocks))
    assert sound.rate == RATE
    assert abs(len(heard) - len(said)) < RATE // 8
