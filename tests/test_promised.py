"""The paths that were promised are all there: the API's, and our own pages."""

from __future__ import annotations

import re

from fakeai_proxy.admin import covers
from fakeai_proxy.endpoints.paths import pattern_of, place_of
from fakeai_proxy.endpoints.routes import allowed
from fakeai_proxy.endpoints.unbuilt import UNBUILT

API = """
GET /v1/models
GET /v1/models/{id}
GET /v1/models/{id}/capabilities
POST /v1/chat/completions
POST /v1/completions
POST /v1/embeddings
POST /v1/images/generations
POST /v1/audio/speech
POST /v1/audio/transcriptions
POST /v1/moderations
GET /images/{id}.png
GET POST /v1/files
GET DELETE /v1/files/{id}
GET /v1/files/{id}/content
GET POST /v1/batches
GET /v1/batches/{id}
POST /v1/batches/{id}/cancel
GET POST /v1/fine_tuning/jobs
GET /v1/fine_tuning/jobs/{id}
POST /v1/fine_tuning/jobs/{id}/cancel
GET /v1/fine_tuning/jobs/{id}/events
GET /v1/fine_tuning/jobs/{id}/checkpoints
GET POST /v1/vector_stores
GET POST DELETE /v1/vector_stores/{id}
POST /v1/vector_stores/{id}/search
GET POST /v1/vector_stores/{id}/files
GET DELETE /v1/vector_stores/{id}/files/{file}
POST /v1/vector_stores/{id}/file_batches
GET /v1/vector_stores/{id}/file_batches/{batch}
POST /v1/vector_stores/{id}/file_batches/{batch}/cancel
GET /v1/vector_stores/{id}/file_batches/{batch}/files
GET POST /v1/organization/users
GET POST DELETE /v1/organization/users/{id}
GET POST /v1/organization/invites
GET DELETE /v1/organization/invites/{id}
GET POST /v1/organization/projects
GET POST /v1/organization/projects/{id}
POST /v1/organization/projects/{id}/archive
GET POST /v1/organization/projects/{id}/users
GET POST DELETE /v1/organization/projects/{id}/users/{user}
GET POST /v1/organization/projects/{id}/service_accounts
GET DELETE /v1/organization/projects/{id}/service_accounts/{account}
GET /v1/organization/usage/completions
GET /v1/organization/usage/embeddings
GET /v1/organization/usage/images
GET /v1/organization/usage/audio_speeches
GET /v1/organization/usage/audio_transcriptions
GET /v1/organization/costs
GET /v1/realtime
POST /v1/responses
POST /v1/ranking
POST /v1/text/generation
POST /rag/api/prompt
GET POST /v1/assistants
GET POST DELETE /v1/assistants/{id}
"""
"""With and without `/v1`."""

PAGES = """
/health
/health/detailed
/dashboard
/dashboard/dynamo
/metrics
/metrics/prometheus
/metrics/csv
/metrics/stream
/metrics/by-model
/metrics/by-model/prometheus
/metrics/by-model/{id}
/metrics/models
/metrics/compare
/metrics/ranking
/metrics/costs
/metrics/multi-dimensional
/kv-cache/metrics
/kv-cache-metrics
/dynamo/metrics
/dynamo-metrics
/dynamo/metrics/json
/dcgm/metrics
/dcgm-metrics
/dcgm/metrics/json
/metrics/rate-limits
/metrics/rate-limits/key/{id}
/metrics/rate-limits/tier
/metrics/rate-limits/throttle-analytics
/metrics/rate-limits/abuse-patterns
/docs
/redoc
"""


def test_every_operation_of_the_api() -> None:
    asked = [(method, line.split()[-1]) for line in API.strip().splitlines() for method in line.split()[:-1]]
    assert len(asked) == 79
    absent = [(method, path) for method, path in asked if method not in built(path)]
    assert absent == []


def built(path: str) -> set[str]:
    """The methods that are answered, and not by 501."""
    place = place_of(re.sub(r"{\w+}", "x-1", path)).path
    missing = [methods.split() for methods, at in UNBUILT if pattern_of(at).fullmatch(place)]
    return set(allowed(place)).difference(*missing)


def test_every_page_of_our_own() -> None:
    asked = [re.sub(r"{\w+}", "x-1", path) for path in PAGES.split()]
    assert len(asked) == 31
    assert [path for path in asked if not covers("reverse", "localhost", path)] == []
