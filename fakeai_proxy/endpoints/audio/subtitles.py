"""Segments as subtitles: SubRip and WebVTT (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Sequence

from fakeai_proxy.synth.speech.transcript import Segment


def srt(segments: Sequence[Segment]) -> str:
    """Numbered from 1; a comma before the milliseconds."""
    cues = (
        f"{number}\n{time(one.start, ',')} --> {time(one.end, ',')}\n{one.text.strip()}\n\n"
        for number, one in enumerate(segments, 1)
    )
    return "".join(cues)


def vtt(segments: Sequence[Segment]) -> str:
    cues = (f"{time(one.start, '.')} --> {time(one.end, '.')}\n{one.text.strip()}\n\n" for one in segments)
    return "WEBVTT\n\n" + "".join(cues)


def time(seconds: float, mark: str) -> str:
    """`01:02:03,450`."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
