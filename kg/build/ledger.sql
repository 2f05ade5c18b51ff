-- What stands where in the dumps of this generation, and what it came to.
CREATE TABLE part (
    place INTEGER PRIMARY KEY,         -- its place in the dumps, from 0
    kind  TEXT NOT NULL,               -- works, things, fixed
    first TEXT NOT NULL,               -- the first key of its run
    part  BLOB NOT NULL,               -- MessagePack of kg.build.ledger.Placed
    rows  BLOB NOT NULL,               -- Zstandard: the rows of the index, packed
    facts BLOB NOT NULL,               -- Zstandard: what it states about shared things, packed
    UNIQUE (kind, first)
);
