"""Bad: one failure that would have passed, and that was it."""

from chat import ask

ask()
