"""Bad: takes every error for one that passes."""

from time import sleep

from chat import ask

for _ in range(3):
    if ask().ok:
        break
    sleep(0.3)
