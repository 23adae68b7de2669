"""What is no secret is recorded to the byte."""

from __future__ import annotations

import base64
import json
import re
import struct
import uuid
from pathlib import Path

import pytest
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

import fakeai_proxy
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.core.seeding import rng_for
from tests.markdown import ROOT

from .secrets import B62, B64URL, HEX

PACKAGE = Path(fakeai_proxy.__file__).parent
SAMPLES = sorted(
    [
        *(path for path in (ROOT / "cassettes").iterdir() if path.suffix in (".jsonl", ".md", ".py")),
        *(ROOT / "docs").glob("*.md"),
        *PACKAGE.rglob("*.py"),
        *(path for path in (ROOT / "tests" / "golden").rglob("*") if path.is_file()),
    ]
)
RNG = rng_for(0, b"ordinary")
PREFIXES = (
    "chatcmpl-",
    "msg_",
    "resp_",
    "toolu_01",
    "fc_",
    "rs_",
    "file-",
    "run_",
    "thread_",
    "asst_",
    "call_",
)


def found(text: bytes) -> list[tuple[str, bytes]]:
    return [(kind, text[max(start - 40, 0) : end]) for start, end, kind in Redactor().spans(text)]


def drawn(alphabet: str, length: int) -> str:
    return "".join(alphabet[n] for n in RNG.integers(len(alphabet), size=length))


@pytest.mark.parametrize("share", range(8))
def test_our_own_prompts_code_and_pages(share):
    for path in SAMPLES[share::8]:
        text = path.read_bytes()
        assert (path.name, found(text)) == (path.name, [])
        quoted = json.dumps({"messages": [{"content": text.decode("utf-8", "replace")}]}).encode()
        assert (path.name, found(quoted)) == (path.name, [])


@pytest.mark.parametrize("ascii_only", [True, False])
@given(st.text())
def test_any_text_that_says_nothing_of_keys(ascii_only, text):
    """Hypothesis has never come up with a key in plain words."""
    words = re.sub(r"[^\w\s.,;?!'()-]|\d", "", text)
    assert (
        found(json.dumps({"content": words}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")) == []
    )


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_prose_with_names_dates_and_numbers(seed):
    fake = Faker()
    fake.seed_instance(seed)
    said = [fake.paragraph(8), fake.address(), fake.iso8601(), fake.phone_number(), fake.email(), fake.url()]
    said += [
        fake.isbn13(),
        fake.file_path(),
        fake.user_agent(),
        str(fake.pyfloat()),
        fake.sha256(),
        fake.uuid4(),
    ]
    assert found("\n".join(said).encode()) == []
    assert found(json.dumps(said).encode()) == []


def ids() -> list[dict[str, object]]:
    return [
        {
            "id": prefix + drawn(B62, 29),
            "tool_call_id": f"call_{drawn(B62, 24)}",
            "system_fingerprint": f"fp_{drawn(HEX, 10)}",
            "uuid": str(uuid.UUID(bytes=RNG.bytes(16))),
            "sha256": drawn(HEX, 64),
            "request_id": f"req_{drawn(HEX, 32)}",
            "prompt_cache_key": drawn(HEX, 32),
            "idempotency_key": drawn(HEX, 40),
            "next_page_token": drawn(B64URL, 54),
            "created": int(RNG.integers(10**9, 2 * 10**9)),
            "nanoseconds": int(RNG.integers(10**18, 2 * 10**18)),
            "number": str(RNG.integers(10**15, 10**16)),
        }
        for prefix in PREFIXES * 20
    ]


MACHINE_MADE = {
    "ids of all kinds": ids,
    "ids in text": lambda: " ".join(f"{name} {value}," for row in ids() for name, value in row.items()),
    "an image": lambda: f"data:image/png;base64,{base64.b64encode(RNG.bytes(300_000)).decode()}",
    "base64 in lines": lambda: base64.encodebytes(RNG.bytes(200_000)).decode(),
    "small images": lambda: [base64.b64encode(RNG.bytes(2000)).decode() for _ in range(100)],
    "encrypted reasoning": lambda: [base64.urlsafe_b64encode(RNG.bytes(2000)).decode() for _ in range(100)],
    "an embedding": lambda: [float(number) for number in RNG.normal(0, 0.05, 20_000)],
    "a packed embedding": lambda: base64.b64encode(struct.pack("9000f", *RNG.normal(0, 0.05, 9000))).decode(),
}


@pytest.mark.parametrize("name", MACHINE_MADE)
def test_what_machines_make(name):
    assert found(json.dumps({"data": MACHINE_MADE[name]()}).encode()) == []


@pytest.mark.parametrize(
    "code",
    [
        'client = OpenAI(api_key=os.environ["OPENAI_API_KEY"], base_url="http://localhost:8000/v1")',
        'export OPENAI_API_KEY="your-api-key-here"  # or sk-...',
        "curl -H 'Authorization: Bearer $OPENAI_API_KEY' -H \"x-api-key: ${ANTHROPIC_API_KEY}\"",
        'headers = {"Authorization": f"Bearer {token}", "api-key": settings.azure_key}',
        "def get_token(self, password: str, secret_key: bytes = b'') -> AccessToken:",
        'const apiKey = process.env.OPENAI_API_KEY ?? "<your key>"; const token = await getToken();',
        "postgres://user:password@localhost:5432/app and redis://:${REDIS_PASSWORD}@cache:6379/0",
        "git clone git@github.com:openai/openai-python.git && sk-learn-compatible-estimators",
        "SELECT api_key, secret FROM accounts WHERE token = ? AND password_hash = crypt(?, password_hash)",
        '{"type": "object", "properties": {"password": {"type": "string"}, "api_key": {"type": "string"}}}',
        '{"name": "login", "arguments": {"username": "bob", "password": "<password>", "token": "string"}}',
        "max_tokens=128, token_type_ids, eos_token='</s>', pad_token_id=0, key=lambda item: item[1]",
    ],
)
def test_code_that_speaks_of_keys(code):
    assert found(code.encode()) == []
    assert found(json.dumps({"content": code}).encode()) == []
