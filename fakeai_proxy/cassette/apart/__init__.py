"""Writing in a process of its own, so that the event loop shares its interpreter with nobody.

loop ─ submit ─► Outgoing ─ thread ─► pipe ─► child ─► Writing ─► SQLite
                                      ◄─ what was lost, what is to be logged ─┘

What stands in the pipe is as it was on the wire; it is redacted before anything is written.
"""
