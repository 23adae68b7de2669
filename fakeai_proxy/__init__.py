"""A mitmproxy addon that synthesizes, records, replays and disturbs LLM API traffic."""

__version__ = "0.1.0"
