"""The gateway in front of the simulator: who may ask, how much, and what.

request ─► banned? ─► API key ─► prompt ─► quota ─► limits of key and model ─► handler ─► usage counted
"""

from .settings import AuthSettings, RateLimitSettings, SecuritySettings

__all__ = ["AuthSettings", "RateLimitSettings", "SecuritySettings"]
