"""`/assistants` and `/threads`: runs read a thread, call tools, and write messages into it.

thread, run ─► as a chat ─► choice, as `/chat/completions` makes it ─► a turn ─► events, or time
A run is as many turns as it takes: each ends with an answer, or waits for what its tools give back.
"""
