"""Good: does not repeat what is wrong."""

from chat import ask

ask()
