"""What of many texts answers a question: cut to chunks, made vectors, ranked."""
