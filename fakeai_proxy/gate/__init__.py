"""The gateway in front of the simulator: who may ask, how much, and what.

request ─► API key ─► quota ─► limits of the key and model ─► handler ─► corrected by usage
"""

from .settings import AuthSettings, RateLimitSettings

__all__ = ["AuthSettings", "RateLimitSettings"]
