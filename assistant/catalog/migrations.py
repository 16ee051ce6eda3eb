"""The schema of the catalog as numbered steps; each runs once, in order, in one transaction.

The number of steps taken stands in SQLite's `user_version`.
"""

FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
    article_key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,          -- the current one
    first_seen_at INTEGER NOT NULL
);

CREATE TABLE versions (
    version_key INTEGER PRIMARY KEY,
    article_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    version INTEGER NOT NULL,
    record_hash TEXT NOT NULL,         -- of everything a reader can see; equal means unchanged
    text_hash TEXT NOT NULL,           -- of the text alone; equal means the same text
    title TEXT,
    source TEXT,
    authors TEXT NOT NULL,             -- JSON array
    url TEXT,
    section TEXT,
    kind TEXT NOT NULL,
    language TEXT,
    published_at TEXT,
    published_epoch INTEGER,
    published_precision TEXT,
    updated_at TEXT,
    date_words TEXT NOT NULL,          -- the date as people write it, searchable
    text TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    UNIQUE (article_key, version)
);
CREATE INDEX versions_by_text ON versions (text_hash);

CREATE TABLE vectors (
    vector_key INTEGER PRIMARY KEY,
    text_hash BLOB NOT NULL UNIQUE,    -- of the embedded text, header included
    vector BLOB NOT NULL               -- float16, normalised
);

CREATE TABLE passages (
    passage_key INTEGER PRIMARY KEY,
    passage_id TEXT NOT NULL UNIQUE,   -- from article id, version, start and end: the id in the vector store
    version_key INTEGER NOT NULL REFERENCES versions ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentences TEXT NOT NULL,           -- JSON array of sentence starts, in characters of the article
    vector_key INTEGER NOT NULL REFERENCES vectors,
    stored INTEGER NOT NULL DEFAULT 0  -- the generation whose vector store holds it; 0 means none yet
);
CREATE INDEX passages_by_version ON passages (version_key);
CREATE INDEX passages_by_vector ON passages (vector_key);
CREATE INDEX passages_to_store ON passages (stored);

CREATE TABLE removals (                -- ids that the vector store still holds and must drop
    passage_id TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE VIEW passage_words AS
    SELECT passage_key, coalesce(title, '') AS title, coalesce(source, '') AS source, date_words AS date,
           substr(text, start + 1, "end" - start) AS body
    FROM passages JOIN versions USING (version_key);

CREATE VIRTUAL TABLE passage_search USING fts5 (
    title, source, date, body,
    content = 'passage_words', content_rowid = 'passage_key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_search, row);

CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,               -- empty: the run was interrupted
    passages_embedded INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE run_inputs (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    input TEXT NOT NULL,
    outcome TEXT NOT NULL,
    article_id TEXT,
    reason TEXT NOT NULL
);
CREATE INDEX run_inputs_by_run ON run_inputs (run);
"""

# The epoch is reckoned from the parts of `updated_at`, since SQLite knows no offset over 14 hours and takes a year
# alone for a day count. Python writes the offset with its sign at the 20th character.
ORIGINS = """
ALTER TABLE versions ADD COLUMN updated_epoch INTEGER;
ALTER TABLE versions ADD COLUMN updated_precision TEXT;
ALTER TABLE versions ADD COLUMN wire_origin TEXT;       -- news agency that the text came from
ALTER TABLE versions ADD COLUMN access TEXT NOT NULL DEFAULT 'full';  -- or teaser
UPDATE versions SET
    updated_precision =
        CASE length(updated_at) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' ELSE 'second' END,
    updated_epoch = strftime('%s',
        CASE length(updated_at) WHEN 4 THEN updated_at || '-01-01' WHEN 7 THEN updated_at || '-01'
        ELSE substr(updated_at, 1, 19) END)
        - CASE substr(updated_at, 20, 1) WHEN '+' THEN 1 WHEN '-' THEN -1 ELSE 0 END
        * (3600 * substr(updated_at, 21, 2) + 60 * substr(updated_at, 24, 2))
    WHERE updated_at IS NOT NULL;
CREATE INDEX versions_by_wire ON versions (wire_origin) WHERE wire_origin IS NOT NULL;
"""

PROOFS = """
ALTER TABLE runs ADD COLUMN seconds REAL;               -- wall time; empty in runs of before, and in interrupted ones
ALTER TABLE runs ADD COLUMN proof TEXT;                 -- JSON: which new articles were looked for, and found
"""

PLACES = """
CREATE TABLE files (
    file_key INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,         -- absolute, in the bytes of the file system
    device INTEGER NOT NULL            -- number of the disk it was on
);
CREATE TABLE origins (                 -- which files give which article; one that no file gives any more is gone
    file_key INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    article_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    input TEXT NOT NULL,               -- as in the report: the file, or a line or member of it
    run INTEGER NOT NULL,              -- the last one that found it there
    PRIMARY KEY (file_key, article_key)
) WITHOUT ROWID;
CREATE INDEX origins_by_article ON origins (article_key);
"""

COPIES = """
CREATE TABLE fingerprints (            -- of the text of an article's current version; the next ingest adds what lacks
    article_key INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    folded BLOB NOT NULL,              -- hash of the words without case
    signature BLOB NOT NULL            -- MinHash; empty for a short text
);
CREATE INDEX fingerprints_by_folded ON fingerprints (folded);
CREATE TABLE bands (                   -- pieces of the signatures: articles that share one are likely copies
    band INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    article_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (band, piece, article_key)
) WITHOUT ROWID;
CREATE INDEX bands_by_article ON bands (article_key);
CREATE TABLE copies (
    article_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    head_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    kind TEXT NOT NULL,                -- exact (the same words but for case) or near
    similarity REAL NOT NULL,
    state TEXT NOT NULL,               -- automatic, confirmed by a reader, or undone by one
    PRIMARY KEY (article_key, head_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX copies_in_force ON copies (article_key) WHERE state <> 'undone';
CREATE INDEX copies_by_head ON copies (head_key);
"""

VISITS = """
CREATE TABLE visits (                  -- addresses fetched, with what to ask their servers next time
    url TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
"""

OUTLETS = """
CREATE INDEX versions_by_source ON versions (source);
"""
"""Which outlets there are is asked with every question."""

NAMES = """
CREATE TABLE names (                   -- words that names are made of; the next ingest notes those of older articles
    name_key INTEGER PRIMARY KEY,
    word TEXT NOT NULL COLLATE NOCASE UNIQUE,
    articles INTEGER NOT NULL,         -- how many it stands in; kept by the triggers below
    edged TEXT GENERATED ALWAYS AS ('^' || word || '$') VIRTUAL  -- so that first and last letters make trigrams too
);
CREATE TABLE article_names (
    article_key INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    name_key INTEGER NOT NULL,         -- 0 marks an article that was looked at
    PRIMARY KEY (article_key, name_key)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE name_search USING fts5 (
    edged, content = 'names', content_rowid = 'name_key', tokenize = 'trigram', detail = none, columnsize = 0
);
CREATE TRIGGER name_found AFTER INSERT ON article_names BEGIN
    UPDATE names SET articles = articles + 1 WHERE name_key = new.name_key;
END;
CREATE TRIGGER name_lost AFTER DELETE ON article_names BEGIN
    UPDATE names SET articles = articles - 1 WHERE name_key = old.name_key;
    DELETE FROM names WHERE name_key = old.name_key AND articles <= 0;
END;
CREATE TRIGGER name_came AFTER INSERT ON names BEGIN
    INSERT INTO name_search (rowid, edged) VALUES (new.name_key, new.edged);
END;
CREATE TRIGGER name_went AFTER DELETE ON names BEGIN
    INSERT INTO name_search (name_search, rowid, edged) VALUES ('delete', old.name_key, old.edged);
END;
"""

# What was known of earlier visits is let go: the next fetch of each address is a whole one, no more.
VISITED = """
DROP TABLE visits;
CREATE TABLE visits (                  -- addresses fetched, with what to ask their servers next time
    url_hash BLOB PRIMARY KEY,         -- not the address: its words must go with the article, and the visit stay
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    at INTEGER NOT NULL,
    article_key INTEGER REFERENCES articles ON DELETE CASCADE  -- what it became; the next fetch then starts anew
) WITHOUT ROWID;
CREATE INDEX visits_by_article ON visits (article_key);
"""

MIGRATIONS: tuple[str, ...] = (FIRST, ORIGINS, PROOFS, PLACES, COPIES, VISITS, OUTLETS, NAMES, VISITED)
"""Append only: a step that has shipped is never edited."""
