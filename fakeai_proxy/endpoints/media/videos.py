"""Videos, of which only what is told about them is looked at.

https://host/video.mp4?width=512&height=288&duration=5.0&fps=4
https://host/512x288_5.0s_4.0fps/video.mp4
data:video/mp4;meta=512x288:5.0s@4fps;base64,...
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from zlib import crc32

from fakeai_proxy.endpoints.support import is_hosted
from fakeai_proxy.tokens import Medium
from fakeai_proxy.tokens.media import video_tokens

from .data_url import MARK, opened
from .place import Part, Place

EXPECTED = "a base64-encoded data URL with a video MIME type"
NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"
TOLD = re.compile(rf"(\d{{1,6}})x(\d{{1,6}})[_:]{NUMBER}s[_@]{NUMBER}fps")
NAMES = ("width", "height", "duration", "fps")
SIZES = ((512, 288), (640, 360), (854, 480), (1280, 720), (1920, 1080))
UNTOLD_FPS = 1.0
"""Frames looked at in each second of a video that says nothing of it."""


class Film(NamedTuple):
    width: int
    height: int
    seconds: float
    fps: float


LEAST, MOST = Film(1, 1, 1, 1), Film(1920, 1920, 60, 30)


def read(part: Any, place: Place) -> list[Part]:
    """What the video costs, frame by frame."""
    if is_hosted(place.model):
        why = "Supported values are: 'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'."
        raise place.wrong(why, "type")
    video = part["video_url"]
    url = video["url"]
    if url.startswith(MARK):
        opened(url, place, EXPECTED, "video_url", "url")
    mark = crc32(url.encode("utf-8", "surrogatepass"))
    film = told(url, place) or untold(mark)
    tokens = video_tokens(film.width, film.height, frames_of(film, place), video.get("detail") or "auto")
    return [{"medium": Medium("video", mark, tokens)}]


def frames_of(film: Film, place: Place) -> int:
    """Frames that the model looks at: all of them, or as many as the request samples."""
    asked = place.sampling.get("num_frames")
    all_of_them = max(round(film.seconds * film.fps), 1)
    return min(asked, all_of_them) if isinstance(asked, int) and asked > 0 else all_of_them


def told(url: str, place: Place) -> Film | None:
    """What `url` says of it; None: nothing. Raises ApiError 400 for what is out of bounds."""
    head = url.partition(",")[0] if url.startswith(MARK) else url
    query = dict(parse_qsl(head.partition("?")[2]))
    found = TOLD.search(head)
    values = found.groups() if found else tuple(query.get(name, "") for name in NAMES)
    if not all(re.fullmatch(NUMBER, value) for value in values):
        return None
    film = Film(int(float(values[0])), int(float(values[1])), float(values[2]), float(values[3]))
    for name, value, least, most in zip(NAMES, film, LEAST, MOST, strict=True):
        if not least <= value <= most:
            why = f"Expected a video with a {name} of {least} to {most}, but got {value:g} instead."
            raise place.wrong(why, "video_url", "url")
    return film


def untold(mark: int) -> Film:
    """A video that says nothing of itself: always the same, whoever looks at it."""
    width, height = SIZES[mark % len(SIZES)]
    return Film(width, height, 1 + mark // len(SIZES) % 60, UNTOLD_FPS)
