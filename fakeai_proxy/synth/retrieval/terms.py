"""The words of a text that say what it is about, in one form each."""

from __future__ import annotations

from fakeai_proxy.synth.embedding import WORD

STOP = frozenset(
    (
        "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "are", "aren",
        "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by",
        "can", "cannot", "could", "did", "didn", "do", "does", "doesn", "doing", "don", "down", "during",
        "each", "explain", "few", "find", "for", "from", "further", "give", "had", "has", "have", "having",
        "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "isn", "it",
        "its", "just", "know", "let", "like", "ll", "many", "may", "me", "might", "more", "most", "much",
        "must", "my", "no", "nor", "not", "of", "off", "on", "once", "only", "or", "other", "our", "out",
        "over", "own", "please", "re", "said", "same", "say", "says", "shall", "she", "should", "so",
        "some", "such", "tell", "than", "that", "the", "their", "them", "then", "there", "these", "they",
        "this", "those", "through", "to", "too", "under", "until", "up", "upon", "us", "ve", "very",
        "want", "was", "wasn", "we", "were", "what", "when", "where", "which", "while", "who", "whom",
        "whose", "why", "will", "with", "within", "without", "would", "you", "your",
    )
)  # fmt: skip
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
