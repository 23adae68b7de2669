"""Parts of a message that are no text: each is read for what it costs, and for the text that is in it.

part ─► its reader, by type ─► texts, and media with as many tokens as they cost
"""
