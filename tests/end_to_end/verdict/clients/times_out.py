"""Good: does not wait for a stream that stands still, and asks again."""

from time import sleep

from chat import ask

while not ask(timeout=1.5).ok:
    sleep(0.12)
