"""Bad: comes back when it likes."""

from time import sleep

from chat import ask

while not ask().ok:
    sleep(0.15)
