-- What articles state about shared things: each different statement of a run once, with how often it was made.
CREATE TABLE fact (
    thing TEXT NOT NULL,               -- kind, a tab, key
    run   TEXT NOT NULL,               -- the first key of the run of works
    fact  BLOB NOT NULL,               -- MessagePack of kg.things.Thing
    count INTEGER NOT NULL,
    PRIMARY KEY (thing, run, fact)
) WITHOUT ROWID;
