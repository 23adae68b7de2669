"""The table of sounds."""

from fakeai_proxy.synth.speech.sounds import CONSONANTS, SILENCE, SOUNDS, STOPS, VOWELS


def test_every_sound_is_a_vowel_a_consonant_or_silence() -> None:
    assert {*VOWELS, *CONSONANTS, SILENCE} == set(SOUNDS)
    assert set(CONSONANTS) > STOPS


def test_what_is_loud_has_something_to_be_heard() -> None:
    for name, sound in SOUNDS.items():
        assert bool(sound.formants) == bool(sound.voice), name
        assert (sound.band[0] < sound.band[1]) == bool(sound.noise), name
