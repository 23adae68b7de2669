"""The file format: application id, format number and the tables of each format.

session 1─* interaction (what was asked) 1─1 reply (what came back) 1─* chunk (slices of its body, with times)
            interaction 1─* message (of WebSockets), match_key (one a profile), req_feature, redaction
blob: bodies by content, of requests and of all but short replies
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from .identity import APPLICATION_ID

migrations = Migrations("fakeai_proxy.cassette")

TABLES = """
CREATE TABLE cassette(
  id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,                                -- keys the fingerprints of credentials
  sealed INTEGER NOT NULL DEFAULT 0,                 -- a session with recordings was closed cleanly
  default_profile TEXT NOT NULL
) STRICT;
CREATE TABLE session(                                -- one row per run that recorded something
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  started_at TEXT NOT NULL, ended_at TEXT,
  tool_version TEXT NOT NULL
) STRICT;
CREATE TABLE blob(
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK(length(sha256) = 32),  -- of the decoded, redacted bytes
  size INTEGER NOT NULL,
  codec TEXT NOT NULL CHECK(codec IN ('raw', 'zstd')),
  data BLOB NOT NULL
) STRICT;
CREATE TABLE interaction(
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
  seq INTEGER NOT NULL,                              -- in which order the requests of a session began
  state TEXT NOT NULL CHECK(state IN ('partial', 'active', 'disabled', 'quarantined')),
  method TEXT NOT NULL, scheme TEXT NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL,
  path TEXT NOT NULL, query TEXT NOT NULL,
  req_headers TEXT NOT NULL CHECK(json_valid(req_headers)),   -- ordered [name, value] pairs
  req_blob INTEGER NOT NULL REFERENCES blob,
  auth_fp TEXT,                                      -- who called, never the key
  model TEXT, stream INTEGER NOT NULL,
  started_at TEXT NOT NULL,                          -- UTC; all other times are ns after it
  origin TEXT NOT NULL DEFAULT 'recorded' CHECK(origin IN ('recorded', 'imported', 'mutated', 'synthesized')),
  redaction_policy TEXT NOT NULL,
  UNIQUE(session_id, seq)
) STRICT;
CREATE TABLE reply(                                  -- apart, so that replay reads one short row
  interaction_id INTEGER PRIMARY KEY REFERENCES interaction ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK(kind IN ('http', 'sse', 'ndjson', 'binstream', 'ws')),
  status INTEGER NOT NULL,
  headers TEXT NOT NULL CHECK(json_valid(headers)),
  t_headers INTEGER NOT NULL, t_end INTEGER NOT NULL,
  end_kind TEXT NOT NULL
    CHECK(end_kind IN ('complete', 'client_abort', 'upstream_reset', 'timeout', 'truncated')),
  body BLOB, blob_id INTEGER REFERENCES blob,        -- a short body in place, any other by content
  CHECK((body IS NULL) <> (blob_id IS NULL))
) STRICT;
CREATE TABLE match_key(                              -- of active interactions only
  profile TEXT NOT NULL, key BLOB NOT NULL,
  session_id INTEGER NOT NULL, seq INTEGER NOT NULL, -- the order of repeats
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE,
  PRIMARY KEY(profile, key, session_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE req_feature(                            -- of active interactions: what a miss is explained by
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE,
  pointer TEXT NOT NULL, vhash BLOB NOT NULL,
  PRIMARY KEY(interaction_id, pointer)
) STRICT, WITHOUT ROWID;
CREATE INDEX req_feature_value ON req_feature(pointer, vhash, interaction_id);
CREATE TABLE chunk(                                  -- of streams only
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE,
  idx INTEGER NOT NULL, t INTEGER NOT NULL, off INTEGER NOT NULL, len INTEGER NOT NULL,
  PRIMARY KEY(interaction_id, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE redaction(                              -- rule and place of what was taken out, never the value
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE,
  place TEXT NOT NULL, placeholder TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(interaction_id, place, placeholder)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m001_http_interactions(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        db.execute(statement)
    db.execute("INSERT INTO cassette(id, salt, default_profile) VALUES (1, randomblob(16), 'exact@1')")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


SECRETS = """
CREATE TABLE secret(                                 -- one secret, one placeholder in all recordings
  kind TEXT NOT NULL, number INTEGER NOT NULL,
  fp BLOB,                                           -- keyed; null where trying could find what gives it
  PRIMARY KEY(kind, number)
) STRICT, WITHOUT ROWID
"""


@migrations()
def m002_numbered_secrets(db: Database) -> None:
    db.execute(SECRETS)
    db.execute("PRAGMA user_version = 2")


ADDED = (
    "cassette ADD COLUMN generation INTEGER NOT NULL DEFAULT 1",  # the one that is replayed
    "cassette ADD COLUMN max_age_s INTEGER",  # older recordings have expired
    "session ADD COLUMN generation INTEGER NOT NULL DEFAULT 1",
    "session ADD COLUMN outcome TEXT CHECK(outcome IN ('passed', 'failed'))",  # null: not judged
    "session ADD COLUMN scope TEXT NOT NULL DEFAULT ''",
    "interaction ADD COLUMN scope TEXT NOT NULL DEFAULT ''",  # whose requests it answers
    "interaction ADD COLUMN parent_uid TEXT",  # of what it was derived from
    "interaction ADD COLUMN recipe TEXT",  # JSON: the mutations that made it
    "reply ADD COLUMN trailers TEXT",  # JSON, [name, value] pairs; null: none
    "reply ADD COLUMN early TEXT",  # JSON, [t, status, headers] of heads with 1xx; null: none
)
MESSAGE = """
CREATE TABLE message(                                -- of WebSockets: slices of both bodies
  interaction_id INTEGER NOT NULL REFERENCES interaction ON DELETE CASCADE,
  idx INTEGER NOT NULL, t INTEGER NOT NULL,
  sender TEXT NOT NULL CHECK(sender IN ('client', 'server')),
  binary INTEGER NOT NULL, off INTEGER NOT NULL, len INTEGER NOT NULL,
  PRIMARY KEY(interaction_id, idx)
) STRICT, WITHOUT ROWID
"""


@migrations()
def m003_generations_scopes_and_messages(db: Database) -> None:
    for change in ADDED:
        db.execute(f"ALTER TABLE {change}")
    db.execute(MESSAGE)
    db.execute("PRAGMA user_version = 3")
