CREATE INDEX record_by_work ON record (work, source, key, modified, digest);
CREATE INDEX identifier_by_value ON identifier (scheme, value);
