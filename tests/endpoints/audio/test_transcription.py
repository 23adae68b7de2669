"""`POST /audio/transcriptions` and `/translations`, by the SDK."""

from base64 import b64decode, b64encode
from typing import Any, get_args

import numpy as np
import pytest

from fakeai_proxy.synth.speech import Format, encode, speak
from tests.endpoints.asking import error, services, steps
from tests.endpoints.forms import send
from tests.endpoints.sdk import Client
from tests.playbook import body

from .recordings import SPEECH, TEXT, WAV, data_url, foreign

NEWER = "gpt-4o-transcribe"
CLIENT = Client(services())


def written(**fields: Any) -> Any:
    asked = {"file": ("a.wav", WAV), "model": "whisper-1", **fields}
    return CLIENT(lambda api: api.audio.transcriptions.create(**asked))


def translated(**fields: Any) -> Any:
    asked = {"file": ("a.wav", WAV), "model": "whisper-1", **fields}
    return CLIENT(lambda api: api.audio.translations.create(**asked))


@pytest.mark.parametrize("format", get_args(Format))
def test_a_speech_of_ours_is_transcribed_exactly_whatever_its_format(format: Format) -> None:
    said = "I'd like 3 coffees, please; 2 with milk…\nNaïve? 你好!"
    made = CLIENT.one(
        lambda api: api.audio.speech.create(
            model="gpt-4o-mini-tts", input=said, voice="fable", response_format=format
        )
    )
    sent = b64decode(b64encode(made.content))
    assert (
        CLIENT.one(
            lambda api: api.audio.transcriptions.create(model="gpt-4o-transcribe", file=(f"a.{format}", sent))
        ).text
        == said
    )


def test_json_tells_what_is_charged() -> None:
    assert written().usage.seconds == 7
    newer = written(model="gpt-4o-transcribe", prompt="A fable.", include=["logprobs"])
    assert newer.text == TEXT
    assert newer.usage.input_token_details.audio_tokens == -(-len(SPEECH) * 10 // 24_000)
    assert newer.usage.input_token_details.text_tokens == 4
    assert "".join(one.token for one in newer.logprobs) == TEXT
    detecting = written(model="gpt-transcribe", keywords=["fox"], languages=["en", "de"])
    assert [one.code for one in detecting.languages] == ["en"]


def test_a_verbose_answer_has_the_times_that_were_asked_for() -> None:
    plain = written(response_format="verbose_json", language="en", temperature=0.2)
    assert (plain.language, plain.text, plain.words) == ("english", TEXT, None)
    assert "".join(segment.text for segment in plain.segments) == f" {TEXT}"
    assert [segment.temperature for segment in plain.segments] == [0.2] * 3
    assert plain.duration == pytest.approx(len(SPEECH) / 24_000, abs=0.01)
    timed = written(response_format="verbose_json", timestamp_granularities=["word"])
    assert timed.segments is None
    assert [word.word for word in timed.words] == TEXT.replace(".", "").replace("?", "").split()
    assert (
        len(written(response_format="verbose_json", timestamp_granularities=["word", "segment"]).segments)
        == 3
    )


def test_texts_and_subtitles() -> None:
    assert written(response_format="text") == f"{TEXT}\n"
    assert written(response_format="srt").startswith("1\n00:00:00,")
    assert written(response_format="vtt").startswith("WEBVTT\n\n00:00:00.")


def test_speakers_are_told_apart_and_known_ones_named() -> None:
    two = encode(np.concatenate([speak("Hello, who is there?", "onyx"), speak("It is me.", "nova")]), "wav")
    voice = encode(speak("This is my voice, and mine alone.", "nova"), "wav")
    told = written(
        file=("a.wav", two),
        model="gpt-4o-transcribe-diarize",
        response_format="diarized_json",
        known_speaker_names=["Eve"],
        known_speaker_references=[data_url(voice)],
        chunking_strategy={"type": "server_vad", "silence_duration_ms": 200},
    )
    assert [(one.speaker, one.text) for one in told.segments] == [
        ("A", "Hello, who is there?"),
        ("Eve", "It is me."),
    ]
    assert told.text == "Hello, who is there? It is me."


def test_a_foreign_recording_gets_words_where_somebody_speaks_and_always_the_same() -> None:
    told = written(file=("a.wav", foreign(8.0)), response_format="verbose_json")
    spans = {(1.0, 3.0), (4.0, 6.0), (7.0, 8.0)}
    assert {(one.start, one.end) for one in told.segments} >= {(7.0, 8.0)}
    for one in told.segments:
        assert any(start <= one.start <= one.end <= end for start, end in spans)
    assert 6 <= len(told.text.split()) <= 18
    assert written(file=("b.wav", foreign(8.0))).text == told.text
    assert written(file=("a.wav", foreign(9.0))).text != told.text


def test_silence_says_nothing() -> None:
    silence = encode(np.zeros(48_000, np.int16), "wav")
    told = written(file=("a.wav", silence), response_format="verbose_json")
    assert (told.text, told.segments, told.duration) == ("", [], 2.0)
    assert written(file=("a.wav", silence), model="gpt-4o-transcribe").text == ""


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")  # so the newer SDK calls translations
def test_a_translation_is_english() -> None:
    assert translated().text == TEXT
    russian = encode(speak("Привет, мир. Как дела?"), "wav")
    told = translated(file=("a.wav", russian), response_format="verbose_json")
    assert told.language == "english"
    assert told.text.isascii()
    assert translated(file=("a.wav", russian), response_format="srt").startswith("1\n")
    assert written(file=("a.wav", russian), response_format="verbose_json").language == "russian"


def test_models_of_others_write_in_every_format() -> None:
    fields = {"model": "nvidia/canary", "file": ("a.wav", WAV), "response_format": "diarized_json"}
    assert TEXT.encode() in body(steps(send("/audio/transcriptions", services(), **fields)))


@pytest.mark.parametrize(
    ("change", "status", "param", "code"),
    [
        ({"file": ("a.wav", b"RIFF no sound")}, 400, None, None),
        ({"file": ("a.wav", b"")}, 400, None, None),
        ({"file": ("a.txt", WAV)}, 400, None, None),
        ({"file": ("a.pcm", b"\1\2" * 9000)}, 400, None, None),
        ({"file": ("a.wav", encode(SPEECH[:2000], "wav"))}, 400, "file", "audio_too_short"),
        ({"file": ("a.mp3", b"\xff\xfb" * 99), "model": NEWER}, 400, "file", "invalid_value"),
        ({"model": "gpt-4o"}, 404, "model", None),
        (
            {"model": "gpt-4o-transcribe", "response_format": "srt"},
            400,
            "response_format",
            "unsupported_value",
        ),
        ({"response_format": "diarized_json"}, 400, "response_format", "unsupported_value"),
        ({"response_format": "xml"}, 400, "response_format", "invalid_value"),
        ({"include[]": "logprobs"}, 400, "include", "unsupported_value"),
        ({"include[]": "all"}, 400, "include[0]", "invalid_value"),
        ({"timestamp_granularities[]": "word"}, 400, "timestamp_granularities", "invalid_value"),
        ({"timestamp_granularities[]": "line"}, 400, "timestamp_granularities[0]", "invalid_value"),
        ({"language": "xx"}, 400, "language", "invalid_language_format"),
        ({"languages[]": "klingon"}, 400, "languages", "invalid_language_format"),
        ({"temperature": "1.5"}, 400, "temperature", "decimal_above_max_value"),
        ({"temperature": "hot"}, 400, "temperature", "invalid_type"),
        ({"stream": "perhaps"}, 400, "stream", "invalid_type"),
        ({"chunking_strategy": '{"type": "server_vad", "threshold": 2}'}, 400, "chunking_strategy", None),
        ({"chunking_strategy": "{"}, 400, "chunking_strategy", None),
        ({"known_speaker_names[]": "Eve"}, 400, "known_speaker_references", "invalid_value"),
        ({"pitch": "1"}, 400, "pitch", "unknown_parameter"),
    ],
)
def test_what_cannot_be_transcribed_is_refused(
    change: dict[str, Any], status: int, param: str | None, code: str | None
) -> None:
    fields = {"model": "whisper-1", "file": ("a.wav", WAV), **change}
    refusal = error(send("/audio/transcriptions", services(), **fields), status)
    if param == "chunking_strategy":
        assert refusal["param"].startswith(param)
    else:
        assert (refusal["param"], refusal["code"]) == (param, code)


def test_what_cannot_be_translated_is_refused() -> None:
    for change, param in (
        ({"model": "gpt-4o-transcribe"}, "model"),
        ({"response_format": "diarized_json"}, "response_format"),
        ({"language": "de"}, "language"),
    ):
        fields = {"model": "whisper-1", "file": ("a.wav", WAV), **change}
        assert error(send("/audio/translations", services(), **fields))["param"] == param


def test_a_form_is_needed_and_its_parts_are_named() -> None:
    assert error(send("/audio/transcriptions", services(), model="whisper-1"))["param"] == "file"
    assert "model" in error(send("/audio/transcriptions", services(), file=("a.wav", WAV)))["message"]
    told = error(send("/audio/transcriptions", services(), model="whisper-1", file="a.wav"))
    assert (told["param"], told["code"]) == ("file", "invalid_type")


def test_telemetry_knows_seconds_and_tokens() -> None:
    to = services()
    for model in ("whisper-1", "gpt-4o-mini-transcribe"):
        body(steps(send("/audio/transcriptions", to, model=model, file=("a.wav", WAV))))
    older, newer = to.telemetry.rows()
    assert older["audio_seconds"] == newer["audio_seconds"] == len(SPEECH) / 24_000
    assert (older["prompt_tokens"], older["completion_tokens"]) == (0, 0)
    assert newer["input_audio_tokens"] == newer["prompt_tokens"] == 61
    assert newer["completion_tokens"] == 16
