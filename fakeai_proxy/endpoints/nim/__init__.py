"""What NVIDIA's NIM and vLLM answer beyond OpenAI's API, and rankings as others have them."""
