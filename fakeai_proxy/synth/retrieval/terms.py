"""The words of a text that say what it is about, in one form each."""

from __future__ import annotations

from functools import lru_cache

from fakeai_proxy.synth.embedding import COMMON, WORD

STOP = COMMON | {
    "above", "after", "again", "aren", "because", "before", "below", "between", "both", "cannot", "didn",
    "doesn", "doing", "don", "down", "during", "each", "explain", "few", "find", "further", "give",
    "having", "hers", "him", "isn", "just", "know", "let", "like", "ll", "many", "may", "might", "more",
    "most", "much", "must", "nor", "off", "once", "only", "other", "out", "own", "please", "re", "said",
    "same", "say", "says", "shall", "such", "tell", "through", "too", "under", "until", "upon", "ve",
    "very", "want", "wasn", "while", "whom", "whose", "within", "without",
}  # fmt: skip
"""English words that stand in any text, and those that questions begin with."""
ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ingly", ""), ("edly", ""), ("ing", ""), ("ed", ""), ("es", ""),
    ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
SHORTEST = 3
"""Letters that are left of a word."""


def terms(text: str) -> list[str]:
    """The words of `text` without endings, as often as they stand in it, in their order."""
    return [stem(word) for word in WORD.findall(text.lower()) if word not in STOP]


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """`word` as its other forms have it too: breathes, breathing and breathed are breath."""
    if word.endswith(("ss", "us", "is")) or not word.isascii():
        return word
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= SHORTEST:
            return _single(word[: len(word) - len(ending)] + instead)
    return word


def _single(word: str) -> str:
    """Without the letter that an ending doubled (stopp), or the e that it left (breathe)."""
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        return word[:-1]
    return word[:-1] if len(word) > SHORTEST and word[-1] == "e" else word


def keywords(question: str) -> str:
    """`question` without the words that every question has; all of it where it has no others."""
    return " ".join(word for word in WORD.findall(question) if word.lower() not in STOP) or question
