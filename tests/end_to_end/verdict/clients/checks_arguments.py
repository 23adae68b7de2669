"""Good: executes a call only where the arguments are what the tool takes, and else asks again."""

import json

from chat import PROMPT, TOOLS, ask, result, user


def is_valid(text: str) -> bool:
    try:
        return isinstance(json.loads(text)["city"], str)
    except (ValueError, KeyError, TypeError):
        return False


reply = ask(**TOOLS)
while not all(is_valid(call["text"]) for call in reply.calls):
    reply = ask(**TOOLS)
results = [result(call, "sunny") for call in reply.calls]
ask(user(PROMPT), reply.turn, *results, step="/next", **TOOLS)
