"""The voices."""

from fakeai_proxy.synth.speech.voices import VOICES, voice_of


def test_all_voices_differ_in_pitch() -> None:
    assert len({voice.pitch for voice in VOICES.values()}) == len(VOICES) == 13


def test_other_names_have_a_voice_of_their_own_that_stays() -> None:
    made = [voice_of(f"voice_{at}") for at in range(20)]
    assert len(set(made)) == 20
    assert made == [voice_of(f"voice_{at}") for at in range(20)]
    assert all(90 <= voice.pitch <= 230 for voice in made)
    assert voice_of("Nova") == VOICES["nova"]
