import numpy as np

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.realtime.committing import committed
from fakeai_proxy.synth.speech import speak

from .talking import Talk


def test_sound_becomes_a_message_whose_words_are_known():
    talk = Talk()
    talk.hear()
    state, sound = talk.session.state, speak("Hello")
    told = [one for one in committed(state, "item_1", sound) if not isinstance(one, Wait)]
    assert [event["type"] for event in told] == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    [kept] = state.conversation
    assert (kept.id, kept.heard, kept.samples) == ("item_1", "Hello", len(sound))
    assert np.array_equal(kept.sound, sound)
    assert told[1]["item"]["content"] == [{"type": "input_audio", "transcript": None}]
