"""Bad: pauses, but does not know when it is enough."""

from time import sleep

from chat import ask

while not ask().ok:
    sleep(0.3)
