"""Good: has the model go on from what came before the connection broke."""

from chat import PROMPT, ask, user

reply = ask()
if not reply.finish:
    ask(user(PROMPT), reply.turn, step="/next")
