"""The pytest plugin: each test behind the proxy, with a cassette, a cursor and counts of its own.

marks, fixtures, flags ─► Wish ─► Play, a simulator of the test's own ◄─ requests ─ Stage ◄─ proxy in a thread
Play ─ calls ─► Tally ─ reports, also of workers ─► Ledger ─► summary; shards ─► texts of the cassettes

Loading it imports nothing but pytest; the rest waits for the first test that asks for it.
"""
