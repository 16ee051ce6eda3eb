"""The schema of `desk.sqlite` as numbered steps; each runs once, in order, in one transaction."""

FIRST = """
CREATE TABLE conversations (
    conversation TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE turns (
    turn INTEGER PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,           -- counted from 1 within the conversation
    asked_at INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,              -- JSON, the keys of the contract
    redacted_at INTEGER,               -- when question and answer were taken out, since an article of it was removed
    UNIQUE (conversation, number)
);

CREATE TABLE quotes (                  -- the articles whose words stand in a turn
    turn INTEGER NOT NULL REFERENCES turns ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (turn, article_id, version)
) WITHOUT ROWID;
CREATE INDEX quotes_by_article ON quotes (article_id);
"""

MIGRATIONS: tuple[str, ...] = (FIRST,)
"""Append only: a step that has shipped is never edited."""
