-- What lists and the search box read; made with each generation, never changed once published.
PRAGMA page_size = 8192;
CREATE TABLE work (
    id    INTEGER PRIMARY KEY,
    path  TEXT NOT NULL,          -- below the base: article/10.1111/lamp.12329
    title TEXT NOT NULL,
    date  TEXT NOT NULL,          -- '' where unknown
    names TEXT NOT NULL,          -- the first authors, as a line
    venue TEXT NOT NULL,
    type  TEXT NOT NULL
);
-- Other paths that name a work or a thing, by an identifier that is not the one in its URI: article/pmid:31978945.
CREATE TABLE alias (path TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (path, target)) WITHOUT ROWID;
-- Paths that once answered and behind which nothing stands any more.
CREATE TABLE gone (
    path   TEXT PRIMARY KEY,
    label  TEXT NOT NULL,
    since  TEXT NOT NULL,         -- the day
    reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE thing (
    id    INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    path  TEXT NOT NULL,
    label TEXT NOT NULL,
    works INTEGER NOT NULL
);
-- Which works a person wrote, a periodical holds, an organisation stands behind.
CREATE TABLE member (
    thing TEXT NOT NULL,
    date  TEXT NOT NULL,
    work  INTEGER NOT NULL,
    PRIMARY KEY (thing, date DESC, work)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE work_text USING fts5 (title, names, venue, content='', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE thing_text USING fts5 (label, content='', tokenize="unicode61 remove_diacritics 2");
