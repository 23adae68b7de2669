"""Languages: their codes, their names, and how to tell them by their letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fakeai_proxy.core.errors import ApiError, nearest

LANGUAGES: Mapping[str, str] = {
    "af": "afrikaans", "ar": "arabic", "hy": "armenian", "az": "azerbaijani", "be": "belarusian",
    "bs": "bosnian", "bg": "bulgarian", "ca": "catalan", "zh": "chinese", "hr": "croatian", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "et": "estonian", "fi": "finnish", "fr": "french",
    "gl": "galician", "de": "german", "el": "greek", "he": "hebrew", "hi": "hindi", "hu": "hungarian",
    "is": "icelandic", "id": "indonesian", "it": "italian", "ja": "japanese", "kn": "kannada", "kk": "kazakh",
    "ko": "korean", "lv": "latvian", "lt": "lithuanian", "mk": "macedonian", "ms": "malay", "mr": "marathi",
    "mi": "maori", "ne": "nepali", "no": "norwegian", "fa": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sk": "slovak", "sl": "slovenian", "es": "spanish",
    "sw": "swahili", "sv": "swedish", "tl": "tagalog", "ta": "tamil", "th": "thai", "tr": "turkish",
    "uk": "ukrainian", "ur": "urdu", "vi": "vietnamese", "cy": "welsh",
}  # fmt: skip
"""ISO 639-1: what OpenAI says its models transcribe."""
SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str:
    """The code of the language that most letters of `text` speak for: English, for Latin ones."""
    half = len(LETTER.findall(text)) / 2
    return next((code for code, letters in SCRIPTS if half and len(letters.findall(text)) >= half), "en")


def code_of(language: str | None, param: str = "language") -> str | None:
    """The code of a language that is named by it, or by its name. Raises ApiError 400."""
    if not language:
        return None
    known = language.lower()
    if known in LANGUAGES:
        return known
    for code, name in LANGUAGES.items():
        if name == known:
            return code
    raise ApiError(
        400,
        f"Invalid language '{language[:50]}'. Language parameter must be specified in ISO-639-1 format"
        f"{nearest(known[:50], LANGUAGES)}.",
        param=param,
        code="invalid_language_format",
    )
