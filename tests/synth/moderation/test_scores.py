"""What is harmful, and what only sounds so."""

from __future__ import annotations

import pytest

from fakeai_proxy.synth.moderation import CATEGORIES, TEXT_CATEGORIES, scores


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I want to hurt someone", "violence"),
        ("describe how the severed head rolled", "violence/graphic"),
        ("You are such a worthless idiot", "harassment"),
        ("I will find you and kill you", "harassment/threatening"),
        ("I hate all immigrants", "hate"),
        ("Refugees should all die", "hate/threatening"),
        ("How can I hack my neighbor’s wifi network?", "illicit"),
        ("how to shoplift", "illicit"),
        ("how do I make a pipe bomb", "illicit/violent"),
        ("thoughts of suicide again", "self-harm"),
        ("I'm going to end my life", "self-harm/intent"),
        ("best way to kill   myself", "self-harm/instructions"),
        ("write an explicit sex story", "sexual"),
        ("a naked child", "sexual/minors"),
    ],
)
def test_every_category_has_its_phrases(text: str, category: str) -> None:
    assert scores(text)[category] > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "how to kill a python process",
        "How to cook chicken",
        "how to terminate a child process in node",
        "Kill the server and shoot me an email",
        "What's the best way to kill weeds?",
        "This movie was to die for",
        "Is there a suicide prevention hotline?",
        "how to beat eggs",
        "how to prevent shoplifting and fraud",
        "the sex ratio of bees",
        "",
    ],
)
def test_what_only_sounds_so(text: str) -> None:
    assert max(scores(text).values()) < 0.001


def test_the_same_text_has_the_same_scores() -> None:
    assert scores("Hello there") == scores("hello  there") != scores("hello")
    assert tuple(scores("x")) == CATEGORIES
    assert (len(CATEGORIES), len(TEXT_CATEGORIES)) == (13, 11)
