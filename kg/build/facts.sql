-- What articles state about shared things, each different statement once, with how often it was made.
CREATE TABLE fact (
    thing TEXT NOT NULL,               -- kind, a tab, key
    fact  BLOB NOT NULL,               -- MessagePack of kg.things.Thing
    count INTEGER NOT NULL,
    PRIMARY KEY (thing, fact)
) WITHOUT ROWID;
