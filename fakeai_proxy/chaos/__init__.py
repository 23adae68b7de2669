"""Experiments: which faults meet which requests, when, how often, and what the client made of it."""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

if TYPE_CHECKING:
    from .injector import Chaos
    from .settings import ChaosSettings

__getattr__ = exports(__name__, {"Chaos": "injector", "ChaosSettings": "settings"})

__all__ = ["Chaos", "ChaosSettings"]
