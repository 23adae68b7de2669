"""What was asked, word for word."""

from __future__ import annotations

from fakeai_proxy.synth.brief import Brief, Writer

from .settings import TextSettings


def writer(settings: TextSettings, model: str) -> Writer:
    """Says again what the user said last, all of it."""
    return written


def written(brief: Brief) -> list[str]:
    """What was asked."""
    return [*brief.words.pieces(brief.asked)]
