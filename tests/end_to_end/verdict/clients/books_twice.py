"""Bad: its retry begins before the tool, not after it."""

from itertools import count
from time import sleep

from chat import PROMPT, TOOLS, ask, result, user

numbers = count(1)
reply = ask(**TOOLS)
while True:
    results = [result(call, f"booked, number {next(numbers)}") for call in reply.calls]
    if ask(user(PROMPT), reply.turn, *results, step="/next", **TOOLS).ok:
        break
    sleep(0.12)
