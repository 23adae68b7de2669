"""What differs between two replies to one request, two recordings, two cassettes.

Answered, Answered ─ compare ─► Differences       Tape, Tape ─ pairs by key ─► added, removed, changed
"""
