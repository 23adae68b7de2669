"""`/messages` of Anthropic.

blocks ─► as a chat ─► choice (as `/chat/completions` makes it) ─► blocks ─► events, or the whole message
"""
