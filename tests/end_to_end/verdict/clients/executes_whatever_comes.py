"""Bad: hands over arguments that nobody looked at."""

from chat import PROMPT, TOOLS, ask, result, user

reply = ask(**TOOLS)
results = [result(call, "sunny") for call in reply.calls]
ask(user(PROMPT), reply.turn, *results, step="/next", **TOOLS)
