"""Prices of what is not counted in tokens, as https://platform.openai.com/docs/pricing tells them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHARACTER: Mapping[str, float] = MappingProxyType({"tts-1": 15e-6, "tts-1-hd": 30e-6})
"""US dollars for a character that is spoken."""
SECOND: Mapping[str, float] = MappingProxyType({"whisper-1": 0.006 / 60})
"""US dollars for a second that is transcribed."""
IMAGE: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("dall-e-2", "256x256"): 0.016,
        ("dall-e-2", "512x512"): 0.018,
        ("dall-e-2", "1024x1024"): 0.02,
        ("dall-e-3", "1024x1024"): 0.04,
        ("dall-e-3", "1024x1792"): 0.08,
        ("dall-e-3", "1792x1024"): 0.08,
    }
)
"""US dollars for an image of this model and size, of standard quality."""
WEB_SEARCH, FILE_SEARCH, CODE_SESSION = 0.01, 0.0025, 0.03
"""US dollars for a call of a tool that is run here."""
