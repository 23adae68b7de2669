"""Tells what was drawn at random from what was written: keys from words, names, numbers and samples."""

from __future__ import annotations

import re
from operator import ne

LEAST = 16
"""Characters; nothing shorter can be told from an identifier."""
SEPARATORS = b"-_.~"
"""Of words; `gpt-4o-mini-2024-07-18` changes from letters to digits seldom."""
CLASSES = bytes(
    48 if 97 <= byte <= 122 else 49 if 65 <= byte <= 90 else 50 if 48 <= byte <= 57 else 51
    for byte in range(256)
)
"""0 lower case, 1 upper case, 2 a digit, 3 anything else."""
DISTINCT = 9
"""Different characters: what has fewer holds less than about three bits in each."""
UUID = re.compile(rb"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
SAMPLE = re.compile(
    rb"(?is)[x*._#\s-]+|<.*>|\[.*\]|\(.*\)|\$.*|%\w+%?|\{\{.*|[a-z ]*\bstr(?:ing)?|bool(?:ean)?|number"
    rb"|integer|object|array|null|none|undefined|optional|required|enabled|disabled|password|passwd|secret"
    rb"|token|api[-_ ]?key|(?:change|replace)[-_ ]?me|redacted|example|placeholder|bearer|authorization"
    rb"|(?:your|my|the|some|insert|enter|put|add|a|an)[-_ ].*|[a-z_-]*(?:your|dummy|fake|example)[-_].*"
    rb"|(?:process\.)?env[.:\[].*|os\.(?:environ|getenv).*|secrets?[.:].*|config[.\[].*|settings\..*|self\..*"
)
"""What stands in documentation where a secret would be."""
SENTENCE = re.compile(rb"(?:[A-Za-z,.'()-]+\s+){4}")


def sample(value: bytes) -> bool:
    """Whether `value` says what belongs there rather than being it."""
    return SAMPLE.fullmatch(value) is not None or SENTENCE.match(value) is not None


def random_looking(value: bytes, least: int = LEAST) -> bool:
    """Whether `value` was drawn rather than written. A UUID mostly names something and opens nothing."""
    if len(value) < least or UUID.search(value) or sample(value):
        return False
    drawn = value.translate(None, SEPARATORS)
    classes = drawn.translate(CLASSES)
    digits = classes.count(b"2")
    if digits < 2 or digits == len(drawn):
        return False
    return sum(map(ne, classes, classes[1:])) >= 0.25 * len(drawn) and len(set(drawn)) >= DISTINCT
