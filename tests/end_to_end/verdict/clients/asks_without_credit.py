"""Bad: does not look at what kind of 429 it is."""

from time import sleep

from chat import ask

for _ in range(3):
    if ask().ok:
        break
    sleep(0.3)
