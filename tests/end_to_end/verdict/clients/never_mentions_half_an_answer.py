"""Shows the half to its user, perhaps: nothing of that is on the wire."""

from chat import ask

ask()
