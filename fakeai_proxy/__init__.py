"""A mitmproxy addon that synthesizes, records and replays LLM API traffic."""

__version__ = "0.1.0"
