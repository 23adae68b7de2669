"""Bad: again, again, again."""

from chat import ask

while not ask().ok:
    pass
