"""What is taken out of recordings before they are written: what it looks like, what takes its place.

Request, reply ─ Rules.spans ─► Span ─ Redactor ─► «secret:kind:1» ─ Numbers ─► the same in the whole cassette
"""
