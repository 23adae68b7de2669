"""`/responses`: conversations whose past the server keeps.

items ─► as a chat ─► choice (as `/chat/completions` makes it) ─► items ─► events, or the whole response
"""
