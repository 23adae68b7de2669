"""The Realtime API: a conversation of text and sound over one WebSocket.

    message of the client ─► session ─► handlers ─► state, events ─┐
                                                                   ├─► dialect ─► message to the client
    agenda (responses, transcriptions, timeouts), when it is due ──┘

Nothing here waits, sleeps or knows a socket: `Session.open` is an iterator of messages and waits, and a
message of the client cuts the wait short that is under way.
"""
