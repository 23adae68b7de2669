"""`/rag/api/prompt`.

question ─► documents, of vector stores or made up ─► as a chat with them before it ─► answer
"""
