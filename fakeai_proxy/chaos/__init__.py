"""Experiments: which faults meet which requests, when, how often, and what the client made of it."""

from __future__ import annotations

from .injector import Chaos
from .settings import ChaosSettings

__all__ = ["Chaos", "ChaosSettings"]
