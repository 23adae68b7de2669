"""The table of routes: every operation that is answered, and by whom."""

from __future__ import annotations

from .route import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/models", None, "models.list_models"),
    Route("GET", "/models/{model:path}/capabilities", None, "models.capabilities"),
    Route("GET", "/models/{model:path}", None, "models.retrieve_model"),
    Route("POST", "/chat/completions", "chat.ChatRequest", "chat.chat"),
    Route("POST", "/completions", "completions.CompletionRequest", "completions.complete"),
    Route("POST", "/embeddings", "embeddings.EmbeddingRequest", "embeddings.embeddings"),
    Route("POST", "/moderations", "moderations.ModerationRequest", "moderations.moderations"),
    Route("GET", "/files", None, "files.list_files"),
    Route("POST", "/files", "files.FileRequest", "files.create"),
    Route("GET", "/files/{file_id}", None, "files.retrieve"),
    Route("DELETE", "/files/{file_id}", None, "files.delete"),
    Route("GET", "/files/{file_id}/content", None, "files.content"),
    Route("POST", "/uploads", "files.UploadRequest", "uploads.create"),
    Route("POST", "/uploads/{upload_id}/parts", "files.PartRequest", "uploads.add_part"),
    Route("POST", "/uploads/{upload_id}/complete", "files.CompleteRequest", "uploads.complete"),
    Route("POST", "/uploads/{upload_id}/cancel", None, "uploads.cancel"),
    Route("GET", "/batches", None, "batches.operations.list_batches"),
    Route("POST", "/batches", "batches.BatchRequest", "batches.operations.create"),
    Route("GET", "/batches/{batch_id}", None, "batches.operations.retrieve"),
    Route("POST", "/batches/{batch_id}/cancel", None, "batches.operations.cancel"),
    Route("POST", "/responses", "responses.ResponseRequest", "responses.create.create"),
    Route("POST", "/responses/input_tokens", "responses.CountRequest", "responses.counting.input_tokens"),
    Route("POST", "/responses/compact", "responses.CompactRequest", "responses.counting.compact"),
    Route("GET", "/responses/{response_id}", None, "responses.operations.retrieve"),
    Route("DELETE", "/responses/{response_id}", None, "responses.operations.delete"),
    Route("POST", "/responses/{response_id}/cancel", None, "responses.operations.cancel"),
    Route("GET", "/responses/{response_id}/input_items", None, "responses.operations.input_items"),
    Route("POST", "/conversations", "conversations.ConversationRequest", "conversations.operations.create"),
    Route("GET", "/conversations/{conversation_id}", None, "conversations.operations.retrieve"),
    Route(
        "POST",
        "/conversations/{conversation_id}",
        "conversations.UpdateRequest",
        "conversations.operations.update",
    ),
    Route("DELETE", "/conversations/{conversation_id}", None, "conversations.operations.delete"),
    Route("GET", "/conversations/{conversation_id}/items", None, "conversations.items.list_items"),
    Route(
        "POST",
        "/conversations/{conversation_id}/items",
        "conversations.ItemsRequest",
        "conversations.items.create",
    ),
    Route("GET", "/conversations/{conversation_id}/items/{item_id}", None, "conversations.items.retrieve"),
    Route("DELETE", "/conversations/{conversation_id}/items/{item_id}", None, "conversations.items.delete"),
)
