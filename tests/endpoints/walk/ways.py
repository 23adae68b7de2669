"""The ways through the SDK, one a group of resources: whatever of it is promised is called for real."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from tests.endpoints.asking import ask as post
from tests.endpoints.asking import told
from tests.endpoints.fine_tuning.trained import EXAMPLES
from tests.endpoints.images.pictures import mask, png

from .walk import Walk

KEY = (("authorization", "Bearer sk-nobody"),)
HI: Any = [{"role": "user", "content": "Tell me about Paris."}]
PLAIN: Any = {"include_obfuscation": False}
TOOL = {"type": "function", "function": {"name": "ring", "parameters": {"type": "object", "properties": {}}}}
LINE = (
    b'{"custom_id": "1", "method": "POST", "url": "/v1/embeddings",'
    b' "body": {"model": "text-embedding-3-small", "input": "Hi"}}\n'
)


class Place(BaseModel):
    name: str
    people: int


def models(ask: Walk) -> None:
    assert "gpt-4o" in {model.id for model in ask("models.list").data}
    job = ask("fine_tuning.jobs.create", model="gpt-4o-mini", training_file=trained(ask))
    ask.later(60)
    tuned = ask("fine_tuning.jobs.retrieve", job.id).fine_tuned_model
    assert ask("models.retrieve", tuned).id == tuned
    assert ask("models.delete", tuned).deleted


def trained(ask: Walk) -> str:
    id: str = ask("files.create", file=("train.jsonl", EXAMPLES), purpose="fine-tune").id
    return id


def chat(ask: Walk) -> None:
    given: dict[str, Any] = {"model": "gpt-4o", "messages": HI, "max_tokens": 5}
    kept = ask("chat.completions.create", **given, store=True, metadata={"a": "1"})
    chunks = ask("chat.completions.create", **given, stream=True, stream_options=PLAIN)
    assert chunks[-1].choices[0].finish_reason == "length"
    parsed = ask("chat.completions.parse", model="gpt-4o", messages=HI, response_format=Place)
    assert isinstance(parsed.choices[0].message.parsed, Place)
    assert ask("chat.completions.stream", **given)[-1].type == "content.done"
    assert kept.id in {one.id for one in ask("chat.completions.list").data}
    assert ask("chat.completions.retrieve", kept.id).id == kept.id
    assert ask("chat.completions.update", kept.id, metadata={"b": "2"}).metadata == {"b": "2"}
    assert ask("chat.completions.messages.list", kept.id).data[0].content == HI[0]["content"]
    assert ask("chat.completions.delete", kept.id).deleted


def text(ask: Walk) -> None:
    assert ask("completions.create", model="gpt-3.5-turbo-instruct", prompt="Once").choices[0].text
    assert len(ask("embeddings.create", model="text-embedding-3-small", input="Hi").data[0].embedding) == 1536
    assert not ask("moderations.create", input="Hi").results[0].flagged


def responses(ask: Walk) -> None:
    given: dict[str, Any] = {"model": "gpt-4o", "input": "Hi", "max_output_tokens": 16}
    made = ask("responses.create", **given)
    assert ask("responses.create", **given, stream=True, stream_options=PLAIN)[-1].response.usage
    assert ask("responses.stream", **given)[-1].response.usage
    assert isinstance(
        ask("responses.parse", model="gpt-4o", input="Hi", text_format=Place).output_parsed, Place
    )
    assert ask("responses.retrieve", made.id).id == made.id
    assert ask("responses.input_items.list", made.id).data[0].role == "user"
    assert ask("responses.input_tokens.count", model="gpt-4o", input="Hi").input_tokens
    assert ask("responses.compact", model="gpt-4o", input="Hi").output
    waiting = ask("responses.create", **given, background=True)
    assert ask("responses.cancel", waiting.id).status == "cancelled"
    ask("responses.delete", made.id)


def conversations(ask: Walk) -> None:
    message = {"type": "message", "role": "user", "content": "Hi"}
    made = ask("conversations.create", items=[message])
    assert ask("conversations.retrieve", made.id).id == made.id
    assert ask("conversations.update", made.id, metadata={"a": "1"}).metadata == {"a": "1"}
    added = ask("conversations.items.create", made.id, items=[message]).data[0]
    assert len(ask("conversations.items.list", made.id).data) == 2
    assert ask("conversations.items.retrieve", added.id, conversation_id=made.id).id == added.id
    ask("conversations.items.delete", added.id, conversation_id=made.id)
    assert ask("conversations.delete", made.id).deleted


def files(ask: Walk) -> None:
    made = ask("files.create", file=("a.txt", b"Hi"), purpose="user_data")
    assert ask("files.wait_for_processing", made.id).status == "processed"
    assert ask("files.retrieve", made.id).bytes == 2
    assert ask("files.list").data[0].id == made.id
    assert ask("files.content", made.id).content == b"Hi"
    assert ask("files.retrieve_content", made.id) == "Hi"
    assert ask("files.delete", made.id).deleted


def uploads(ask: Walk) -> None:
    given: dict[str, Any] = {
        "filename": "a.txt",
        "bytes": 2,
        "mime_type": "text/plain",
        "purpose": "user_data",
    }
    made = ask("uploads.create", **given)
    part = ask("uploads.parts.create", made.id, data=b"Hi")
    assert ask("uploads.complete", made.id, part_ids=[part.id]).file.bytes == 2
    assert ask("uploads.cancel", ask("uploads.create", **given).id).status == "cancelled"
    del given["filename"], given["bytes"]
    assert (
        ask("uploads.upload_file_chunked", file=b"Hello", filename="b.txt", bytes=5, **given).file.bytes == 5
    )


def batches(ask: Walk) -> None:
    file = ask("files.create", file=("lines.jsonl", LINE), purpose="batch").id
    given: dict[str, Any] = {"endpoint": "/v1/embeddings", "completion_window": "24h"}
    made = ask("batches.create", input_file_id=file, **given)
    ask.later(10)
    assert ask("batches.retrieve", made.id).status == "completed"
    assert ask("batches.list").data[0].id == made.id
    assert ask("batches.cancel", ask("batches.create", input_file_id=file, **given).id).status == "cancelling"


def images(ask: Walk) -> None:
    tiny: dict[str, Any] = {"model": "dall-e-2", "size": "256x256", "response_format": "b64_json"}
    assert ask("images.generate", prompt="A cat", **tiny).data[0].b64_json
    assert ask("images.edit", image=png(), mask=mask(), prompt="A dog", **tiny).data[0].b64_json
    assert ask("images.create_variation", image=png(), **tiny).data[0].b64_json
    events = ask("images.generate", model="gpt-image-1", prompt="A cat", stream=True, partial_images=1)
    assert [event.type for event in events] == [
        "image_generation.partial_image",
        "image_generation.completed",
    ]


def audio(ask: Walk) -> None:
    spoken = ask(
        "audio.speech.create", model="tts-1", voice="alloy", input="Good morning.", response_format="wav"
    ).content
    file = ("a.wav", spoken)
    assert ask("audio.transcriptions.create", model="whisper-1", file=file).text == "Good morning."
    given: dict[str, Any] = {"model": "gpt-4o-transcribe", "file": file}
    assert ask("audio.transcriptions.create", **given, stream=True)[-1].text == "Good morning."
    assert ask("audio.translations.create", model="whisper-1", file=file).text == "Good morning."


def fine_tuning(ask: Walk) -> None:
    file = trained(ask)
    made = ask("fine_tuning.jobs.create", model="gpt-4o-mini", training_file=file)
    assert ask("fine_tuning.jobs.list").data[0].id == made.id
    ask.later(4)
    assert ask("fine_tuning.jobs.pause", made.id).status == "queued"  # the SDK has no word for it
    assert ask("fine_tuning.jobs.resume", made.id).status
    ask.later(60)
    done = ask("fine_tuning.jobs.retrieve", made.id)
    assert done.status == "succeeded"
    assert ask("fine_tuning.jobs.list_events", made.id).data
    checkpoint = ask("fine_tuning.jobs.checkpoints.list", made.id).data[0].fine_tuned_model_checkpoint
    other = ask("fine_tuning.jobs.create", model="gpt-4o-mini", training_file=file)
    assert ask("fine_tuning.jobs.cancel", other.id).status == "cancelled"
    project = ask("admin.organization.projects.create", name="Ours").id
    allowed = ask("fine_tuning.checkpoints.permissions.create", checkpoint, project_ids=[project]).data[0]
    assert ask("fine_tuning.checkpoints.permissions.list", checkpoint).data[0].id == allowed.id
    ask("fine_tuning.checkpoints.permissions.retrieve", checkpoint)
    assert ask(
        "fine_tuning.checkpoints.permissions.delete", allowed.id, fine_tuned_model_checkpoint=checkpoint
    )
    grader = {"type": "string_check", "name": "same", "operation": "eq", "input": "a", "reference": "a"}
    assert ask("fine_tuning.alpha.graders.validate", grader=grader).grader
    assert ask("fine_tuning.alpha.graders.run", grader=grader, model_sample="a").reward == 1


def vector_stores(ask: Walk) -> None:
    def file() -> str:
        id: str = ask("files.create", file=("a.txt", b"Paris is a city."), purpose="assistants").id
        return id

    made = ask("vector_stores.create", name="Cities").id
    assert ask("vector_stores.retrieve", made).name == "Cities"
    assert ask("vector_stores.update", made, name="Towns").name == "Towns"
    assert ask("vector_stores.list").data[0].id == made
    first = ask("vector_stores.files.create", made, file_id=file()).id
    ask.later(10)
    assert ask("vector_stores.files.poll", first, vector_store_id=made).status == "completed"
    assert ask("vector_stores.files.retrieve", first, vector_store_id=made).status == "completed"
    ask("vector_stores.files.update", first, vector_store_id=made, attributes={"a": 1})
    assert ask("vector_stores.files.list", made).data[0].attributes == {"a": 1}
    assert "Paris" in ask("vector_stores.files.content", first, vector_store_id=made).data[0].text
    assert ask("vector_stores.search", made, query="Which city?").data[0].file_id == first
    assert ask("vector_stores.files.delete", first, vector_store_id=made).deleted
    assert ask("vector_stores.files.upload", vector_store_id=made, file=("b.txt", b"Rome")).id
    for name, given in (("create_and_poll", file()), ("upload_and_poll", ("c.txt", b"Oslo"))):
        member = {"file_id" if name == "create_and_poll" else "file": given}
        assert ask(f"vector_stores.files.{name}", vector_store_id=made, poll_interval_ms=1, **member).id
    file_batches(ask, made, file)
    assert ask("vector_stores.delete", made).deleted


def file_batches(ask: Walk, store: str, file: Callable[[], str]) -> None:
    within: dict[str, Any] = {"vector_store_id": store}
    batch = ask("vector_stores.file_batches.create", store, file_ids=[file()]).id
    assert ask("vector_stores.file_batches.cancel", batch, **within).id == batch
    assert ask("vector_stores.file_batches.poll", batch, **within, poll_interval_ms=1).id == batch
    assert ask("vector_stores.file_batches.retrieve", batch, **within).id == batch
    assert ask("vector_stores.file_batches.list_files", batch, **within).data
    sent: dict[str, Any] = {"files": [io.BytesIO(b"Bern")]}
    sent["files"][0].name = "d.txt"
    assert ask("vector_stores.file_batches.upload_and_poll", store, **sent, poll_interval_ms=1).id
    assert ask("vector_stores.file_batches.create_and_poll", store, file_ids=[file()], poll_interval_ms=1).id


def realtime(ask: Walk) -> None:
    assert ask("realtime.client_secrets.create", session={"type": "realtime"}).value
    assert ask("beta.realtime.sessions.create", model="gpt-4o-realtime-preview").client_secret.value
    assert ask("beta.realtime.transcription_sessions.create").client_secret.value


def assistants(ask: Walk) -> None:
    made = ask("beta.assistants.create", model="gpt-4o", name="One")
    assert ask("beta.assistants.retrieve", made.id).name == "One"
    assert ask("beta.assistants.update", made.id, name="Two").name == "Two"
    assert ask("beta.assistants.list").data[0].id == made.id
    thread = ask("beta.threads.create", messages=HI).id
    assert ask("beta.threads.retrieve", thread).id == thread
    assert ask("beta.threads.update", thread, metadata={"a": "1"}).metadata == {"a": "1"}
    messages(ask, thread)
    runs(ask, made.id, thread)
    tools(ask, thread)
    assert ask("beta.threads.delete", thread).deleted
    assert ask("beta.assistants.delete", made.id).deleted


def messages(ask: Walk, thread: str) -> None:
    within: dict[str, Any] = {"thread_id": thread}
    message = ask("beta.threads.messages.create", thread, role="user", content="Hi").id
    assert ask("beta.threads.messages.retrieve", message, **within).id == message
    assert ask("beta.threads.messages.update", message, **within, metadata={"a": "1"}).metadata
    assert ask("beta.threads.messages.list", thread).data[0].id == message
    assert ask("beta.threads.messages.delete", message, **within).deleted


def runs(ask: Walk, assistant: str, thread: str) -> None:
    within: dict[str, Any] = {"thread_id": thread}
    by: dict[str, Any] = {"assistant_id": assistant}
    run = ask("beta.threads.runs.create", thread, **by).id
    assert ask("beta.threads.runs.update", run, **within, metadata={"a": "1"}).metadata
    ask.later(60)
    assert ask("beta.threads.runs.retrieve", run, **within).status == "completed"
    assert ask("beta.threads.runs.poll", run, **within, poll_interval_ms=1).status == "completed"
    assert ask("beta.threads.runs.list", thread).data[0].id == run
    step = ask("beta.threads.runs.steps.list", run, **within).data[0].id
    assert ask("beta.threads.runs.steps.retrieve", step, **within, run_id=run).id == step
    ended = "thread.run.completed"
    assert ask("beta.threads.runs.create", thread, **by, stream=True)[-1].event == ended
    for name in ("stream", "create_and_stream"):
        assert ended in {event.event for event in ask(f"beta.threads.runs.{name}", **within, **by)}
    for name in ("create_and_run", "create_and_run_poll"):
        polled = {"poll_interval_ms": 1} if name.endswith("poll") else {}
        assert ask(f"beta.threads.{name}", **by, thread={"messages": HI}, **polled).id
    assert ended in {event.event for event in ask("beta.threads.create_and_run_stream", **by)}
    assert ask("beta.threads.runs.create_and_poll", **within, **by, poll_interval_ms=1).id
    ask.later(60)
    cancelled = ask("beta.threads.runs.create", thread, **by).id
    assert ask("beta.threads.runs.cancel", cancelled, **within).status in ("cancelling", "cancelled")
    ask.later(60)


def tools(ask: Walk, thread: str) -> None:
    made = ask("beta.assistants.create", model="gpt-4o", tools=[TOOL]).id
    within: dict[str, Any] = {"thread_id": thread}
    polled = {"submit_tool_outputs_and_poll": {"poll_interval_ms": 1}}
    for name in ("submit_tool_outputs", "submit_tool_outputs_and_poll", "submit_tool_outputs_stream"):
        run = ask("beta.threads.runs.create", thread, assistant_id=made, tool_choice="required").id
        ask.later(60)
        asked = ask(
            "beta.threads.runs.retrieve", run, **within
        ).required_action.submit_tool_outputs.tool_calls
        outputs = [{"tool_call_id": call.id, "output": "done"} for call in asked]
        more = polled.get(name, {})
        assert ask(f"beta.threads.runs.{name}", run_id=run, **within, tool_outputs=outputs, **more)
        ask.later(60)


def organization(ask: Walk) -> None:
    admin = "admin.organization"
    user = ask(f"{admin}.users.list").data[0].id
    assert ask(f"{admin}.users.retrieve", user).id == user
    assert ask(f"{admin}.users.update", user, role="owner").role == "owner"
    invite = ask(f"{admin}.invites.create", email="a@example.com", role="reader").id
    assert ask(f"{admin}.invites.retrieve", invite).id == invite
    assert ask(f"{admin}.invites.list").data[0].id == invite
    assert ask(f"{admin}.invites.delete", invite).deleted
    key = ask(f"{admin}.admin_api_keys.create", name="Ours").id
    assert ask(f"{admin}.admin_api_keys.retrieve", key).id == key
    assert key in {one.id for one in ask(f"{admin}.admin_api_keys.list").data}
    assert ask(f"{admin}.admin_api_keys.delete", key).deleted
    projects(ask, f"{admin}.projects", user)
    new = {"email": "b@example.com", "role": "reader"}
    other = told(post("/v1/organization/users", new, ask.services, headers=KEY))["id"]
    assert ask(f"{admin}.users.delete", other).deleted
    assert ask(f"{admin}.audit_logs.list").data
    for kind in USAGE:
        assert ask(f"{admin}.usage.{kind}", start_time=1_699_900_000).object == "page"


USAGE = (
    *("audio_speeches", "audio_transcriptions", "code_interpreter_sessions", "completions", "costs"),
    *("embeddings", "file_search_calls", "images", "moderations", "vector_stores", "web_search_calls"),
)


def projects(ask: Walk, admin: str, user: str) -> None:
    made = ask(f"{admin}.create", name="One").id
    assert ask(f"{admin}.retrieve", made).name == "One"
    assert ask(f"{admin}.update", made, name="Two").name == "Two"
    assert made in {one.id for one in ask(f"{admin}.list").data}
    within: dict[str, Any] = {"project_id": made}
    assert ask(f"{admin}.users.create", made, user_id=user, role="member").id == user
    assert ask(f"{admin}.users.retrieve", user, **within).role == "member"
    assert ask(f"{admin}.users.update", user, **within, role="owner").role == "owner"
    assert user in {one.id for one in ask(f"{admin}.users.list", made).data}
    account = ask(f"{admin}.service_accounts.create", made, name="Robot").id
    assert ask(f"{admin}.service_accounts.retrieve", account, **within).id == account
    assert ask(f"{admin}.service_accounts.update", account, **within, name="Android").name == "Android"
    assert ask(f"{admin}.service_accounts.api_keys.create", account, **within).id
    assert account in {one.id for one in ask(f"{admin}.service_accounts.list", made).data}
    key = ask(f"{admin}.api_keys.list", made).data[0].id
    assert ask(f"{admin}.api_keys.retrieve", key, **within).id == key
    limit = ask(f"{admin}.rate_limits.list_rate_limits", made).data[0].id
    assert (
        ask(f"{admin}.rate_limits.update_rate_limit", limit, **within, max_requests_per_1_minute=7).id
        == limit
    )
    assert ask(f"{admin}.api_keys.delete", key, **within).deleted
    assert ask(f"{admin}.service_accounts.delete", account, **within).deleted
    assert ask(f"{admin}.users.delete", user, **within).deleted
    assert ask(f"{admin}.archive", made).status == "archived"


WAYS: Mapping[str, tuple[Callable[[Walk], None], tuple[str, ...]]] = {
    "models": (models, ("models",)),
    "chat": (chat, ("chat",)),
    "text": (text, ("completions", "embeddings", "moderations")),
    "responses": (responses, ("responses",)),
    "conversations": (conversations, ("conversations",)),
    "files": (files, ("files",)),
    "uploads": (uploads, ("uploads",)),
    "batches": (batches, ("batches",)),
    "images": (images, ("images",)),
    "audio": (audio, ("audio",)),
    "fine_tuning": (fine_tuning, ("fine_tuning",)),
    "vector_stores": (vector_stores, ("vector_stores",)),
    "realtime": (realtime, ("realtime", "beta.realtime")),
    "assistants": (assistants, ("beta.assistants", "beta.threads")),
    "organization": (organization, ("admin",)),
}
"""By group: the way, and the resources all of whose methods lie on it."""
