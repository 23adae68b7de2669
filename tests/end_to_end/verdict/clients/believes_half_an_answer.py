"""Bad: the stream ended, so the answer must be whole."""

from chat import PROMPT, ask, user

half = ask()
ask(user(PROMPT), half.turn, user("And then?"), step="/next")
