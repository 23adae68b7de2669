"""Good: comes back when Retry-After says."""

from time import sleep

from chat import ask

while not (reply := ask()).ok:
    sleep(reply.retry_after)
