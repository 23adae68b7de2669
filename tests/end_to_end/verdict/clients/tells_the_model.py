"""Good: a call that is wrong goes back to the model as an error."""

import json

from chat import PROMPT, TOOLS, ask, result, user

reply = ask(**TOOLS)
results = []
for call in reply.calls:
    try:
        json.loads(call["text"])
        results.append(result(call, "sunny"))
    except ValueError as why:
        results.append(result(call, f"error: {why}"))
ask(user(PROMPT), reply.turn, *results, step="/next", **TOOLS)
