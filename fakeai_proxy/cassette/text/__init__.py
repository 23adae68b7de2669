"""A cassette as text that people review: one fact a line, and what changes with every recording apart.

Tape ─ recording by recording ─► lines       lines ─► Recording ─► rows
"""
