"""Credentials of every kind, none of them real."""

from __future__ import annotations

PLANTED: dict[str, str] = {
    "anthropic_key": "sk-ant-api03-Qm9ndXNCb2d1c0JvZ3Vz-AA",
    "openai_key": "sk-proj-Qm9ndXNCb2d1c0JvZ3VzQm9ndXM",
    "openai_key short": "sk-planted1",
    "openai_session": "sess-Qm9ndXNCb2d1c0JvZ3Vz",
    "nvidia_key": "nvapi-Qm9ndXNCb2d1c0JvZ3Vz_x-1",
    "google_key": "AIzaSyQm9ndXNCb2d1c0JvZ3VzQm9ndXM",
    "google_oauth": "ya29.Qm9ndXNCb2d1c0JvZ3Vz",
    "github_token": "ghp_Qm9ndXNCb2d1c0JvZ3Vz",
    "github_token fine": "github_pat_Qm9ndXNCb2d1c0JvZ3Vz_x",
    "gitlab_token": "glpat-Qm9ndXNCb2d1c0JvZ3Vz",
    "aws_access_key": "AKIAIOSFODNN7EXAMPLE",
    "huggingface_token": "hf_Qm9ndXNCb2d1c0JvZ3Vz",
    "groq_key": "gsk_Qm9ndXNCb2d1c0JvZ3Vz",
    "perplexity_key": "pplx-Qm9ndXNCb2d1c0JvZ3Vz",
    "xai_key": "xai-Qm9ndXNCb2d1c0JvZ3Vz",
    "replicate_token": "r8_Qm9ndXNCb2d1c0JvZ3Vz",
    "slack_token": "xoxb-123456-Qm9ndXNCb2d1",
    "stripe_key": "sk_live_Qm9ndXNCb2d1c0Jv",
    "sendgrid_key": "SG.Qm9ndXNCb2d1c0JvZ3Vz.Qm9ndXNCb2d1c0JvZ3Vz",
    "npm_token": "npm_Qm9ndXNCb2d1c0JvZ3Vz",
    "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.Qm9ndXNCb2d1c0JvZ3Vz",
}
