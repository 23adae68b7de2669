"""Subtitles."""

from fakeai_proxy.endpoints.audio.subtitles import srt, time, vtt
from fakeai_proxy.synth.speech.transcript import Segment

SEGMENTS = [Segment("One.", 0.0, 1.5), Segment(" Two.", 3661.999, 3662.0)]


def test_subrip_is_numbered_and_has_commas() -> None:
    assert srt(SEGMENTS) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne.\n\n2\n01:01:01,999 --> 01:01:02,000\nTwo.\n\n"
    )


def test_webvtt_has_a_head_and_points() -> None:
    assert vtt(SEGMENTS[:1]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOne.\n\n"
    assert (srt([]), vtt([])) == ("", "WEBVTT\n\n")


def test_a_time_is_rounded_as_a_whole() -> None:
    assert time(59.9996, ",") == "00:01:00,000"
