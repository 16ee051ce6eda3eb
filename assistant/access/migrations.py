"""The schema of `access.sqlite` as numbered steps; each runs once, in order, in one transaction."""

FIRST = """
CREATE TABLE users (
    user INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: conversations are owned by it
    name TEXT NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    password TEXT,                           -- by scrypt; NULL for a user who comes by token only
    created_at INTEGER NOT NULL
);

CREATE TABLE tokens (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    digest BLOB NOT NULL UNIQUE,             -- sha256 of 256 random bits: nothing to guess, so no slow hash is needed
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,                 -- the same of what the cookie holds
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    line INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    via TEXT NOT NULL,                       -- local, session, token, page or shell
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL                     -- never a title, an id or a word of an article: it would outlive it
);
"""

MIGRATIONS: tuple[str, ...] = (FIRST,)
"""Append only: a step that has shipped is never edited."""
