"""The tables of a collection file, and what an older file lacks of them."""

SCHEMA_VERSION = 4
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, format TEXT NOT NULL,
    encoding TEXT NOT NULL, replaced INTEGER NOT NULL, metadata TEXT NOT NULL,
    encoding_confidence REAL, text_key TEXT NOT NULL DEFAULT '',
    blocks BLOB, site TEXT NOT NULL DEFAULT '', site_settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX documents_by_site ON documents (site, site_settled) WHERE site != '';
CREATE TABLE files (
    path TEXT NOT NULL, member TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, document TEXT NOT NULL REFERENCES documents (id),
    asked_encoding TEXT NOT NULL DEFAULT '', PRIMARY KEY (path, member)
);
CREATE INDEX documents_by_text ON documents (text_key);
CREATE INDEX files_by_document ON files (document);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id), ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT NOT NULL,
    paragraph INTEGER NOT NULL, page INTEGER, context TEXT NOT NULL, text TEXT NOT NULL,
    spans BLOB NOT NULL, sentences BLOB NOT NULL,
    vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL,
    script TEXT NOT NULL, lot INTEGER NOT NULL
);
CREATE TABLE passage_tokens (
    row INTEGER PRIMARY KEY, tokens BLOB NOT NULL, sizes BLOB NOT NULL,
    bits INTEGER NOT NULL DEFAULT 4
);
CREATE INDEX passages_by_lot ON passages (script, lot);
CREATE INDEX passages_by_document ON passages (document, ordinal);
"""
UPGRADES = {
    "1": """
ALTER TABLE passages ADD COLUMN context TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN encoding_confidence REAL;
ALTER TABLE documents ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN asked_encoding TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_by_text ON documents (text_key);
UPDATE documents SET text_key = text_key(text);
UPDATE meta SET value = '2' WHERE name = 'schema'
""",
    "2": """
ALTER TABLE documents ADD COLUMN blocks BLOB;
ALTER TABLE documents ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN site_settled INTEGER NOT NULL DEFAULT 1;
CREATE INDEX documents_by_site ON documents (site, site_settled) WHERE site != '';
UPDATE passage_tokens SET tokens = coded(tokens);
UPDATE meta SET value = '3' WHERE name = 'schema'
""",
    "3": """
ALTER TABLE passage_tokens ADD COLUMN bits INTEGER NOT NULL DEFAULT 4;
INSERT OR REPLACE INTO meta
    SELECT 'token_bytes', coalesce(sum(length(tokens)), 0) FROM passage_tokens;
UPDATE meta SET value = '4' WHERE name = 'schema'
""",
}  # by the version that they start from
