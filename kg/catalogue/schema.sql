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
    claim    BLOB NOT NULL,            -- MessagePack of kg.identity.Claim
    findings BLOB NOT NULL,            -- MessagePack of [(kind, name)]: what the report counts
    own      TEXT NOT NULL,            -- the key its work would have if it were the only record
    work     TEXT NOT NULL,            -- key of the work it describes
    latest   INTEGER NOT NULL DEFAULT 1,
    UNIQUE (source, key, digest)
);

-- The names of works (doi:10.1111/lamp.12329) and the records that claim them; latest versions only.
CREATE TABLE name (name TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record);

-- The ISSNs that records name, with the ISSN-L where they state one; latest versions only.
CREATE TABLE venue (issn TEXT NOT NULL, linking TEXT, record INTEGER NOT NULL REFERENCES record);

-- Identifiers that a work claims and that were not believed, with the reason.
CREATE TABLE conflict (name TEXT NOT NULL, work TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (name, work)) WITHOUT ROWID;

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

-- Works that the shapes keep from being published; their records stand above like all others.
CREATE TABLE quarantine (
    work     TEXT PRIMARY KEY,
    findings BLOB NOT NULL             -- JSON of [kg.build.gate.Finding]
) WITHOUT ROWID;

-- What the report counts: fields that no rule maps, and what mappers had to decide.
CREATE TABLE finding (
    kind   TEXT NOT NULL,              -- 'unmapped' or 'remark'
    source TEXT NOT NULL,
    name   TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (kind, source, name)
) WITHOUT ROWID;

-- URIs that once answered, by their paths, and nothing stands behind them any more.
CREATE TABLE gone (
    path   TEXT PRIMARY KEY,
    label  TEXT NOT NULL,
    since  TEXT NOT NULL,              -- the day
    reason TEXT NOT NULL
) WITHOUT ROWID;
