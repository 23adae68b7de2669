"""What Azure OpenAI does otherwise than OpenAI: versions of its API, verdicts of its content filter."""
