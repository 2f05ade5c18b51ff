-- Everything that was ever read, with what we made of it: the system of record of a site.
PRAGMA page_size = 8192;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row for each version of a record: the same source and key may come with different bytes.
CREATE TABLE record (
    id       INTEGER PRIMARY KEY,
    source   TEXT NOT NULL,
    key      TEXT NOT NULL,
    digest   BLOB NOT NULL,            -- SHA-256 of the raw bytes
    modified TEXT NOT NULL,            -- when the source last touched it, in its own words; '' where it does not say
    file     TEXT NOT NULL,
    line     INTEGER,
    offset   INTEGER,
    raw      BLOB NOT NULL,            -- Zstandard
    article  BLOB NOT NULL,            -- MessagePack of kg.model.Article
    work     TEXT NOT NULL,            -- key of the work it describes
    UNIQUE (source, key, digest)
);

CREATE TABLE identifier (
    scheme TEXT NOT NULL,
    value  TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record
);

-- ISSN-Ls as records state them: an ISSN that stands for a journal under another one.
CREATE TABLE issn (issn TEXT NOT NULL, linking TEXT NOT NULL, PRIMARY KEY (issn, linking)) WITHOUT ROWID;

CREATE TABLE reject (
    id     INTEGER PRIMARY KEY,
    file   TEXT NOT NULL,
    line   INTEGER,
    offset INTEGER,
    source TEXT,
    key    TEXT,
    field  TEXT,
    reason TEXT NOT NULL,
    raw    BLOB NOT NULL
);

-- What the report counts: fields that no rule maps, and what mappers had to decide.
CREATE TABLE finding (
    kind   TEXT NOT NULL,              -- 'unmapped' or 'remark'
    source TEXT NOT NULL,
    name   TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (kind, source, name)
) WITHOUT ROWID;
