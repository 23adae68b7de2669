"""Prose: sentences about nothing."""

from __future__ import annotations

from fakeai_proxy.synth.brief import Writer
from fakeai_proxy.synth.prose import written

from .settings import TextSettings


def writer(settings: TextSettings, model: str) -> Writer:
    """What writes where nothing else is chosen."""
    return written
