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

# SQLite cannot change a table's keys, so the three tables are written anew; quotes go first, or they would be deleted
# with the turns that they belong to.
OWNERS = """
CREATE TABLE talks (
    talk INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,               -- whose it is; empty for whoever runs the program on this machine
    conversation TEXT NOT NULL,        -- its name, for good
    title TEXT NOT NULL,               -- what its reader calls it; empty until they do
    started_at INTEGER NOT NULL,
    UNIQUE (owner, conversation)
);
INSERT INTO talks (owner, conversation, title, started_at) SELECT '', conversation, '', started_at FROM conversations;

CREATE TABLE kept (
    turn INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL UNIQUE,    -- in addresses: nobody guesses it
    owner TEXT NOT NULL,
    talk INTEGER REFERENCES talks ON DELETE CASCADE,  -- none for an answer that is kept on its own
    number INTEGER NOT NULL,           -- counted from 1 within the conversation; 0 on its own
    asked_at INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,              -- JSON, the keys of the contract
    record TEXT,                       -- JSON: what the answer rests on; none in answers of before
    redacted_at INTEGER,               -- when question and answer were taken out, since an article of it was removed
    UNIQUE (talk, number)
);
INSERT INTO kept SELECT turn, lower(hex(randomblob(8))), '', talk, number, asked_at, question, answer, NULL, redacted_at
    FROM turns JOIN talks USING (conversation);

CREATE TABLE quoted (                  -- the articles whose words stand in a turn
    turn INTEGER NOT NULL REFERENCES kept ON DELETE CASCADE,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (turn, article_id, version)
) WITHOUT ROWID;
INSERT INTO quoted SELECT turn, article_id, version FROM quotes;

DROP TABLE quotes;
DROP TABLE turns;
DROP TABLE conversations;
ALTER TABLE kept RENAME TO turns;
ALTER TABLE quoted RENAME TO quotes;
CREATE INDEX quotes_by_article ON quotes (article_id);

CREATE TABLE feedback (
    turn INTEGER PRIMARY KEY REFERENCES turns ON DELETE CASCADE,
    vote TEXT NOT NULL,                -- up or down
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    given_at INTEGER NOT NULL
);
"""

MIGRATIONS: tuple[str, ...] = (FIRST, OWNERS)
"""Append only: a step that has shipped is never edited."""
