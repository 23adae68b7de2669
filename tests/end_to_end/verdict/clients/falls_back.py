"""Good: has another model for when one is down."""

from chat import ask

if not ask().ok:
    ask(model="gpt-4o-mini")
