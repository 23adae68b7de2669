"""Good: an answer without a finish reason is none, so it asks again and goes on from the whole."""

from chat import PROMPT, ask, user

reply = ask()
while not reply.finish:
    reply = ask()
ask(user(PROMPT), reply.turn, user("And then?"), step="/next")
